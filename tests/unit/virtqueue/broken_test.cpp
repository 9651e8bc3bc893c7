// SPDX-License-Identifier: GPL-2.0-only
// A device that says the impossible: the queue is declared broken and gives no more service.
#include <catch2/catch.hpp>

#include "spec_device.hpp"

using namespace xsksim::test;

namespace {

void is_broken(Bench& ring) {
    CHECK(ring_is_broken(ring));
    CHECK(ring.get_buf() == 0);
    CHECK(ring.add_out(1, 99) == -5);
    CHECK_FALSE(ring_notify(ring));
    CHECK(ring_notifications(ring) == 0);
    CHECK_FALSE(ring_poll(ring, 0));
    CHECK(ring_interrupt(ring) == 1);
    CHECK(ring_callbacks(ring) == 0);
}

}  // namespace

TEST_CASE("virtqueue: a used id beyond the ring breaks the queue") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    ring.device.complete(8, 0);
    ring.device.publish();
    CHECK(ring.get_buf() == 0);
    is_broken(ring);
}

TEST_CASE("virtqueue: a used id that heads no request breaks the queue") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(2, 1) == 0);
    ring.device.complete(1, 0);  // the second descriptor of the chain
    ring.device.publish();
    CHECK(ring.get_buf() == 0);
    is_broken(ring);
}

TEST_CASE("virtqueue: a request used twice breaks the queue") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    const auto head = ring.device.take().head;
    ring.device.complete(head, 0);
    ring.device.complete(head, 0);
    ring.device.publish();
    CHECK(ring.get_buf() == 1);
    CHECK(ring.get_buf() == 0);
    is_broken(ring);
}

TEST_CASE("virtqueue: a request without a token is the caller's bug") {
    Bench ring({8, true, false, false});
    CHECK_THROWS_AS(ring.add_out(1, 0), Bug);
}
