// SPDX-License-Identifier: GPL-2.0-only
// When the driver tells the device: virtio 1.1 §2.6.7 (flags) and §2.6.9 (avail_event).
#include <catch2/catch.hpp>
#include <random>

#include "spec_device.hpp"

using namespace xsksim::test;

namespace {

// Word for word: is the entry that the other side waits for among those just added?
bool passes(std::uint16_t event, std::uint16_t from, std::uint16_t added) {
    for (unsigned i = 0; i < added; ++i)
        if (static_cast<std::uint16_t>(from + i) == event) return true;
    return false;
}

}  // namespace

TEST_CASE("virtqueue: with EVENT_IDX a kick is needed exactly when avail_event is passed") {
    Bench ring({64, true, false, false});
    std::mt19937 random(7);
    std::uint16_t index = 0;
    unsigned needed = 0, total = 0;
    for (unsigned round = 0; round < 30'000; ++round) {
        const auto added = static_cast<std::uint16_t>(random() % 9);
        for (unsigned i = 0; i < added; ++i) REQUIRE(ring.add_out(1, 1) == 0);
        // Mostly near the indices, sometimes anywhere.
        const auto event =
            static_cast<std::uint16_t>(random() % 8 == 0 ? random() : index + random() % 24 - 12);
        ring.device.set_avail_event(event);
        const bool kick = ring_kick_prepare(ring);
        REQUIRE(kick == passes(event, index, added));
        index = static_cast<std::uint16_t>(index + added);
        needed += kick;
        ++total;
        ring.device_drains();
        while (ring.get_buf() != 0) {
        }
    }
    CHECK(needed > total / 10);  // the law was seen from both sides
    CHECK(needed < total / 2);
}

TEST_CASE("virtqueue: without EVENT_IDX the device's NO_NOTIFY flag decides") {
    Bench ring({8, false, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    CHECK(ring_kick_prepare(ring));
    ring.device.set_no_notify(true);
    REQUIRE(ring.add_out(1, 2) == 0);
    CHECK_FALSE(ring_kick_prepare(ring));
    ring.device.set_no_notify(false);
    CHECK(ring_kick_prepare(ring));
}

TEST_CASE("virtqueue: the device's wish is read after the index was published") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    ring.device.set_avail_event(100);
    // The device goes to sleep in the last moment: it writes avail_event, and this side must see
    // it.
    fake_hypercalls().at_barrier = [&](enum xs_barrier kind) {
        if (kind == XS_MB) ring.device.set_avail_event(0);
    };
    CHECK(ring_kick_prepare(ring));
}

TEST_CASE("virtqueue: a notification that the transport refuses breaks the queue") {
    Bench ring({8, true, false, false});
    CHECK(ring_notify(ring));
    ring_refuse_notifications(ring);
    CHECK_FALSE(ring_notify(ring));
    CHECK(ring_notifications(ring) == 2);
    CHECK_FALSE(ring_notify(ring));
    CHECK(ring_notifications(ring) == 2);
    CHECK(ring.add_out(1, 1) == -5);
}
