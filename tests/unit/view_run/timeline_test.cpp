// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <sstream>

#include "sim/view/run/timeline.hpp"
#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::run_tests {
namespace {

using enum EventKind;
using Catch::Contains;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string timeline_of(const MadeUpTrace& trace, const JudgeSettings& settings = {}) {
    Picture picture(settings, trace);
    Timeline timeline(picture, trace);
    EventListeners readers;
    picture.listen_to(readers);
    timeline.listen_to(readers);
    trace.feed(readers);
    return timeline.text();
}

void check_bounds(const std::string& text) {
    const auto lines = lines_of(text);
    CHECK(lines.size() <= Timeline::lines_max);
    for (const std::string& line : lines) CHECK(line.size() <= Timeline::columns_max);
}

// Feeds a timeline event by event without keeping them: for long runs.
class Feeder : public TraceNames {
public:
    Feeder() {
        picture_.listen_to(readers_);
        timeline.listen_to(readers_);
        Event setup = made_event(vq_setup, {});
        setup.context = 1;
        setup.set(event::VqSetup{.queue = 1, .role = QueueRole::transmit, .pair = 0, .vector = 1});
        setup.number = ++number;
        readers_.deliver(setup);
        ev(0, 0, napi_add, 2, 0, 0, 1);
    }
    void ev(std::int64_t ns, ContextId context, EventKind kind, std::uint64_t a = 0,
            std::uint64_t b = 0, std::uint64_t c = 0, std::uint64_t d = 0) {
        Event event = made_event(kind, {a, b, c, d});
        event.at = Instant{ns};
        event.number = ++number;
        event.context = context;
        readers_.deliver(event);
    }
    std::string text(Text) const override { return "a text"; }
    std::string context(ContextId id) const override { return "context" + std::to_string(id); }
    std::uint64_t number = 0;

private:
    EventListeners readers_;
    JudgeSettings settings_;
    Picture picture_{settings_, *this};

public:
    Timeline timeline{picture_, *this};
};

// One refill of a saturated queue: the device drains, interrupts, NAPI refills.
void refill(Feeder& feed, std::int64_t ns, std::uint64_t packets) {
    for (std::uint64_t i = 0; i < packets; ++i) feed.ev(ns, 1, dev_wire, 1, i, 64, i);
    feed.ev(ns, 1, dev_publish, 1, 0, packets);
    feed.ev(ns, 1, dev_signal, 1, 1, 0, packets);
    feed.ev(ns, 1, irq_raise, 1, feed.number, 1);
    feed.ev(ns + 1000, 2, irq_enter, 0, 1);
    feed.ev(ns + 1000, 2, napi_schedule, 2, 0);
    feed.ev(ns + 1100, 2, irq_exit, 0, 1, 1);
    feed.ev(ns + 1200, 3, napi_poll, 2, 0, 64);
    for (std::uint64_t i = 0; i < packets; ++i) feed.ev(ns + 1300, 3, vq_get_buf, 1, i, 0, 256);
    for (std::uint64_t i = 0; i < packets; ++i) feed.ev(ns + 1400, 3, vq_add, 1, i, 2, 18);
    feed.ev(ns + 1500, 3, vq_notify, 1, 0);
    feed.ev(ns + 1500, 3, napi_complete, 2, 1);
    feed.ev(ns + 1500, 3, napi_polled, 2, 0, 0, 0);
}

}  // namespace

TEST_CASE("timeline: the stall of a lost interrupt can be read without a legend") {
    StalledQueue queue;
    queue.fill().drain_and_raise().lose().end();
    const std::string text = timeline_of(queue.trace, queue.settings);
    INFO(text);
    CHECK_THAT(text, Contains("module parameters: look_again_us=0\n"));
    CHECK_THAT(text, Contains("virtqueue 1: 256 descriptors, EVENT_IDX"));
    CHECK_THAT(text, Contains("socket bound to queue pair 0, zero copy"));
    CHECK_THAT(text, Contains("application: submits 2 048"));
    CHECK_THAT(text, Contains("20.000 us  cpu1/app     xsk_wakeup: adds 119, kicks; full (18 of "
                              "256 free), waits"));
    CHECK_THAT(text, Contains("application: waits (TX ring 1 929 deep, need_wakeup clear)"));
    CHECK_THAT(text, Contains("device: wakes, sends 119 packets, publishes 119 used; raises "
                              "interrupt 1, sleeps"));
    CHECK_THAT(text, Contains("TX interrupt 1 LOST (fault rule 1)"));
    CHECK_THAT(text, Contains("the run ends: nothing will ever happen again"));
    CHECK(lines_of(text).size() < 20);
    check_bounds(text);
}

TEST_CASE("timeline: a run that leaves work is not called full because nothing else is known") {
    StalledQueue queue;
    queue.packets = 3;
    queue.fill(5).end();
    const std::string text = timeline_of(queue.trace, queue.settings);
    CHECK_THAT(text, Contains("xsk_wakeup: adds 3, kicks; leaves 2 in the TX ring"));
    CHECK_THAT(text, !Contains("full"));
}

TEST_CASE("timeline: what sendmsg returned is told, if it failed") {
    MadeUpTrace trace;
    constexpr std::uint64_t enxio = 6, ebusy = 16;
    trace.at(1).in("cpu1/app").ev(app_sendmsg, 0).ev(app_sendmsg_done, 0, 0);
    for (std::int64_t i = 0; i < 50; ++i)
        trace.at(10 + i).ev(app_sendmsg, 0).ev(app_sendmsg_done, 0, enxio);
    trace.at(99).ev(app_sendmsg, 0).ev(app_sendmsg_done, 0, ebusy);
    const auto lines = lines_of(timeline_of(trace));
    REQUIRE(lines.size() == 3);
    CHECK_THAT(lines[0], Contains("10.000 us  cpu1/app     application: sendmsg returned ENXIO"));
    CHECK_THAT(lines[1], Contains("the line above 49 more times"));
    CHECK_THAT(lines[2], Contains("sendmsg returned EBUSY"));
}

TEST_CASE("timeline: a long text of several lines stays one line of its columns") {
    MadeUpTrace trace;
    const std::uint64_t text = trace.intern(std::string(60, 'x') + "\n" + std::string(90, 'y'));
    trace.at(1).in("cpu0/softirq").ev(finding, text, 0, 1);
    const std::string shown = timeline_of(trace);
    CHECK(lines_of(shown).size() == 1);
    CHECK_THAT(shown, Contains("FINDING [memory.null_pointer]:") && Contains("xxx ..."));
    check_bounds(shown);
}

TEST_CASE("timeline: a million events of one cycle fold into a few lines") {
    Feeder feed;
    std::int64_t ns = 0;
    for (; feed.number < 1'000'000; ns += 200'000) refill(feed, ns, 119);
    feed.ev(ns, 4, run_end, 0, 1);
    const std::string text = feed.timeline.text();
    INFO(text);
    CHECK(lines_of(text).size() == 6);
    CHECK_THAT(text, Contains("the 3 lines above") && Contains("more times, every ~200 us, until"));
    CHECK_THAT(text, Contains("TX NAPI: takes 119 used, adds 119, kicks"));
    check_bounds(text);
}

TEST_CASE(
    "timeline: cycles with numbers that differ fold as much the same; cycles of cycles fold") {
    Feeder feed;
    std::int64_t ns = 0;
    for (int outer = 0; outer < 100; ++outer) {
        for (int i = 0; i < 10 + outer % 3; ++i, ns += 200'000)
            refill(feed, ns, static_cast<std::uint64_t>(100 + i));
        feed.ev(ns, 4, hrtimer_fire, 1);
    }
    const std::string text = feed.timeline.text();
    INFO(text);
    CHECK(lines_of(text).size() < 15);
    CHECK_THAT(text, Contains("the 3 lines above, much the same, 9 more times"));
    CHECK_THAT(text, Contains("the 5 lines above, much the same, 99 more times"));
}

TEST_CASE("timeline: a million irregular events keep the start and the end in 200 lines") {
    Feeder feed;
    std::uint64_t random = 1;
    std::int64_t ns = 0;
    feed.ev(ns, 4, netdev_open, 0);
    while (feed.number < 1'000'000) {
        random = random * 6364136223846793005ULL + 1442695040888963407ULL;
        ns += 2000;
        switch (random >> 61) {
            case 0:
                refill(feed, ns, 1 + (random >> 33) % 100);
                break;
            case 1:
                feed.ev(ns, 4, vcpu_steal, 0, 1000);
                break;
            case 2:
                feed.ev(ns, 4, hrtimer_fire, (random >> 33) % 5);
                break;
            case 3:
                feed.ev(ns, 5, app_submit, 0, 0, 64, 1);
                break;
            case 4:
                feed.ev(ns, 5, app_wait, 0, 10, 0, 0);
                break;
            case 5:
                feed.ev(ns, 6, lock_contend, 1, 1, 2);
                break;
            case 6:
                feed.ev(ns, 3, finding, random >> 62, 0, 1);
                break;
            default:
                feed.ev(ns, 6, rcu_sync_begin, random);
                break;
        }
    }
    ns += 2000;
    feed.ev(ns, 4, irq_lost, 1, 4711, 3);
    feed.ev(ns, 4, run_end, 1, 1);
    const std::string text = feed.timeline.text();
    CHECK(lines_of(text).size() > 150);
    check_bounds(text);
    CHECK_THAT(lines_of(text)[1], Contains("interface up"));
    CHECK_THAT(text, Contains("lines left out, from"));
    CHECK_THAT(text, Contains("TX interrupt 4711 LOST (fault rule 3)"));
    CHECK_THAT(lines_of(text).back(), Contains("the run ends"));
}

TEST_CASE("timeline: what ends in the middle of a cycle is not lost") {
    std::vector<TimelineLine> out;
    LineFolder folder(4, [&](const TimelineLine& line) { out.push_back(line); });
    const auto push = [&](std::uint64_t what) {
        TimelineLine line;
        line.at = Instant{static_cast<std::int64_t>(out.size())};
        line.event = made_event(hrtimer_fire, {what});
        line.numbers[0] = what;
        folder.push(line);
    };
    SECTION("a partial cycle") {
        for (const std::uint64_t what : {1, 2, 3, 1, 2, 3, 1, 2, 9}) push(what);
        folder.flush();
        REQUIRE(out.size() == 7);
        CHECK(out[3].kind == LineKind::fold);
        CHECK(out[4].numbers[0] == 1);
        CHECK(out[6].numbers[0] == 9);
    }
    SECTION("two times the same line, or pair, stays as it is") {
        for (const std::uint64_t what : {1, 2, 1, 2, 5, 6, 6}) push(what);
        folder.flush();
        REQUIRE(out.size() == 7);
        for (const TimelineLine& line : out) CHECK(line.kind == LineKind::event);
    }
    SECTION("a cycle that begins in the rest of another") {
        for (const std::uint64_t what : {1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 7}) push(what);
        folder.flush();
        std::uint64_t lines = 0;
        for (const TimelineLine& line : out)
            lines += line.kind == LineKind::fold ? line.numbers[0] * line.numbers[1] : 1;
        CHECK(lines == 11);
    }
}

}  // namespace xsksim::run_tests
