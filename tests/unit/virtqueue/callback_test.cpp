// SPDX-License-Identifier: GPL-2.0-only
// When the device may interrupt, and what the driver does about the races in it: facts §2.1.
#include <catch2/catch.hpp>
#include <random>

#include "spec_device.hpp"

using namespace xsksim::test;

TEST_CASE("virtqueue: without EVENT_IDX disable_cb shows in the flags") {
    Bench by_flag({8, false, false, false});
    ring_disable_cb(by_flag);
    CHECK(by_flag.device.avail_flags() == 1);
    ring_enable_cb(by_flag);
    CHECK(by_flag.device.avail_flags() == 0);
}

TEST_CASE("virtqueue: with EVENT_IDX the device sees nothing of disable_cb") {
    Bench by_event({8, true, false, false});
    for (std::uintptr_t token = 1; token <= 3; ++token) REQUIRE(by_event.add_out(1, token) == 0);
    by_event.device_drains();
    REQUIRE(by_event.get_buf() == 1);
    const auto event = by_event.device.used_event();
    ring_disable_cb(by_event);
    CHECK(by_event.device.avail_flags() == 0);
    CHECK(by_event.device.used_event() == event);
    ring_enable_cb_prepare(by_event);
    CHECK(by_event.device.avail_flags() == 0);
}

TEST_CASE("virtqueue: each get_buf asks for the next completion, unless callbacks are off") {
    Bench ring({8, true, false, false});
    for (std::uintptr_t token = 1; token <= 4; ++token) REQUIRE(ring.add_out(1, token) == 0);
    ring.device_drains();
    REQUIRE(ring.get_buf() == 1);
    CHECK(ring.device.used_event() == 1);
    REQUIRE(ring.get_buf() == 2);
    CHECK(ring.device.used_event() == 2);
    ring_disable_cb(ring);
    REQUIRE(ring.get_buf() == 3);
    CHECK(ring.device.used_event() == 2);
    CHECK(ring_enable_cb_prepare(ring) == 3);
    CHECK(ring.device.used_event() == 3);
}

TEST_CASE("virtqueue: a completion between enable_cb_prepare and poll is seen by poll") {
    const bool event_idx = GENERATE(false, true);
    Bench ring({8, event_idx, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    ring_disable_cb(ring);
    const unsigned opaque = ring_enable_cb_prepare(ring);
    CHECK_FALSE(ring_poll(ring, opaque));
    ring.device_drains();
    CHECK(ring_poll(ring, opaque));
    REQUIRE(ring.get_buf() == 1);
    CHECK_FALSE(ring_poll(ring, ring_enable_cb_prepare(ring)));
}

TEST_CASE("virtqueue: a completion at poll's barrier is not missed") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    bool armed_first = false;
    fake_hypercalls().at_barrier = [&](enum xs_barrier kind) {
        if (kind != XS_MB) return;
        armed_first = ring.device.used_event() == 0;
        ring.device_drains();
    };
    CHECK_FALSE(ring_enable_cb(ring));
    CHECK(armed_first);
}

TEST_CASE("virtqueue: enable_cb says whether it is safe to wait") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    CHECK(ring_enable_cb(ring));
    ring.device_drains();
    CHECK_FALSE(ring_enable_cb(ring));
}

TEST_CASE("virtqueue: enable_cb_delayed asks at three quarters and tolerates as many") {
    Bench ring({256, true, false, false});
    std::mt19937 random(11);
    std::uint16_t last_used = 0;
    unsigned refused = 0, rounds = 0;
    for (; rounds < 3'000; ++rounds) {
        const unsigned outstanding = static_cast<unsigned>(random() % 100);
        for (unsigned i = 0; i < outstanding; ++i) REQUIRE(ring.add_out(1, i + 1) == 0);
        unsigned done = 0;
        for (; done < outstanding && random() % 40 != 0; ++done)
            ring.device.complete(ring.device.take().head, 0);
        ring.device.publish();

        const unsigned quarters = outstanding * 3 / 4;
        const bool waits = ring_enable_cb_delayed(ring);
        REQUIRE(ring.device.used_event() == static_cast<std::uint16_t>(last_used + quarters));
        REQUIRE(waits == (done <= quarters));
        refused += !waits;

        ring.device_drains();
        while (ring.get_buf() != 0) ++last_used;
    }
    CHECK(refused > rounds / 10);
    CHECK(refused < rounds);
}

TEST_CASE("virtqueue: an interrupt for an empty used ring is not ours") {
    Bench ring({8, true, false, false});
    CHECK(ring_interrupt(ring) == 0);
    CHECK(ring_callbacks(ring) == 0);
    REQUIRE(ring.add_out(1, 1) == 0);
    ring.device_drains();
    CHECK(ring_interrupt(ring) == 1);
    CHECK(ring_callbacks(ring) == 1);
    // Somebody else reaps before the handler runs: the callback is never called.
    REQUIRE(ring.get_buf() == 1);
    CHECK(ring_interrupt(ring) == 0);
    CHECK(ring_callbacks(ring) == 1);
}
