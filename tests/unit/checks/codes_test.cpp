// SPDX-License-Identifier: GPL-2.0-only
// Codes stand beside the words of findings and stories: those that no scenario shows.
#include <catch2/catch.hpp>

#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;

std::vector<Code> codes_found(const MadeUpTrace& trace) {
    std::vector<Code> codes;
    for (const Violation& violation : JudgedTrace(trace).judge.violations())
        codes.push_back(violation.code);
    return codes;
}

bool has(const std::vector<Code>& codes, Code code) {
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

TEST_CASE("codes: a headline and the device's story name the lie about the used ring") {
    const auto [what, code] =
        GENERATE(std::pair{FaultWhat::used_wrong_id, Code::fault_used_wrong_id},
                 std::pair{FaultWhat::used_twice, Code::fault_used_twice},
                 std::pair{FaultWhat::used_index_ahead, Code::fault_used_index_ahead},
                 std::pair{FaultWhat::used_index_back, Code::fault_used_index_back},
                 std::pair{FaultWhat::used_wrong_length, Code::fault_used_wrong_length});
    StalledQueue queue;
    queue.settings.faults = {{what, 0, false}};
    queue.fill().drain_and_raise();
    queue.trace.ev(fault_fired, 1, 1, queue.trace.intern("a lie"));
    queue.trace.ev(vq_broken, 1, queue.trace.intern("used id out of range"));
    queue.end();
    CHECK(queue.explain().codes == std::vector{Code::stall_queue_broken, code});
    CHECK(queue.about("device").codes == std::vector{Code::stall_queue_broken, code});
    CHECK(queue.about("TX interrupt").codes.back() == Code::stall_interrupts_ignored);
}

TEST_CASE("codes: a headline names what hides used descriptors from the driver") {
    const auto [what, code] =
        GENERATE(std::pair{FaultWhat::used_stale_wrap, Code::fault_used_stale_wrap},
                 std::pair{FaultWhat::used_skips, Code::fault_used_skips});
    StalledQueue queue;
    queue.trace.packed();
    queue.settings.faults = {{what, 0, false}};
    queue.fill().drain_and_raise();
    queue.trace.ev(fault_fired, 1, 1, queue.trace.intern("a lie"));
    queue.end();
    const Explanation explanation = queue.explain();
    REQUIRE(explanation.codes.size() >= 2);
    CHECK(explanation.codes[0] == Code::stall_not_reaped);
    CHECK(explanation.codes[1] == code);
    CHECK(explanation.prose().find("the used ring") == std::string::npos);
}

TEST_CASE("codes: what the check of NAPI finds") {
    MadeUpTrace trace;
    trace.in("cpu0/task").ev(napi_add, 1, 0, 0, 1).ev(napi_enable, 1);
    SECTION("found scheduled") {
        trace.ev(napi_schedule, 1, 1);
        CHECK(codes_found(trace) == std::vector{Code::napi_found_scheduled_untrue});
    }
    SECTION("the end of no poll") {
        trace.ev(napi_polled, 1, 0, 0, 0);
        CHECK(codes_found(trace) == std::vector{Code::napi_poll_ends_unbegun});
    }
}

TEST_CASE("codes: a notification that nobody asked for, a timer started without a pool") {
    MadeUpTrace trace;
    SECTION("notification") {
        trace.ev(vq_setup, 1, 256, 1).ev(vq_kick_prepare, 1, 1, 50, 10);
        CHECK(has(codes_found(trace), Code::notify_kick_unasked));
    }
    SECTION("timer") {
        trace.in("cpu1/app").ev(hrtimer_init, 7, 0).ev(xsk_bind, 0, 0, 1, 2048).ev(xsk_unbind, 0);
        trace.ev(hrtimer_start, 7, 100'000);
        CHECK(codes_found(trace) == std::vector{Code::timer_started_without_pool});
    }
}

TEST_CASE("codes: without EVENT_IDX, a decision that found NO_INTERRUPT set") {
    StalledQueue queue(false);
    queue.fill();
    queue.trace.at(60).in("device").ev(dev_publish, 1, 0, 119).ev(dev_signal, 1, 0, 1, 119);
    queue.end();
    CHECK(queue.about("TX interrupt").codes ==
          std::vector{Code::stall_interrupt_never_raised, Code::stall_interrupt_suppressed});
}

TEST_CASE("codes: a timer that fired into a NAPI that was scheduled") {
    StalledQueue queue(true, 100);
    queue.fill();
    queue.trace.ev(hrtimer_start, 1, 120'000).at(120).in("cpu0/hardirq");
    queue.trace.ev(irq_enter, 0, 0x1000, static_cast<std::uint64_t>(InterruptKind::hrtimer))
        .ev(hrtimer_fire, 1)
        .ev(napi_schedule, 2, 1);
    queue.trace.ev(irq_exit, 0, 0x1000, 1);
    CHECK(queue.end().about("hrtimer").codes ==
          std::vector{Code::stall_timer_fired, Code::stall_timer_found_scheduled});
}

TEST_CASE("codes: receive traffic and kernel senders of which nothing was seen") {
    StalledQueue queue;
    queue.settings.has_rx = queue.settings.has_udp = true;
    queue.fill().end();
    CHECK(queue.about("RX NAPI").codes == std::vector{Code::stall_rx_not_polled});
    CHECK(queue.about("start_xmit").codes == std::vector{Code::stall_senders_silent});
}

TEST_CASE("codes: a sender whose send buffer is full, beside an application that has finished") {
    StalledQueue queue;
    queue.settings.has_udp = true;
    queue.trace.at(5).in("cpu1/app").ev(app_done, 0);
    queue.trace.at(10).in("cpu0/udp").ev(udp_blocked, 0);
    queue.end();
    CHECK(queue.explain().codes == std::vector{Code::stall_send_buffers_full});
    CHECK(has(queue.explain().waiting.back().codes, Code::waits_senders_full));
    CHECK(queue.about("application").codes == std::vector{Code::stall_application_done});
}

}  // namespace xsksim::check_tests
