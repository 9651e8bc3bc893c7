// SPDX-License-Identifier: GPL-2.0-only
// The explanation of a stall, for each way of losing a wake-up.
#include <catch2/catch.hpp>

#include <cerrno>

#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

}  // namespace

TEST_CASE("stall: lost interrupt, timer off: every waker is named with what took it away") {
    StalledQueue queue;
    queue.fill().drain_and_raise().lose().end();
    const Explanation why = queue.explain();
    CHECK(why.headline ==
          "TX queue 0 stands still since 60.000 us: 119 completed packets lie in "
          "the used ring, and nobody reaps them; interrupt 1, which would have, "
          "was lost.");
    const std::string text = why.prose();
    CHECK_THAT(text, Contains("TX ring: 1 929 descriptors that the driver has not taken"));
    CHECK_THAT(text, Contains("virtqueue 1: 119 packets in 238 of 256 descriptors, num_free 18, "
                              "fewer than 2+MAX_SKB_FRAGS = 19 free"));
    CHECK_THAT(text, Contains("used ring: 119 completed buffers that nobody has reaped"));

    const WakerStory irq = queue.about("TX interrupt");
    CHECK_THAT(irq.why_not,
               Contains("interrupt 1 of vector 1, raised at 60.000 us, was lost: fault "
                        "rule 1 (interrupt lost: TX vector of pair 0, nth 1)"));
    CHECK_THAT(irq.why_not, Contains("With EVENT_IDX no further interrupt arises: used_event is 0, "
                                     "the device has published up to 119 and so has passed it"));
    CHECK(irq.event == queue.last_event_of(irq_lost));
    CHECK(irq.at == Instant{60'000});

    CHECK_THAT(queue.about("hrtimer").why_not, Contains("is off (look_again_us=0)"));

    const WakerStory app = queue.about("application");
    CHECK_THAT(app.why_not, Contains("need_wakeup is clear since 20.000 us, by ndo_xsk_wakeup on "
                                     "cpu1/app, so it does not call sendmsg"));
    CHECK_THAT(app.why_not, Contains("5.11's sendmsg would return at its need_wakeup gate"));
    CHECK_THAT(app.why_not, Contains("BUSY is set since 10.000 us") &&
                                Contains("ndo_xsk_wakeup would return at once"));
    CHECK(app.event == queue.last_event_of(need_wakeup_clear));

    CHECK_THAT(queue.about("TX NAPI").why_not, Contains("was never scheduled"));
    CHECK_THAT(queue.about("RX NAPI").why_not, Contains("no RX traffic"));
    CHECK_THAT(queue.about("start_xmit").why_not, Contains("no kernel sender"));
    CHECK_THAT(queue.about("device").why_not,
               Contains("has published every buffer it got") && Contains("and sleeps"));
    CHECK(JudgedTrace(queue.trace, queue.settings).judge.stalled());
}

TEST_CASE("stall: its text keeps within 100 columns, a waker's words in a column of their own") {
    StalledQueue queue;
    const std::string text = queue.fill().drain_and_raise().lose().end().explain().text();
    std::size_t longest = 0, begin = 0;
    while (begin < text.size()) {
        const std::size_t line_end = text.find('\n', begin);
        longest = std::max(longest, line_end - begin);
        begin = line_end + 1;
    }
    CHECK(longest <= 100);
    CHECK(longest > 90);
    CHECK_THAT(text, Contains("\n  TX interrupt  interrupt 1 of vector 1"));
    CHECK_THAT(text, Contains("\n  hrtimer       is off"));
}

TEST_CASE("stall: without EVENT_IDX a lost interrupt is final when nothing is outstanding") {
    StalledQueue queue(false);
    const std::string why =
        queue.fill().drain_and_raise().lose().end().about("TX interrupt").why_not;
    CHECK_THAT(why, Contains("was lost") && Contains("Without EVENT_IDX the next completion would "
                                                     "raise another, but no completion is "
                                                     "outstanding"));
}

TEST_CASE("stall: without EVENT_IDX callbacks that are off are named") {
    StalledQueue queue(false);
    queue.fill().drain_and_raise().deliver();
    queue.trace.ev(vq_disable_cb, 1, 1).ev(vq_interrupt, 1, 1).ev(napi_schedule, 2, 2);
    const std::string why = queue.end().about("TX interrupt").why_not;
    CHECK_THAT(why, Contains("was handled at 62.000 us") && Contains("Callbacks are disabled") &&
                        Contains("by the interrupt handler"));
}

TEST_CASE("stall: without EVENT_IDX callbacks that are on for the driver only are named") {
    StalledQueue queue(false);
    queue.fill().trace.at(30).in("cpu0/softirq").ev(vq_enable_cb, 1, 0, 0, 0);
    queue.trace.at(60).in("device").ev(dev_publish, 1, 0, 119).ev(dev_signal, 1, 0, 1, 119);
    CHECK_THAT(
        queue.end().about("TX interrupt").why_not,
        Contains("found VRING_AVAIL_F_NO_INTERRUPT set") &&
            Contains("The driver had enabled callbacks at 30.000 us; the ring did not say so"));
}

TEST_CASE("stall: an interrupt that found the used ring empty") {
    StalledQueue queue;
    queue.fill().drain_and_raise();
    queue.trace.in("cpu1/app").ev(xsk_wakeup, 0, 2).ev(vq_get_buf, 1, 0, 0, 20);
    queue.trace.ev(xsk_wakeup_done, 0, 0);
    queue.deliver();
    queue.trace.ev(vq_interrupt, 1, 0);
    const WakerStory irq = queue.end().about("TX interrupt");
    CHECK_THAT(irq.why_not, Contains("found the used ring empty at 62.000 us") &&
                                Contains("IRQ_NONE") &&
                                Contains("ndo_xsk_wakeup on cpu1/app had reaped before"));
    CHECK(irq.event == queue.last_event_of(vq_interrupt));
}

TEST_CASE("stall: interrupts held back, masked, or on their way are told apart") {
    StalledQueue queue;
    queue.fill().drain_and_raise();
    SECTION("delayed") {
        queue.trace.ev(fault_fired, 1, 1, queue.trace.intern("interrupt delayed by 10000000 ns"));
        queue.trace.ev(irq_delay, 1, 1, 1, 10'000'000);
        CHECK_THAT(queue.end().text(), Contains("is held back for 10 000 us by fault rule 1"));
    }
    SECTION("masked") {
        queue.trace.ev(irq_masked, 1, 1);
        CHECK_THAT(queue.end().text(), Contains("is pending while its vector is masked"));
    }
    SECTION("merged") {
        queue.trace.ev(irq_coalesce, 1, 1);
        CHECK_THAT(queue.end().text(), Contains("merged with one that was pending"));
    }
    SECTION("on its way") { CHECK_THAT(queue.end().text(), Contains("is on its way")); }
    SECTION("delivered") {
        CHECK_THAT(queue.deliver().end().text(), Contains("reached its vCPU at 62.000 us"));
    }
}

TEST_CASE("stall: the device decided against an interrupt") {
    StalledQueue queue;
    queue.fill();
    queue.trace.at(30).in("cpu0/softirq").ev(vq_enable_cb, 1, 0, 0, 0);
    queue.trace.at(60).in("device").ev(dev_publish, 1, 0, 119).ev(dev_signal, 1, 0, 0, 119);
    const std::string why = queue.end().about("TX interrupt").why_not;
    CHECK_THAT(why, Contains("the device never raised vector 1") &&
                        Contains("At its last publication the device decided against"));
}

TEST_CASE("stall: the timer's history") {
    StalledQueue queue(true, 100);
    queue.fill();
    SECTION("never started") {
        CHECK_THAT(queue.end().about("hrtimer").why_not, Contains("was never started"));
    }
    SECTION("cancelled and not started again") {
        queue.trace.in("cpu0/softirq").at(20).ev(hrtimer_start, 1, 120'000);
        queue.trace.at(70).ev(napi_poll, 2, 0, 64).ev(hrtimer_cancel, 1, 2);
        queue.trace.ev(napi_complete, 2, 1).ev(napi_polled, 2, 0, 0, 0);
        const WakerStory timer = queue.end().about("hrtimer");
        CHECK_THAT(timer.why_not,
                   Contains("started at 20.000 us, cancelled at 70.000 us by TX NAPI "
                            "on cpu0/softirq, not started again"));
        CHECK(timer.event == queue.last_event_of(hrtimer_cancel));
    }
    SECTION("fired into a disabled NAPI") {
        queue.trace.ev(hrtimer_start, 1, 120'000).at(120).in("cpu0/hardirq");
        queue.trace.ev(irq_enter, 0, 0x1000, static_cast<std::uint64_t>(InterruptKind::hrtimer))
            .ev(hrtimer_fire, 1)
            .ev(napi_schedule, 2, 2);
        queue.trace.ev(irq_exit, 0, 0x1000, 1);
        CHECK_THAT(queue.end().about("hrtimer").why_not,
                   Contains("fired last at 120.000 us") && Contains("TX NAPI was disabled"));
    }
    SECTION("still queued") {
        queue.trace.ev(hrtimer_start, 1, 120'000);
        CHECK_THAT(queue.end().about("hrtimer").why_not, Contains("fires at 120.000 us"));
    }
    SECTION("a driver without") {
        StalledQueue other(true, -1);
        CHECK_THAT(other.fill().end().about("hrtimer").why_not, Contains("this driver has none"));
    }
}

TEST_CASE("stall: what TX NAPI did last") {
    StalledQueue queue;
    queue.fill().drain_and_raise().deliver();
    SECTION("idle after a poll that found nothing to add") {
        queue.trace.ev(napi_schedule, 2, 0).in("cpu0/softirq").at(70).ev(napi_poll, 2, 0, 64);
        queue.trace.ev(vq_get_buf, 1, 0, 0, 20).ev(napi_complete, 2, 1).ev(napi_polled, 2, 0, 0, 0);
        CHECK_THAT(queue.end().about("TX NAPI").why_not,
                   Contains("is idle. Its last poll, at 70.000 us, took 1 used buffer, added 0 "
                            "packets, returned 0 of 64 and completed"));
    }
    SECTION("scheduled, and its softirq does not run") {
        queue.trace.ev(napi_schedule, 2, 0).ev(irq_exit, 0, 1, 1);
        CHECK_THAT(queue.end().about("TX NAPI").why_not,
                   Contains("is scheduled since 62.000 us, by the interrupt handler on cpu0/hardirq"
                            ", but not polled"));
    }
    SECTION("disabled") {
        queue.trace.ev(napi_disable, 2, 0).ev(napi_disable, 2, 1);
        CHECK_THAT(queue.end().about("TX NAPI").why_not, Contains("is disabled since 62.000 us"));
    }
    SECTION("a poll that never ends") {
        queue.trace.ev(napi_schedule, 2, 0).in("cpu0/softirq").ev(napi_poll, 2, 0, 64);
        CHECK_THAT(queue.end().about("TX NAPI").why_not, Contains("does not end"));
    }
}

TEST_CASE("stall: the application looked before the flag was set") {
    StalledQueue queue;
    queue.fill().drain_and_raise().lose();
    queue.trace.at(80).in("cpu0/softirq").ev(need_wakeup_set, 0);
    CHECK_THAT(queue.end().about("application").why_not,
               Contains("It found need_wakeup clear before it waited; the flag was set at 80.000"));
}

TEST_CASE("stall: a wakeup turned away by a bit") {
    StalledQueue queue;
    queue.fill();
    queue.trace.at(50).in("cpu1/app").ev(xsk_wakeup, 0, 2);
    queue.trace.ev(state_bit, 77, StalledQueue::wakeup_bit,
                   static_cast<std::uint64_t>(BitOperation::test_and_set), 1);
    queue.trace.ev(xsk_wakeup_done, 0, 0);
    CHECK_THAT(queue.end().about("application").why_not,
               Contains("ndo_xsk_wakeup returned and returns at once"));
}

TEST_CASE("stall: RX NAPI reaped before, start_xmit is cut off by a stopped queue") {
    StalledQueue queue;
    queue.settings.has_rx = queue.settings.has_udp = true;
    queue.fill().drain_and_raise().lose();
    queue.trace.at(65).in("cpu0/softirq").ev(napi_poll, 1, 0, 64).ev(vq_get_buf, 1, 0, 0, 20);
    queue.trace.ev(napi_complete, 1, 1).ev(napi_polled, 1, 0, 3, 0);
    queue.trace.at(70)
        .in("cpu0/udp")
        .ev(udp_submit, 0, 1, 64, 5)
        .ev(txq_stop, 0)
        .ev(udp_blocked, 0);
    queue.end();
    CHECK_THAT(queue.about("RX NAPI").why_not,
               Contains("last polled at 65.000 us") && Contains("reaped TX buffers (1) at 65.000"));
    CHECK_THAT(queue.about("start_xmit").why_not,
               Contains("the TX queue is stopped since 70.000 us, by cpu0/udp"));
    CHECK_THAT(queue.text(), Contains("kernel senders: blocked since 70.000 us"));
}

TEST_CASE("stall: a device that holds buffers") {
    StalledQueue queue;
    queue.fill();
    SECTION("its kick was suppressed") {
        queue.trace.at(30).in("device").ev(dev_wake, 1, 0).ev(dev_sleep, 1, 0, 0);
        queue.trace.in("cpu1/app").ev(vq_kick_prepare, 1, 0, 500, 119);
        const WakerStory device = queue.end().about("device");
        CHECK_THAT(device.why_not, Contains("holds 119 buffers, 119 of them not yet taken; it "
                                            "sleeps since 30.000 us") &&
                                       Contains("was suppressed (avail_event 500)"));
        CHECK_THAT(queue.explain().headline,
                   Contains("the device holds 119 buffers and completes"));
    }
    SECTION("it refused one") {
        queue.trace.in("device").ev(dev_bad, 1, 0, queue.trace.intern("a zero-length descriptor"));
        CHECK_THAT(queue.end().about("device").why_not, Contains("a zero-length descriptor"));
    }
    SECTION("the doorbell has not reached it") {
        CHECK_THAT(queue.end().about("device").why_not, Contains("has not reached it"));
    }
    SECTION("the queue is broken") {
        queue.trace.ev(vq_broken, 1, queue.trace.intern("id 999 is not a head"));
        CHECK_THAT(queue.end().text(),
                   Contains("its virtqueue is broken") && Contains("id 999 is not a head"));
    }
}

TEST_CASE("stall: the limit in flight, the completion ring and last_desc as what is full") {
    StalledQueue queue;
    queue.trace.ev(module_param, queue.trace.intern("slots_max"), 1024);
    queue.trace.ev(module_param, queue.trace.intern("slots_percent"), 40);
    queue.packets = 102;  // 256 * 40 %
    queue.fill();
    CHECK_THAT(queue.end().text(), Contains("slots: 102 of 102 in use"));
    queue.trace.in("cpu0/softirq").ev(xsk_peek, 0, 102 * 2048, 64, 103);
    CHECK_THAT(queue.text(),
               Contains("driver: 1 descriptor taken from the TX ring but not in the"));

    StalledQueue small;
    small.trace.ev(xsk_bind, 0, 0, 1, 119);
    CHECK_THAT(small.fill().end().text(), Contains("completion ring: full (119 of 119 entries"));
}

TEST_CASE("stall: nothing waits, nothing to explain") {
    StalledQueue queue;
    CHECK_THAT(queue.end().text(), Contains("No descriptor or datagram waits"));
}

namespace {

// A queue whose scenario has the rule.
StalledQueue with_rule(FaultWhat what) {
    StalledQueue queue(true, 100);
    queue.settings.faults = {{what, 0, false}};
    queue.fill();
    return queue;
}

void strike(StalledQueue& queue, const std::string& text) {
    queue.trace.in("-").ev(fault_fired, 1, 1, queue.trace.intern(text));
}

// The rule has struck before the queue stood still.
StalledQueue struck(FaultWhat what, const std::string& text) {
    StalledQueue queue = with_rule(what);
    strike(queue, text);
    return queue;
}

}  // namespace

TEST_CASE("stall: an application that a fault keeps from its turn is named with the fault") {
    StalledQueue queue =
        struck(FaultWhat::application_paused, "application paused by 5000000 ns: pair 0");
    queue.trace.ev(app_pause, 0, 5'000'000, 0);
    CHECK_THAT(
        queue.drain_and_raise().deliver().end().about("application").why_not,
        Contains("It stands still until 5 020.000 us. Fault rule 1 (application paused by 5000000 "
                 "ns: pair 0) struck last at 20.000 us."));
    StalledQueue undrained =
        struck(FaultWhat::completions_not_drained, "completions not drained by 5000000 ns: pair 0");
    undrained.trace.ev(app_pause, 0, 5'000'000, 1);
    CHECK_THAT(undrained.drain_and_raise().deliver().end().about("application").why_not,
               Contains("It takes no completions until 5 020.000 us. Fault rule 1 (completions"));
}

TEST_CASE("stall: a timer, a softirq, an interrupt that a fault put off are named with the fault") {
    StalledQueue late = with_rule(FaultWhat::timer_late);
    late.trace.ev(hrtimer_start, 1, 30'000, 0, 0);
    strike(late, "timer late by 5 ns: any vCPU");
    CHECK_THAT(late.drain_and_raise().lose().end().about("hrtimer").why_not,
               Contains("fires at 30.000 us. Fault rule 1 (timer late by 5 ns: any vCPU) struck"));
    // One of a timer that has fired since is not the reason for this one.
    StalledQueue early = struck(FaultWhat::timer_late, "timer late by 5 ns: any vCPU");
    early.trace.ev(hrtimer_start, 1, 30'000, 0, 0);
    CHECK_THAT(early.drain_and_raise().end().about("hrtimer").why_not, !Contains("rule"));
    StalledQueue starved = with_rule(FaultWhat::ksoftirqd_starved);
    starved.trace.ev(napi_schedule, StalledQueue::tx_napi, 0, 0);
    strike(starved, "ksoftirqd starved by 5 ns: any vCPU");
    CHECK_THAT(starved.drain_and_raise().end().about("TX NAPI").why_not,
               Contains("but not polled: nobody has put it on a poll list") &&
                   Contains("Fault rule 1 (ksoftirqd starved by 5 ns"));
    StalledQueue listed(true, 100);
    listed.fill().trace.ev(napi_schedule, StalledQueue::tx_napi, 0, 0);
    listed.trace.ev(napi_queue, StalledQueue::tx_napi, 0);
    CHECK_THAT(listed.drain_and_raise().end().about("TX NAPI").why_not,
               Contains("but not polled: it is on a poll list, and its softirq does not run."));
    // The vCPU is away beyond the last progress, or was only before it.
    const auto [us, is_named] = GENERATE(table<std::int64_t, bool>({{5'000, true}, {1, false}}));
    StalledQueue stolen = struck(FaultWhat::vcpu_stolen, "vcpu stolen by 5 ns: vCPU 0");
    stolen.trace.ev(vcpu_steal, 0, static_cast<std::uint64_t>(us * 1'000));
    stolen.drain_and_raise().trace.ev(irq_deliver, 1, 0, 1);
    const std::string why = stolen.end().about("TX interrupt").why_not;
    CHECK_THAT(why, Contains("reached its vCPU"));
    CHECK((why.find("Fault rule 1 (vcpu stolen by 5 ns") != std::string::npos) == is_named);
}

TEST_CASE("stall: an add and an allocation that a fault made fail are named with the fault") {
    StalledQueue add =
        struck(FaultWhat::add_failed, "add failed with errno 12: TX queue of pair 0");
    add.trace.ev(vq_add_failed, 1, 12, 100);
    CHECK_THAT(add.drain_and_raise().end().text(),
               Contains("virtqueue 1: the last add failed, at 20.000 us, with ENOMEM. Fault rule 1 "
                        "(add failed with errno 12"));
    StalledQueue memory = struck(FaultWhat::allocation_failed, "allocation failed: the guest");
    memory.trace.ev(alloc_failed, 96, memory.trace.intern("kmalloc"));
    CHECK_THAT(
        memory.drain_and_raise().end().text(),
        Contains("guest: an allocation of 96 bytes failed, the last such at 20.000 us. Fault "
                 "rule 1 (allocation failed"));
    // An add that found no room is none of them.
    StalledQueue full = struck(FaultWhat::interrupt_lost, "interrupt lost: TX queue of pair 0");
    full.trace.ev(vq_add_failed, 1, 28, 0);
    CHECK_THAT(full.drain_and_raise().end().text(), !Contains("add failed"));
}

TEST_CASE("stall: results of calls are told, with their names") {
    StalledQueue queue;
    queue.fill();
    for (int i = 0; i < 3; ++i) queue.trace.ev(app_sendmsg, 0).ev(app_sendmsg_done, 0, ENXIO);
    CHECK_THAT(queue.end().about("application").why_not,
               Contains("The last 3 calls of sendmsg returned ENXIO, the last at 20.000 us."));
}

TEST_CASE("stall: an application that calls sendmsg on and on is not said to do nothing") {
    StalledQueue queue;
    queue.fill();
    queue.trace.ev(app_resume, 0);
    SECTION("it does nothing") {
        CHECK_THAT(queue.drain_and_raise().lose().end().about("application").why_not,
                   Contains("runs, but does nothing for the queue."));
    }
    SECTION("calls in vain") {
        queue.drain_and_raise().lose().trace.at(70).in("cpu1/app");
        for (int i = 0; i < 3; ++i) queue.trace.ev(app_sendmsg, 0).ev(app_sendmsg_done, 0, 0);
        const std::string said = queue.end().about("application").why_not;
        CHECK_THAT(said, Contains("runs; 3 calls of sendmsg since its frames moved last, at "
                                  "60.000 us, came to nothing."));
        CHECK_THAT(said, !Contains("does nothing"));
    }
}

TEST_CASE("stall: that nobody calls get_buf is said only where nobody polls or is going to") {
    StalledQueue queue;
    queue.fill().drain_and_raise();
    SECTION("nobody") {
        CHECK_THAT(queue.lose().end().about("TX interrupt").why_not,
                   Contains("would move used_event, and nobody calls them."));
    }
    SECTION("TX NAPI polls without end") {
        queue.lose().trace.at(70).in("cpu0/softirq").ev(vq_used_event, 1, 5);
        queue.trace.ev(napi_schedule, StalledQueue::tx_napi, 0);
        for (int i = 0; i < 3; ++i)
            queue.trace.ev(napi_poll, StalledQueue::tx_napi, 0, 64)
                .ev(napi_polled, StalledQueue::tx_napi, 0, 64, 1);
        CHECK_THAT(queue.end().about("TX interrupt").why_not,
                   Contains("would move used_event, and neither has since 70.000 us."));
    }
    SECTION("the interrupt is on its way") {
        CHECK_THAT(queue.end().about("TX interrupt").why_not,
                   Contains("would move used_event, and neither has."));
    }
}

TEST_CASE("stall: who called the driver without effect is counted") {
    StalledQueue queue;
    queue.trace.at(10).in("cpu1/app").ev(app_submit, 0, 0, 64, 1);
    SECTION("nobody") {
        CHECK_THAT(queue.end().explain().headline, Contains("and nobody calls the driver"));
    }
    SECTION("nobody since one found the completion ring full, which has room again") {
        const auto full = static_cast<std::uint64_t>(PeekNone::completion_ring_full);
        queue.trace.in("cpu1/app").ev(xsk_peek_none, 0, full, 1);
        CHECK(queue.end().explain().headline ==
              "TX queue 0 stands still since 10.000 us: 1 descriptor waits in the TX ring, and "
              "nobody "
              "calls the driver; its last look, at 10.000 us, found the completion ring full.");
        SECTION("but a later call did not look") {
            queue.trace.in("cpu1/app").ev(xsk_wakeup, 0, 2).ev(xsk_wakeup_done, 0, 0);
            CHECK_THAT(queue.explain().headline, !Contains("completion ring"));
        }
        SECTION("but a later look found the TX ring empty") {
            queue.trace.in("cpu1/app").ev(xsk_peek_none, 0, 0, 1);
            CHECK_THAT(queue.explain().headline, !Contains("completion ring"));
        }
    }
    SECTION("nobody, as the application sleeps in poll") {
        queue.trace.at(11).ev(app_wait, 0, 1, 0, 1).ev(app_poll, 0);
        CHECK_THAT(queue.end().about("application").why_not,
                   Contains("sleeps in poll since 11.000 us"));
    }
    SECTION("wake-ups and polls") {
        queue.trace.at(11).ev(xsk_wakeup, 0, 2).ev(xsk_wakeup_done, 0, 0);
        queue.trace.in("cpu0/softirq").ev(napi_schedule, StalledQueue::tx_napi, 0);
        for (int i = 0; i < 2; ++i)
            queue.trace.at(12 + i)
                .ev(napi_poll, StalledQueue::tx_napi, 0, 64)
                .ev(napi_polled, StalledQueue::tx_napi, 0, 64, 1);
        queue.end();
        CHECK_THAT(queue.explain().headline,
                   Contains("the driver takes none: 2 TX NAPI polls and 1 wake-up since then came "
                            "to nothing, the last at 13.000 us"));
        CHECK_THAT(queue.about("TX NAPI").why_not,
                   Contains("was polled 2 times since") && Contains("is to be polled again"));
    }
}

TEST_CASE("stall: state bits die with the send queue that held them") {
    StalledQueue queue;
    queue.fill();
    CHECK_THAT(queue.end().about("application").why_not, Contains("is set since"));
    StalledQueue again;
    again.fill().trace.at(30).ev(vq_setup, 1, 256, 1);
    again.trace.ev(app_submit, 0, 0, 64, 1);
    CHECK_THAT(again.end().about("application").why_not, !Contains("is set since"));
}

TEST_CASE("napi_endless: polls without end and without work are a note") {
    StalledQueue queue;
    queue.trace.in("cpu0/softirq").ev(napi_schedule, StalledQueue::tx_napi, 0);
    const auto poll = [&](int times, bool with_work) {
        for (int i = 0; i < times; ++i) {
            queue.trace.ev(napi_poll, StalledQueue::tx_napi, 0, 64);
            if (with_work) queue.trace.ev(vq_add, 1, 0, 2, 200).ev(vq_get_buf, 1, 0, 0, 202);
            queue.trace.ev(napi_polled, StalledQueue::tx_napi, 0, 64, 1);
        }
    };
    const auto said = [&] {
        return JudgedTrace(queue.trace, queue.settings).said_by("napi_endless");
    };
    poll(999, false);
    CHECK(said().empty());
    poll(1, true);
    poll(999, false);
    CHECK(said().empty());
    poll(1, false);
    CHECK_THAT(said(), Contains("note: TX NAPI of pair 0 polls without end and without work"));
}

}  // namespace xsksim::check_tests
