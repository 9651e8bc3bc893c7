// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/run/histogram.hpp"
#include "sim/run/summary_observer.hpp"
#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::run_tests {
namespace {

using enum EventKind;

Summary summary_of(const MadeUpTrace& trace, const JudgeSettings& settings = {}) {
    Picture picture(settings, trace);
    SummaryObserver observer(picture);
    EventListeners readers;
    picture.listen_to(readers);
    observer.listen_to(readers);
    trace.set_up_queues(readers);
    trace.feed(readers);
    return observer.summary(trace.end());
}

}  // namespace

TEST_CASE("histogram: quantiles are right to one per cent over the whole range") {
    Histogram histogram;
    std::int64_t scale = 1;
    SECTION("nanoseconds") {}
    SECTION("milliseconds") { scale = 1'000'000; }
    SECTION("hours") { scale = 3'600'000'000'000; }
    for (std::int64_t i = 1; i <= 1000; ++i) histogram.record(i * scale);
    const auto near = [&](std::int64_t expected) {
        return Approx(static_cast<double>(expected * scale)).epsilon(0.01);
    };
    CHECK(histogram.count() == 1000);
    CHECK(histogram.minimum() == scale);
    CHECK(histogram.maximum() == 1000 * scale);
    CHECK(static_cast<double>(histogram.quantile(500)) == near(500));
    CHECK(static_cast<double>(histogram.quantile(900)) == near(900));
    CHECK(static_cast<double>(histogram.quantile(999)) == near(999));
    CHECK(histogram.quantile(1000) <= histogram.maximum());
}

TEST_CASE("histogram: values far apart lie in bins of their own, and quantiles step over the gap") {
    Histogram histogram;
    for (int i = 0; i < 3; ++i) histogram.record(20);
    for (int i = 0; i < 5; ++i) histogram.record(1'000'000);
    histogram.record(std::int64_t{1} << 62);
    const std::vector<std::pair<std::int64_t, std::uint64_t>> expected{
        {16, 3}, {983'040, 5}, {std::int64_t{1} << 62, 1}};
    CHECK(histogram.bins() == expected);
    CHECK(histogram.quantile(333) == 20);
    CHECK(static_cast<double>(histogram.quantile(334)) == Approx(1e6).epsilon(0.01));
    CHECK(static_cast<double>(histogram.quantile(888)) == Approx(1e6).epsilon(0.01));
    CHECK(static_cast<double>(histogram.quantile(1000)) == Approx(0x1p62).epsilon(0.01));
}

TEST_CASE("histogram: nothing recorded, and times that run backwards, are zero") {
    Histogram histogram;
    CHECK(histogram.quantile(500) == 0);
    CHECK(histogram.bins().empty());
    histogram.record(-5);
    CHECK(histogram.maximum() == 0);
}

TEST_CASE("summary: a stalled queue holds 119 packets, and its one call found it full") {
    StalledQueue queue;
    queue.fill().drain_and_raise().lose().end();
    const Summary summary = summary_of(queue.trace, queue.settings);
    CHECK(summary.submitted == 2048);
    CHECK(summary.on_wire == 119);
    CHECK(summary.reclaimed == 0);
    CHECK(summary.wire_bytes == 119 * 64);
    CHECK(summary.udp_on_wire == 0);
    CHECK(summary.in_flight_max == 119);
    CHECK(summary.full_waits == 1);
    CHECK(summary.vq_full_in_flight == 119);
    CHECK(summary.kicks == 1);
    CHECK(summary.interrupts_raised == 1);
    CHECK(summary.interrupts_lost == 1);
    CHECK(summary.interrupts_delivered == 0);
    CHECK(summary.sendmsg_calls == 1);
    CHECK(summary.simulated == Instant{100'000});
    CHECK(summary.packets_per_second == Approx(119 / 25e-6));
    CHECK(summary.submit_to_wire.count == 119);
    CHECK(summary.submit_to_wire.p50 == Approx(15'000).epsilon(0.01));
}

TEST_CASE("summary: a call that ran out of work, or handed on, did not find the queue full") {
    MadeUpTrace trace;
    trace.in("cpu0/task").ev(napi_add, 2, 0, 0, 1).ev(vq_setup, 1, 256, 1);
    trace.ev(napi_poll, 2, 0, 64).ev(napi_polled, 2, 0, 0, 0);  // no pool yet
    trace.ev(xsk_bind, 0, 0, 1, 2048);
    SECTION("TX ring empty") {
        trace.ev(napi_poll, 2, 0, 64).ev(xsk_peek_none, 0, 0).ev(napi_polled, 2, 0, 0, 0);
        CHECK(summary_of(trace).full_waits == 0);
    }
    SECTION("room left, for a reason that no event tells: a batch that was shorter") {
        trace.ev(napi_poll, 2, 0, 64).ev(vq_add, 1, 0, 2, 254).ev(napi_polled, 2, 0, 0, 0);
        CHECK(summary_of(trace).full_waits == 0);
    }
    SECTION("polled again") {
        trace.ev(napi_poll, 2, 0, 64).ev(vq_add, 1, 0, 2, 254).ev(napi_polled, 2, 0, 64, 1);
        CHECK(summary_of(trace).full_waits == 0);
    }
    SECTION("a wakeup that scheduled NAPI, or was turned away") {
        trace.ev(xsk_wakeup, 0).ev(vq_add, 1, 0, 2, 254).ev(napi_schedule, 2, 0);
        trace.ev(xsk_wakeup_done, 0).ev(xsk_wakeup, 0).ev(xsk_wakeup_done, 0);
        CHECK(summary_of(trace).full_waits == 0);
    }
    SECTION("full, with a NAPI poll inside of the wakeup") {
        trace.ev(xsk_wakeup, 0).ev(vq_add, 1, 0, 2, 0);
        trace.ev(napi_poll, 2, 0, 64).ev(xsk_peek_none, 0, 0).ev(napi_polled, 2, 0, 0, 0);
        trace.ev(xsk_wakeup_done, 0);
        const Summary summary = summary_of(trace);
        CHECK(summary.full_waits == 1);
        CHECK(summary.vq_full_in_flight == 1);
        CHECK(summary.napi_polls == 2);
    }
}

TEST_CASE("summary: datagrams are counted apart, latencies end at the reclaim of their frame") {
    MadeUpTrace trace;
    trace.in("app").ev(umem_register, 0, 0x1000, 4096, 2048);
    trace.at(10).ev(app_submit, 0, 2048, 64, 1).ev(app_submit, 0, 0, 64, 2);
    trace.at(15).ev(dev_take, 1, 0, 0, 0x1800).ev(dev_wire, 1, 0, 64, 1);
    trace.at(20).ev(dev_take, 1, 2, 0, 0x77).ev(dev_wire, 1, 2, 100, 9);
    trace.at(50).ev(app_reclaim, 0, 2048, 1);
    const Summary summary = summary_of(trace);
    CHECK(summary.on_wire == 1);
    CHECK(summary.udp_on_wire == 1);
    CHECK(summary.wire_bytes == 164);
    CHECK(summary.packets_per_second == Approx(2 / 20e-6));
    CHECK(summary.submit_to_wire.max == 5000);
    CHECK(summary.submit_to_reclaim.max == 40'000);
    CHECK(summary.submit_to_reclaim.count == 1);
}

}  // namespace xsksim::run_tests
