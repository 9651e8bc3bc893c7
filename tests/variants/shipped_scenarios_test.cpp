// SPDX-License-Identifier: GPL-2.0-only
// Every shipped scenario on every variant: judged, without a fault of the simulator or a gap in the
// shim, and the same twice. Long ones are cut at 20 ms of simulated time, those of calibration,
// which have millions of packets a second, at 2 ms; and a stall is one after 100 ms.
#include <catch2/catch.hpp>

#include <algorithm>

#include "variant_runs.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr std::int64_t at_most_ns = 20'000'000;

Scenario shortened(const std::string& driver, const std::string& name) {
    Scenario scenario = scenario_for(driver, name);
    if (scenario.end.time && scenario.end.time->ns > 5 * at_most_ns)
        scenario.end.time = Instant{at_most_ns};
    if (name.starts_with("calibration/")) scenario.end.time = Instant{at_most_ns / 10};
    Duration& progress = scenario.expect.judgement.progress;
    progress = std::min(progress, Duration::milliseconds(100));
    return scenario;
}

// v2 reads a frame's length after it has given it back, as v1 does: xdp-tx-length-after-return.
bool sends_xdp_frames(const Scenario& scenario) {
    return std::ranges::any_of(scenario.steps, [](const TimedStep& step) {
        return step.action == TimedAction::xdp_load && step.program == XdpAction::tx;
    });
}

}  // namespace

TEST_CASE("variants: each shipped scenario is judged on each variant") {
    const std::string driver = GENERATE("v2", "v3", "landed");
    for (const std::string& name : shipped_scenarios()) {
        INFO(name << " with " << driver);
        const Scenario scenario = shortened(driver, name);
        const RunResult result = run(scenario);
        CHECK(result.outcome != Outcome::inconclusive);
        // Elsewhere what a driver does wrong is the question, and each variant has its own answer.
        if (name.find('/') != std::string::npos && !name.starts_with("mixed/")) continue;
        CHECK(found_by(result, "findings") == (driver == "v2" && sends_xdp_frames(scenario)));
    }
}

TEST_CASE("variants: the same scenario gives the same events twice") {
    const std::string driver = GENERATE("v2", "v3", "landed");
    for (const char* name : {"baseline", "unbind-bind", "kernel-udp-beside"}) {
        INFO(name << " with " << driver);
        const Scenario scenario = shortened(driver, name);
        CHECK(run(scenario).digest == run(scenario).digest);
    }
}
