// SPDX-License-Identifier: GPL-2.0-only
// When used entries become visible, and which interrupts follow.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::DeviceBench;
using Times = std::vector<std::int64_t>;

namespace {

// new_idx of each publication.
std::vector<std::uint64_t> published(const DeviceBench& bench) {
    std::vector<std::uint64_t> indices;
    for (const Event& event : bench.log.of(EventKind::dev_publish))
        indices.push_back(arg(event, 2));
    return indices;
}

}  // namespace

TEST_CASE("publication: each frame alone, when the device is of that kind") {
    DeviceBench bench({.publish = PublishPolicy::each});
    bench.run([&] {
        bench.offer_many(0, 3);
        bench.kick();
    });
    CHECK(published(bench) == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(bench.log.times(EventKind::dev_publish) == bench.log.times(EventKind::dev_wire));
    const auto events = bench.log.of(EventKind::dev_publish);
    // The next frame was taken at the same instant, before the publication.
    CHECK(arg(events[0], 3) == 1);
    CHECK(arg(events[2], 3) == 0);
}

TEST_CASE("publication: in batches, and the rest when nothing more is available") {
    DeviceBench bench({.publish = PublishPolicy::batch, .publish_batch = 4});
    bench.run([&] {
        bench.offer_many(0, 10);
        bench.kick();
    });
    CHECK(published(bench) == std::vector<std::uint64_t>{4, 8, 10});
    CHECK(bench.log.times(EventKind::dev_publish) ==
          Times{5000 + 4 * 260, 5000 + 8 * 260, 5000 + 10 * 260});
}

TEST_CASE("publication: only when drained, however long the driver keeps adding") {
    DeviceBench bench;
    bench.run([&] {
        bench.offer_many(0, 2);
        bench.kick();
        for (std::uint16_t n = 2; n < 60; ++n) {
            bench.wait_until(5000 + n * 200);
            bench.offer(n);
            CHECK_FALSE(bench.kick());
            CHECK(bench.driver.used_index() == 0);
        }
    });
    CHECK(published(bench) == std::vector<std::uint64_t>{60});
    CHECK(bench.log.times(EventKind::dev_publish) == Times{5000 + 60 * 260});
}

TEST_CASE("publication: at least the gap apart, and a late one takes everything done by then") {
    DeviceBench bench({.publish = PublishPolicy::each, .publish_gap = {1000}});
    bench.run([&] {
        bench.offer_many(0, 6);
        bench.kick();
    });
    // Wired at 5260, 5520, ... 6560.
    CHECK(bench.log.times(EventKind::dev_publish) == Times{5260, 6260, 7260});
    CHECK(published(bench) == std::vector<std::uint64_t>{1, 4, 6});
}

TEST_CASE("interrupt: a driver that re-arms between publication and decision is signalled") {
    DeviceBench bench({.publish = PublishPolicy::each});
    const std::int64_t rearm_at = GENERATE(5525, 5545);
    bench.run([&] {
        bench.driver.set_used_event(1000);
        bench.offer_many(0, 2);
        bench.kick();
        bench.wait_until(rearm_at);  // second publication at 5520, its decision at 5540
        bench.driver.set_used_event(1);
    });
    const auto decisions = bench.log.of(EventKind::dev_signal);
    REQUIRE(decisions.size() == 2);
    CHECK(arg(decisions[0], 1) == 1);  // the first is always one
    CHECK(decisions[1].at.ns == 5540);
    CHECK(arg(decisions[1], 1) == (rearm_at < 5540 ? 1 : 0));
    CHECK(arg(decisions[1], 2) == (rearm_at < 5540 ? 1 : 1000));
    CHECK(bench.lines.at_ns.size() == (rearm_at < 5540 ? 2 : 1));
}

TEST_CASE("interrupt: an event passed without a signal brings none until it is moved") {
    DeviceBench bench({.publish = PublishPolicy::each});
    bench.run([&] {
        bench.driver.set_used_event(0);
        bench.offer_many(0, 50);
        bench.kick();
    });
    CHECK(bench.log.count(EventKind::dev_signal) == 50);
    CHECK(bench.lines.at_ns.size() == 1);
}

TEST_CASE("interrupt: without EVENT_IDX every publication signals unless the flag says no") {
    DeviceBench bench({.event_idx = false, .publish = PublishPolicy::each});
    bench.run([&] {
        bench.offer_many(0, 10);
        bench.kick();
        bench.wait_until(5000 + 4 * 260 + 100);
        bench.driver.set_available_flags(1);
    });
    CHECK(bench.log.count(EventKind::dev_signal) == 10);
    CHECK(bench.lines.at_ns.size() == 4);
    CHECK(arg(bench.log.of(EventKind::dev_signal)[9], 2) == 1);
}

TEST_CASE("interrupt: over a long random run the decisions follow the closed form, with wraps") {
    DeviceBench bench({.publish = PublishPolicy::batch, .publish_batch = 7});
    std::uint32_t reaped = 0;
    std::uint64_t state = 99;
    const auto draw = [&state](std::uint64_t bound) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return (state >> 33) % bound;
    };
    bench.run([&] {
        for (std::uint32_t n = 0; n < 80'000;) {
            for (; bench.driver.has_used(); ++reaped) bench.driver.take_used();
            if (draw(4) == 0)
                bench.driver.set_used_event(static_cast<std::uint16_t>(reaped + draw(30)));
            if (n - reaped < 120) {
                bench.offer(static_cast<std::uint16_t>(n++ % 128));
                bench.kick();
            }
            bench.engine->spend({static_cast<std::int64_t>(draw(300))}, Operation::local());
        }
    });
    const auto decisions = bench.log.of(EventKind::dev_signal);
    REQUIRE(decisions.size() > 5'000);
    std::size_t wanted = 0;
    for (std::size_t i = 1; i < decisions.size(); ++i) {
        const std::uint64_t before = arg(decisions[i - 1], 3);
        const std::uint64_t moved = (arg(decisions[i], 3) - before) & 0xffff;
        const bool expected = ((arg(decisions[i], 2) - before) & 0xffff) < moved;
        REQUIRE(arg(decisions[i], 1) == (expected ? 1 : 0));
        wanted += expected ? 1 : 0;
    }
    CHECK(wanted > 1'000);
    CHECK(decisions.size() - wanted > 1'000);
    CHECK(bench.lines.at_ns.size() == wanted + 1);
}
