// SPDX-License-Identifier: GPL-2.0-only
// disable_cb as of 5.14 and 6.4, and what ends its effect (kernel-facts.md §2.1).
#include <catch2/catch.hpp>

#include "tests/unit/virtqueue/spec_device.hpp"

using namespace xsksim::test;

namespace {

// Three packets were sent and completed; used_event stands at 1.
struct AfterOne : Bench {
    AfterOne() : Bench({8, true, false, false}) {
        for (std::uintptr_t token = 1; token <= 3; ++token) REQUIRE(add_out(1, token) == 0);
        device_drains();
        REQUIRE(get_buf() == 1);
        REQUIRE(device.used_event() == 1);
    }
};

}  // namespace

TEST_CASE("later virtqueue: with EVENT_IDX disable_cb moves used_event to where it does no harm") {
    AfterOne ring;
    ring_disable_cb(ring);
    CHECK(ring.device.used_event() == 0);
    CHECK(ring.device.avail_flags() == 0);
    REQUIRE(ring.get_buf() == 2);
    CHECK(ring.device.used_event() == 0);  // callbacks are off
    CHECK(ring_enable_cb_prepare(ring) == 2);
    CHECK(ring.device.used_event() == 2);
}

TEST_CASE("later virtqueue: after an interrupt used_event may stay, until callbacks are enabled") {
    AfterOne ring;
    REQUIRE(ring_interrupt(ring) == 1);
    ring_disable_cb(ring);
    CHECK(ring.device.used_event() == 1);
    const bool delayed = GENERATE(false, true);
    if (delayed)
        ring_enable_cb_delayed(ring);
    else
        ring_enable_cb_prepare(ring);
    ring_disable_cb(ring);
    CHECK(ring.device.used_event() == 0);
}

TEST_CASE("later virtqueue: without EVENT_IDX disable_cb shows in the flags") {
    Bench ring({8, false, false, false});
    ring_disable_cb(ring);
    CHECK(ring.device.avail_flags() == 1);
    ring_enable_cb(ring);
    CHECK(ring.device.avail_flags() == 0);
}
