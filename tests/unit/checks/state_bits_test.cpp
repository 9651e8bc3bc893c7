// SPDX-License-Identifier: GPL-2.0-only
// state_bits: the rules of bits whose meaning the manifest tells.
#include <catch2/catch.hpp>

#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

std::string said(const StalledQueue& queue) {
    return JudgedTrace(queue.trace, queue.settings).said_by("state_bits");
}

// The interface's opening, whose NAPI schedule comes before anything is looked at.
StalledQueue opened() {
    StalledQueue queue;
    queue.trace.in("cpu0/task").ev(napi_schedule, StalledQueue::tx_napi);
    queue.trace.ev(napi_poll, StalledQueue::tx_napi, 0, 64);
    queue.trace.ev(napi_complete, StalledQueue::tx_napi, 1);
    queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
    return queue;
}

void reap(StalledQueue& queue) {
    for (std::uint64_t i = 0; i < queue.packets; ++i)
        queue.trace.ev(vq_get_buf, 1, 2 * i, 0, 18 + 2 * (i + 1)).ev(vq_used_event, 1, i + 1);
}

}  // namespace

TEST_CASE("state_bits: BUSY is set and the interrupt was asked for") {
    StalledQueue queue = opened().fill();
    CHECK(said(queue.end()).empty());
    SECTION("and is under way") { CHECK(said(queue.drain_and_raise().end()).empty()); }
    SECTION("and was lost, which is not the driver's fault") {
        CHECK(said(queue.drain_and_raise().lose().end()).empty());
    }
}

TEST_CASE("state_bits: BUSY is set, and others have reaped what the interrupt was about") {
    StalledQueue queue = opened().fill().drain_and_raise();
    queue.trace.at(61).in("cpu0/softirq").ev(napi_poll, StalledQueue::rx_napi, 0, 64);
    queue.trace.ev(lock_acquire, 5, queue.trace.intern("_xmit_lock"));
    reap(queue);
    SECTION("the interrupt is on its way: nothing is wrong yet") {
        queue.trace.ev(lock_release, 5).ev(napi_polled, StalledQueue::rx_napi, 0, 1, 0);
        CHECK(said(queue).empty());
    }
    SECTION("the interrupt finds nothing") {
        queue.trace.ev(lock_release, 5).ev(napi_polled, StalledQueue::rx_napi, 0, 1, 0);
        queue.deliver().trace.ev(vq_interrupt, 1, 0, 0).ev(irq_exit, 0, 1, 0);
        CHECK_THAT(said(queue), Contains("BUSY of pair 0 is set") &&
                                    Contains("nothing is going to run the queue"));
    }
    SECTION("but they schedule TX NAPI") {
        queue.trace.ev(napi_schedule, StalledQueue::tx_napi).ev(lock_release, 5);
        queue.trace.ev(napi_polled, StalledQueue::rx_napi, 0, 1, 0);
        queue.deliver().trace.ev(vq_interrupt, 1, 0, 0).ev(irq_exit, 0, 1, 0);
        CHECK(said(queue).empty());
    }
    SECTION("but the timer is queued") {
        queue.trace.ev(hrtimer_start, 1, 200'000).ev(lock_release, 5);
        queue.trace.ev(napi_polled, StalledQueue::rx_napi, 0, 1, 0);
        queue.deliver().trace.ev(vq_interrupt, 1, 0, 0).ev(irq_exit, 0, 1, 0);
        CHECK_THAT(said(queue), !Contains("BUSY of pair 0 is set"));
    }
    SECTION("while somebody holds the tx lock it does not count") {
        queue.deliver().trace.ev(vq_interrupt, 1, 0, 0).ev(irq_exit, 0, 1, 0);
        CHECK(said(queue).empty());
    }
    SECTION("nor while the application, killed, closes its socket") {
        queue.trace.ev(lock_release, 5).ev(napi_polled, StalledQueue::rx_napi, 0, 1, 0);
        queue.trace.in("cpu1/app").ev(app_killed, 0, 119);
        queue.deliver().trace.ev(vq_interrupt, 1, 0, 0).ev(irq_exit, 0, 1, 0);
        CHECK(said(queue).empty());
    }
    SECTION("nor while the socket is being unbound") {
        queue.trace.ev(lock_release, 5).ev(napi_polled, StalledQueue::rx_napi, 0, 1, 0);
        queue.trace.in("cpu0/task").ev(step_begin, queue.trace.intern("unbind"), 0);
        queue.deliver().trace.ev(vq_interrupt, 1, 0, 0).ev(irq_exit, 0, 1, 0);
        CHECK(said(queue).empty());
    }
}

TEST_CASE("state_bits: need_wakeup asks for what BUSY turns away") {
    StalledQueue queue = opened().fill();
    queue.trace.at(30).in("cpu0/softirq").ev(napi_poll, StalledQueue::tx_napi, 0, 64);
    queue.trace.ev(need_wakeup_set, 0);
    SECTION("inside a run: it is on its way") { CHECK(said(queue).empty()); }
    SECTION("after it") {
        queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
        CHECK_THAT(said(queue), Contains("need_wakeup asks for a wake-up while BUSY is set"));
    }
    SECTION("BUSY was cleared") {
        queue.trace.ev(state_bit, 77, StalledQueue::wakeup_bit,
                       static_cast<std::uint64_t>(BitOperation::clear), 1);
        queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
        CHECK(said(queue).empty());
    }
}

TEST_CASE("state_bits: CLOCK without the timer is a note, whether or not there is a BUSY") {
    StalledQueue queue = opened().fill();
    if (GENERATE(false, true)) queue.settings.driver.state_bits.erase(StalledQueue::wakeup_bit);
    queue.trace.at(30).in("cpu0/softirq").ev(napi_poll, StalledQueue::tx_napi, 0, 64);
    queue.trace.ev(state_bit, 77, StalledQueue::timer_bit,
                   static_cast<std::uint64_t>(BitOperation::set));
    SECTION("not started") {
        queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
        CHECK(said(queue) == "note: CLOCK is set, but the timer is not queued\n");
    }
    SECTION("started") {
        queue.trace.ev(hrtimer_start, 1, 130'000).ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
        CHECK(said(queue).empty());
    }
    SECTION("started, and cleared") {
        queue.trace.ev(hrtimer_start, 1, 130'000);
        queue.trace.ev(state_bit, 77, StalledQueue::timer_bit,
                       static_cast<std::uint64_t>(BitOperation::clear), 1);
        queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
        CHECK_THAT(said(queue), Contains("the next run will not cancel it"));
    }
}

TEST_CASE("state_bits: broken rules fail a run that did not stall") {
    StalledQueue queue = opened().fill();
    queue.trace.at(30).in("cpu0/softirq").ev(napi_schedule, StalledQueue::tx_napi);
    queue.trace.ev(napi_poll, StalledQueue::tx_napi, 0, 64).ev(need_wakeup_set, 0);
    queue.trace.ev(napi_complete, StalledQueue::tx_napi, 1);
    queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 0, 0);
    const JudgedTrace judged(queue.trace, queue.settings);
    CHECK(judged.judge.broke_state_rules());
    for (const Violation& violation : judged.judge.violations())
        CHECK(violation.check == "state_bits");
}

}  // namespace xsksim::check_tests
