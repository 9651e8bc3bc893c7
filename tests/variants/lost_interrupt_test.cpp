// SPDX-License-Identifier: GPL-2.0-only
// One lost TX interrupt on a device that publishes when drained: which variant recovers, by what,
// and what a stall is said to come from (kernel-facts.md §4).
#include <catch2/catch.hpp>

#include "variant_runs.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// An application that looks at need_wakeup only after a submission, as af_xdp.rst asks of it, and
// not in its completion loop as xdpsock does.
const Override looks_at_submit{"/application/need_wakeup", "flag_at_submit"};

}  // namespace

TEST_CASE("lost interrupt: v1's timer rescues the queue, v2 has none and stalls") {
    CHECK(run("v1", "lost-interrupt-timer").outcome == Outcome::pass);
    const RunResult v2 = run("v2", "lost-interrupt-timer");
    CHECK(v2.outcome == Outcome::stalled);
    CHECK(v2.summary.timer_starts == 0);
    CHECK(explains(v2, "lost"));
    CHECK(explains(v2, "this driver has none"));
    CHECK(explains(v2, "WAKEUP is set"));
    CHECK(explains(v2, "need_wakeup is clear"));
}

TEST_CASE("lost interrupt: v3 and landed leave need_wakeup set, so a polling application rescues") {
    for (const char* driver : {"v3", "landed"}) {
        // landed has but nine interrupts.
        const RunResult result = run(driver, "lost-interrupt-no-timer", {{"/faults/0/nth", "[5]"}});
        INFO(driver);
        CHECK(result.outcome == Outcome::pass);
        CHECK(result.summary.interrupts_lost == 1);
        // It reaps in the call (v3) or has NAPI scheduled by it (landed): no interrupt is needed.
        const RunResult without_any = run(driver, "timer-only");
        CHECK(without_any.outcome == Outcome::pass);
        CHECK(without_any.summary.interrupts_delivered == 0);
    }
}

TEST_CASE("lost interrupt: an application that calls only when it submits does not rescue v3") {
    const RunResult v3 = run("v3", "lost-interrupt-no-timer", {looks_at_submit});
    CHECK(v3.outcome == Outcome::stalled);
    CHECK(explains(v3, "lost"));
    CHECK(explains(v3, "this driver has none"));
    CHECK(explains(v3, "looks at need_wakeup only when it submits"));
    CHECK_FALSE(explains(v3, "WAKEUP"));
    CHECK_FALSE(explains(v3, "headers:"));
    CHECK_FALSE(explains(v3, "need_wakeup is clear"));
}

TEST_CASE("lost interrupt: an application that calls only when it submits does not rescue landed") {
    const RunResult landed = run("landed", "lost-interrupt-no-timer", {looks_at_submit});
    CHECK(landed.outcome == Outcome::stalled);
    CHECK(explains(landed, "lost"));
    CHECK(explains(landed, "this driver has none"));
    CHECK_FALSE(explains(landed, "WAKEUP"));
    CHECK_FALSE(explains(landed, "MAX_SKB_FRAGS"));
    CHECK(explains(landed, "fewer than 1 free"));
}
