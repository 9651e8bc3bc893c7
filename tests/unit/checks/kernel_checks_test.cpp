// SPDX-License-Identifier: GPL-2.0-only
// event_idx_law, locks, napi, timer, findings, progress, and the judge over all of them.
#include <catch2/catch.hpp>

#include <cerrno>

#include "tests/unit/checks/made_up_trace.hpp"

namespace xsksim::check_tests {
namespace {

using enum EventKind;
using Catch::Contains;

std::string said(const MadeUpTrace& trace, const char* check, const JudgeSettings& settings = {}) {
    return JudgedTrace(trace, settings).said_by(check);
}

}  // namespace

TEST_CASE("event_idx_law: the device interrupts when it crosses used_event, and only then") {
    MadeUpTrace trace;
    trace.in("device")
        .ev(vq_setup, 1, 256, 1)
        .ev(dev_publish, 1, 0, 100)
        .ev(dev_signal, 1, 1, 0, 100);
    SECTION("crossed") { trace.ev(dev_publish, 1, 100, 120).ev(dev_signal, 1, 1, 119, 120); }
    SECTION("not crossed") { trace.ev(dev_publish, 1, 100, 120).ev(dev_signal, 1, 0, 120, 120); }
    SECTION("crossed before") { trace.ev(dev_publish, 1, 100, 120).ev(dev_signal, 1, 0, 99, 120); }
    SECTION("over the 16-bit border") {
        trace.ev(dev_publish, 1, 100, 65530)
            .ev(dev_signal, 1, 0, 7, 65530)
            .ev(dev_publish, 1, 65530, 4)
            .ev(dev_signal, 1, 1, 2, 4);
    }
    CHECK(said(trace, "event_idx_law").empty());
}

TEST_CASE("event_idx_law: violations by the device") {
    MadeUpTrace trace;
    trace.in("device")
        .ev(vq_setup, 1, 256, 1)
        .ev(dev_publish, 1, 0, 100)
        .ev(dev_signal, 1, 1, 50, 100);
    SECTION("silent though it crossed used_event") {
        trace.ev(dev_publish, 1, 100, 120).ev(dev_signal, 1, 0, 119, 120);
        CHECK_THAT(said(trace, "event_idx_law"),
                   Contains("decides against an interrupt, but used_event is 119, in [100, 120)"));
    }
    SECTION("interrupts though it had crossed used_event before") {
        trace.ev(dev_publish, 1, 100, 120).ev(dev_signal, 1, 1, 99, 120);
        CHECK_THAT(said(trace, "event_idx_law"), Contains("decides for an interrupt"));
    }
    SECTION("the first decision is free to interrupt, not to be silent") {
        trace.ev(vq_setup, 1, 256, 1).ev(dev_publish, 1, 0, 10).ev(dev_signal, 1, 0, 3, 10);
        CHECK_THAT(said(trace, "event_idx_law"), Contains("against an interrupt"));
    }
}

TEST_CASE("event_idx_law: an interrupt without law is allowed first and after a whole round") {
    MadeUpTrace trace;
    trace.in("device").ev(vq_setup, 1, 256, 1);
    SECTION("first") { trace.ev(dev_publish, 1, 0, 100).ev(dev_signal, 1, 1, 500, 100); }
    SECTION("a round") {
        trace.ev(dev_publish, 1, 0, 100).ev(dev_signal, 1, 1, 0, 100).ev(dev_publish, 1, 90, 110);
        trace.ev(dev_publish, 1, 0, 110).ev(dev_signal, 1, 1, 500, 110);
    }
    CHECK(said(trace, "event_idx_law").empty());
}

TEST_CASE("event_idx_law: a device that decides before it publishes is told") {
    MadeUpTrace trace;
    trace.in("device").ev(vq_setup, 1, 256, 1).ev(dev_signal, 1, 1, 0, 119);
    CHECK_THAT(said(trace, "event_idx_law"),
               Contains("decides on the interrupt for used index 119 before it publishes it "
                        "(published: 0)"));
}

TEST_CASE("datagrams: what the driver drops is a failure, what the stack drops is none") {
    constexpr std::uint64_t qdisc_full = 0, by_driver = 1, interface_down = 2;
    const auto dropped = [](std::uint64_t reason) {
        MadeUpTrace trace;
        trace.in("cpu0/udp0").ev(udp_submit, 0, 7, 64, 1);
        trace.ev(udp_drop, 0, 7, reason);
        return said(trace, "datagrams");
    };
    CHECK_THAT(dropped(by_driver), Contains("drops datagram 7 of pair 0"));
    const auto after_add = [](std::uint64_t error) {
        MadeUpTrace trace;
        trace.in("cpu0/udp0").ev(udp_submit, 0, 7, 64, 1).ev(vq_add_failed, 1, error, 3);
        trace.ev(udp_drop, 0, 7, by_driver);
        return said(trace, "datagrams");
    };
    CHECK_THAT(after_add(ENOSPC), Contains("it does not fit, and the TX queue was not stopped"));
    CHECK_THAT(after_add(EIO), Contains("failed with EIO, as the virtqueue is broken"));
    CHECK_THAT(after_add(ENOMEM), Contains("adding it failed with ENOMEM"));
    CHECK(dropped(qdisc_full).empty());
    CHECK(dropped(interface_down).empty());
}

TEST_CASE("event_idx_law: flags mode follows the flag") {
    MadeUpTrace trace;
    trace.in("device").ev(vq_setup, 1, 256, 0);
    trace.ev(dev_publish, 1, 0, 1)
        .ev(dev_signal, 1, 1, 0, 1)
        .ev(dev_publish, 1, 1, 2)
        .ev(dev_signal, 1, 0, 1, 2);
    CHECK(said(trace, "event_idx_law").empty());
    trace.ev(dev_publish, 1, 2, 3).ev(dev_signal, 1, 1, 1, 3);
    CHECK_THAT(said(trace, "event_idx_law"), Contains("for an interrupt, but the other side's"));
}

TEST_CASE("event_idx_law: the driver's notification follows avail_event") {
    MadeUpTrace trace;
    trace.in("cpu0/softirq").ev(vq_setup, 1, 256, 1);
    trace.ev(vq_kick_prepare, 1, 1, 0, 64).ev(vq_kick_prepare, 1, 0, 0, 128);
    CHECK(said(trace, "event_idx_law").empty());
    trace.ev(vq_kick_prepare, 1, 0, 130, 192);
    CHECK_THAT(said(trace, "event_idx_law"),
               Contains("the driver decides against a notification, but avail_event is 130"));
}

TEST_CASE("locks: taken and released by one context is fine") {
    MadeUpTrace trace;
    const std::uint64_t tx = trace.intern("_xmit_lock");
    trace.in("cpu0/softirq").ev(napi_poll, 1, 0, 64).ev(lock_acquire, 5, tx);
    trace.ev(lock_release, 5, 10).ev(napi_polled, 1, 0, 0, 0);
    CHECK(said(trace, "locks").empty());
}

TEST_CASE("locks: violations") {
    MadeUpTrace trace;
    const std::uint64_t tx = trace.intern("_xmit_lock");
    trace.in("cpu0/softirq").ev(napi_poll, 1, 0, 64).ev(lock_acquire, 5, tx);
    SECTION("taken twice") {
        trace.in("cpu1/app").ev(lock_acquire, 5, tx);
        CHECK_THAT(said(trace, "locks"), Contains("_xmit_lock is taken while cpu0/softirq holds"));
    }
    SECTION("released by another") {
        trace.in("cpu1/app").ev(lock_release, 5);
        CHECK_THAT(said(trace, "locks"), Contains("released by cpu1/app but was taken by cpu0"));
    }
    SECTION("released twice") {
        trace.ev(lock_release, 5).ev(lock_release, 5);
        CHECK_THAT(said(trace, "locks"), Contains("nobody holds"));
    }
    SECTION("kept after the poll") {
        trace.ev(napi_polled, 1, 0, 0, 0);
        CHECK_THAT(said(trace, "locks"), Contains("napi_polled ends with 1 more lock"));
    }
}

TEST_CASE("locks: what 5.11 does outside the tx lock is a note, once each") {
    MadeUpTrace trace;
    const std::uint64_t disable = trace.intern("virtqueue_disable_cb");
    const std::uint64_t prepare = trace.intern("virtqueue_enable_cb_prepare");
    const std::uint64_t poll = trace.intern("virtqueue_poll");
    trace.in("cpu0/task").ev(napi_add, 1, 0, 0, 1).ev(napi_enable, 1);
    for (int i = 0; i < 30; ++i) {
        trace.in("cpu0/hardirq").ev(irq_enter, 0, 1).ev(vq_unlocked, 1, disable);
        trace.ev(irq_exit, 0, 1, 1);
        trace.in("cpu1/app").ev(napi_schedule, 1, 0).ev(vq_unlocked, 1, disable).ev(napi_queue, 1);
        trace.in("cpu0/softirq").ev(napi_poll, 1, 0, 64).ev(vq_unlocked, 1, prepare);
        trace.ev(napi_complete, 1, 1).ev(vq_unlocked, 1, poll).ev(napi_polled, 1, 0, 0, 0);
    }
    const JudgedTrace judged(trace);
    CHECK(judged.judge.violations().size() == 4);
    CHECK_FALSE(judged.judge.failed());
    CHECK_THAT(judged.said_by("locks"),
               Contains("note: virtqueue_disable_cb") && Contains("in the hard interrupt") &&
                   Contains("in virtqueue_napi_schedule") && Contains("in NAPI completion"));
    JudgeSettings strict;
    strict.strictness.notes_fail = true;
    CHECK(JudgedTrace(trace, strict).judge.failed());
}

TEST_CASE("locks: any other unlocked operation on a TX queue fails, on an RX queue none does") {
    MadeUpTrace trace;
    const std::uint64_t disable = trace.intern("virtqueue_disable_cb");
    const std::uint64_t get = trace.intern("virtqueue_get_buf");
    trace.in("cpu0/softirq").ev(vq_unlocked, 0, get).ev(napi_poll, 1, 0, 64);
    CHECK(said(trace, "locks").empty());
    trace.ev(vq_unlocked, 1, get);
    CHECK_THAT(said(trace, "locks"), Contains("virtqueue_get_buf on virtqueue 1 outside"));
    trace.in("cpu1/app").ev(napi_schedule, 1, 0).ev(napi_queue, 1).ev(vq_unlocked, 3, disable);
    CHECK_THAT(said(trace, "locks"),
               Contains("virtqueue_disable_cb on virtqueue 3 outside the tx lock\n"));
}

namespace {

MadeUpTrace enabled_napi() {
    MadeUpTrace trace;
    trace.in("cpu0/task").ev(napi_add, 1, 0, 0, 1).ev(napi_enable, 1);
    return trace;
}

}  // namespace

TEST_CASE("napi: scheduled, polled, completed, scheduled again") {
    MadeUpTrace trace = enabled_napi();
    for (int i = 0; i < 3; ++i) {
        trace.ev(napi_schedule, 1, 0).ev(napi_schedule, 1, 1);
        trace.in("cpu0/softirq").ev(napi_poll, 1, 0, 64).ev(napi_polled, 1, 0, 64, 1);
        trace.ev(napi_poll, 1, 0, 64).ev(napi_complete, 1, 0, 1).ev(napi_polled, 1, 0, 0, 0);
        trace.ev(napi_poll, 1, 0, 64).ev(napi_complete, 1, 1);
        // Another vCPU may poll it while the first poll returns.
        trace.in("cpu1/softirq").ev(napi_schedule, 1, 0).ev(napi_poll, 1, 1, 64);
        trace.in("cpu0/softirq").ev(napi_polled, 1, 0, 0, 0);
        trace.in("cpu1/softirq").ev(napi_complete, 1, 1).ev(napi_polled, 1, 1, 0, 0);
    }
    trace.ev(napi_disable, 1, 0).ev(napi_schedule, 1, 2).ev(napi_disable, 1, 1);
    trace.ev(napi_schedule, 1, 1).ev(napi_enable, 1).ev(napi_schedule, 1, 0);
    CHECK(said(trace, "napi").empty());
}

TEST_CASE("napi: violations") {
    MadeUpTrace trace = enabled_napi();
    SECTION("polled without having been scheduled") {
        trace.ev(napi_poll, 1, 0, 64);
        CHECK_THAT(said(trace, "napi"), Contains("without having been scheduled"));
    }
    SECTION("polled twice at once") {
        trace.ev(napi_schedule, 1, 0).ev(napi_poll, 1, 0, 64);
        trace.in("cpu1/softirq").ev(napi_poll, 1, 1, 64);
        CHECK_THAT(said(trace, "napi"), Contains("while another poll of it runs"));
    }
    SECTION("polled while disabled") {
        trace.ev(napi_disable, 1, 1).ev(napi_poll, 1, 0, 64);
        CHECK_THAT(said(trace, "napi"), Contains("polled while it is disabled"));
    }
    SECTION("scheduled anew while scheduled") {
        trace.ev(napi_schedule, 1, 0).ev(napi_schedule, 1, 0);
        CHECK_THAT(said(trace, "napi"), Contains("scheduled anew"));
    }
    SECTION("ends below budget without completing") {
        trace.ev(napi_schedule, 1, 0).ev(napi_poll, 1, 0, 64).ev(napi_polled, 1, 0, 0, 0);
        CHECK_THAT(said(trace, "napi"), Contains("never polled again"));
    }
    SECTION("completes and asks for another poll") {
        trace.ev(napi_schedule, 1, 0).ev(napi_poll, 1, 0, 64).ev(napi_complete, 1, 1);
        trace.ev(napi_polled, 1, 0, 64, 1);
        CHECK_THAT(said(trace, "napi"), Contains("asks to be polled again"));
    }
    SECTION("completed outside of a poll") {
        trace.ev(napi_complete, 1, 1);
        CHECK_THAT(said(trace, "napi"), Contains("outside of its poll"));
    }
    SECTION("disabled under a poll") {
        trace.ev(napi_schedule, 1, 0).ev(napi_poll, 1, 0, 64);
        trace.in("cpu1/task").ev(napi_disable, 1, 1);
        CHECK_THAT(said(trace, "napi"), Contains("disabled while a poll"));
    }
}

TEST_CASE("timer: started, cancelled, fired, unbound is fine") {
    MadeUpTrace trace;
    trace.in("cpu1/app").ev(hrtimer_init, 7, 0).ev(xsk_bind, 0, 0, 1, 2048);
    trace.at(1).ev(hrtimer_start, 7, 101'000, 0, 0).ev(hrtimer_cancel, 7, 2);
    trace.ev(hrtimer_cancel, 7, 1).ev(hrtimer_start, 7, 101'000).at(101).ev(hrtimer_fire, 7, 0, 0);
    trace.ev(xsk_unbind, 0);
    CHECK(said(trace, "timer").empty());
}

TEST_CASE(
    "timer: started again while its callback runs, it is not found queued, and fires all the "
    "same") {
    MadeUpTrace trace;
    trace.in("cpu1/app").ev(hrtimer_init, 7, 0).ev(hrtimer_start, 7, 100'000).at(100);
    trace.ev(hrtimer_fire, 7).ev(hrtimer_start, 7, 200'000).ev(hrtimer_cancel, 7, 0);
    SECTION("it fires again") { trace.at(200).ev(hrtimer_fire, 7); }
    SECTION("it is cancelled once the callback is over") { trace.ev(hrtimer_cancel, 7, 2); }
    CHECK(said(trace, "timer").empty());
}

TEST_CASE("timer: violations") {
    MadeUpTrace trace;
    trace.in("cpu1/app").ev(hrtimer_init, 7, 0).ev(xsk_bind, 0, 0, 1, 2048);
    SECTION("never started") {
        trace.ev(hrtimer_fire, 7);
        CHECK_THAT(said(trace, "timer"), Contains("never started"));
    }
    SECTION("fires twice") {
        trace.ev(hrtimer_start, 7, 0).ev(hrtimer_fire, 7).ev(hrtimer_fire, 7);
        CHECK_THAT(said(trace, "timer"), Contains("not queued"));
    }
    SECTION("too early") {
        trace.ev(hrtimer_start, 7, 100'000).at(99).ev(hrtimer_fire, 7);
        CHECK_THAT(said(trace, "timer"), Contains("fires at 99.000 us, before it is due"));
    }
    SECTION("queued after the pool is gone") {
        trace.ev(hrtimer_start, 7, 100'000).ev(xsk_unbind, 0);
        CHECK_THAT(said(trace, "timer"), Contains("still queued"));
        trace.at(100).ev(hrtimer_fire, 7);
        CHECK_THAT(said(trace, "timer"), Contains("fires after its pool is gone"));
    }
    SECTION("a cancel that lies") {
        trace.ev(hrtimer_start, 7, 100'000).ev(hrtimer_cancel, 7, 1);
        CHECK_THAT(said(trace, "timer"), Contains("did not find it"));
    }
}

TEST_CASE("findings: a failure carries its stack, a note does not fail and is shown once") {
    MadeUpTrace trace;
    trace.in("cpu0/softirq");
    const std::uint64_t text = trace.intern("read of freed memory"),
                        stack = trace.intern("virtnet_xsk_xmit+0x10"),
                        note = trace.intern("unlocked");
    trace.ev(finding, note, 0, 0).ev(finding, note, 0, 0);
    CHECK_FALSE(JudgedTrace(trace).judge.failed());
    CHECK(JudgedTrace(trace).judge.violations().size() == 1);
    trace.ev(finding, text, stack, 1);
    const auto violations = JudgedTrace(trace).judge.violations();
    REQUIRE(violations.size() == 2);
    CHECK(violations[0].message == "read of freed memory");
    CHECK(violations[0].stack == "virtnet_xsk_xmit+0x10");
    CHECK(violations[0].event == 3);
    CHECK(violations[1].is_note);
}

TEST_CASE("findings: each check keeps its first twenty failures") {
    MadeUpTrace trace;
    for (int i = 0; i < 50; ++i)
        trace.ev(finding, trace.intern("finding " + std::to_string(i)), 0, 1);
    CHECK(JudgedTrace(trace).judge.violations().size() == Check::violations_max);
}

TEST_CASE("progress: work that waits longer than the bound is a stall") {
    JudgeSettings settings;
    settings.strictness.progress = Duration::milliseconds(1);
    MadeUpTrace trace;
    trace.in("app").ev(xsk_bind, 0, 0, 1, 2048).at(10).ev(app_submit, 0, 0, 64, 1);
    SECTION("at the end") {
        trace.at(1500).ev(run_end, static_cast<std::uint64_t>(EndReason::stopped));
        const JudgedTrace judged(trace, settings);
        CHECK(judged.judge.stalled());
        CHECK_FALSE(judged.judge.failed());
        CHECK_THAT(judged.said_by("progress"), Contains("since 10.000 us (bound 1 000 us)"));
    }
    SECTION("in between") {
        trace.at(2000).ev(app_reclaim, 0, 0, 1);
        CHECK_THAT(said(trace, "progress", settings), Contains("from 10.000 us to 2 000.000 us"));
    }
    SECTION("nothing pending any more, long before the bound") {
        trace.at(20).ev(run_end, static_cast<std::uint64_t>(EndReason::idle));
        CHECK_THAT(said(trace, "progress", settings), Contains("nothing pending can reach"));
    }
    SECTION("no stall: the work was done") {
        trace.at(500).ev(app_reclaim, 0, 0, 1);
        trace.at(9000).ev(run_end, static_cast<std::uint64_t>(EndReason::idle));
        CHECK_FALSE(JudgedTrace(trace, settings).judge.stalled());
    }
    SECTION("no stall: the run ended soon") {
        trace.at(900).ev(run_end, static_cast<std::uint64_t>(EndReason::stopped));
        CHECK_FALSE(JudgedTrace(trace, settings).judge.stalled());
    }
    SECTION("no stall: unbind took the work back") {
        trace.at(500).ev(xsk_unbind, 0);
        trace.at(9000).ev(run_end, static_cast<std::uint64_t>(EndReason::idle));
        CHECK_FALSE(JudgedTrace(trace, settings).judge.stalled());
    }
}

TEST_CASE("progress: other traffic does not hide a stalled socket") {
    JudgeSettings settings;
    settings.strictness.progress = Duration::milliseconds(1);
    settings.has_udp = true;
    MadeUpTrace trace;
    trace.in("app").ev(xsk_bind, 0, 0, 1, 2048).at(10).ev(app_submit, 0, 0, 64, 1);
    for (int i = 1; i < 20; ++i) {
        trace.at(i * 100).in("udp").ev(udp_submit, 0, 1, 64, 5);
        trace.in("device").ev(dev_take, 1, 0, 0, 0x77).ev(dev_wire, 1, 0, 64, 5);
    }
    trace.ev(run_end, static_cast<std::uint64_t>(EndReason::stopped));
    CHECK(JudgedTrace(trace, settings).judge.stalled());
}

// The other checks have much to say about so short a trace.
std::size_t about_statistics(const MadeUpTrace& trace) {
    return static_cast<std::size_t>(
        std::ranges::count_if(JudgedTrace(trace).judge.violations(),
                              [](const Violation& v) { return v.check == "statistics"; }));
}

TEST_CASE("statistics: what came back is counted once, with its bytes") {
    MadeUpTrace trace;
    trace.in("cpu0/softirq");
    trace.ev(dev_wire, 1, 4, 100, 7).ev(dev_wire, 3, 4, 60, 8).ev(dev_wire, 1, 6, 50, 9);
    trace.ev(vq_get_buf, 1, 4, 0, 256).ev(vq_get_buf, 3, 4, 0, 256);
    trace.ev(vq_get_buf, 0, 4, 0, 256);  // received
    SECTION("as it should be") { CHECK(about_statistics(trace.ev(netdev_stats, 2, 160)) == 0); }
    SECTION("a packet is missing") { CHECK(about_statistics(trace.ev(netdev_stats, 1, 60)) == 1); }
    SECTION("bytes are missing") { CHECK(about_statistics(trace.ev(netdev_stats, 2, 100)) == 1); }
    SECTION("what is still out") { CHECK(about_statistics(trace.ev(netdev_stats, 3, 210)) == 1); }
}

TEST_CASE("statistics: what is taken back under a lock counts once that is released") {
    constexpr int xmit_lock = 3, another = 4;
    MadeUpTrace trace;
    trace.ev(dev_wire, 1, 4, 100, 7).ev(dev_wire, 1, 5, 60, 8);
    trace.in("cpu1/softirq").ev(lock_acquire, xmit_lock).ev(vq_get_buf, 1, 4, 0, 256);
    SECTION("not yet counted") {
        CHECK(about_statistics(trace.in("admin").ev(netdev_stats, 0, 0)) == 0);
    }
    SECTION("counted") { CHECK(about_statistics(trace.in("admin").ev(netdev_stats, 1, 100)) == 0); }
    SECTION("more than that") {
        CHECK(about_statistics(trace.in("admin").ev(netdev_stats, 2, 160)) == 1);
    }
    SECTION("a lock within it says nothing") {
        trace.ev(lock_acquire, another).ev(lock_release, another);
        CHECK(about_statistics(trace.in("admin").ev(netdev_stats, 0, 0)) == 0);
    }
    SECTION("taken back while somebody reads") {
        trace.in("admin").ev(step_begin, 0).in("cpu1/softirq").ev(vq_get_buf, 1, 5, 0, 256);
        trace.ev(lock_release, xmit_lock);
        CHECK(about_statistics(trace.in("admin").ev(netdev_stats, 0, 0)) == 0);
    }
    SECTION("it is over") {
        trace.ev(lock_release, xmit_lock);
        CHECK(about_statistics(trace.in("admin").ev(netdev_stats, 0, 0)) == 1);
    }
}

TEST_CASE("counts: events by name, fault rules by number") {
    MadeUpTrace trace;
    trace.ev(hrtimer_fire, 1).ev(hrtimer_fire, 1).ev(fault_fired, 1, 1).ev(fault_fired, 2, 1);
    trace.ev(fault_fired, 1, 2);
    const JudgedTrace judged(trace);
    const EventCounts& counts = judged.judge.counts();
    CHECK(counts.of(hrtimer_fire) == 2);
    CHECK(counts.of("hrtimer_fire") == 2);
    CHECK(counts.of("irq_lost") == 0);
    CHECK(counts.of("fault:1") == 2);
    CHECK(counts.of("fault:2") == 1);
    CHECK(counts.of("fault:3") == 0);
    CHECK_FALSE(counts.of("hrtimer_fires").has_value());
    CHECK_FALSE(counts.of("fault:x").has_value());
}

}  // namespace xsksim::check_tests
