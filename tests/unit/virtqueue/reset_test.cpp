// SPDX-License-Identifier: GPL-2.0-only
// virtqueue_reset: virtio 1.2 §2.6.1.
#include <catch2/catch.hpp>

#include "spec_device.hpp"

using namespace xsksim::test;

namespace {

std::vector<std::uintptr_t> recycled;

void recycle(void* token) { recycled.push_back(reinterpret_cast<std::uintptr_t>(token)); }

}  // namespace

TEST_CASE("virtqueue: a reset hands back what is outstanding, and the ring begins anew") {
    const bool event_idx = GENERATE(false, true), indirect = GENERATE(false, true);
    Bench ring({8, event_idx, indirect, false});
    for (std::uintptr_t token = 1; token <= 3; ++token) REQUIRE(ring.add_out(2, token) == 0);
    ring.device.complete(ring.device.take().head, 0);
    ring.device.publish();
    REQUIRE(ring.get_buf() == 1);
    ring_disable_cb(ring);

    recycled.clear();
    REQUIRE(ring_reset(ring, recycle) == 0);
    CHECK(recycled == std::vector<std::uintptr_t>{2, 3});
    CHECK(ring_resets(ring) == 1);
    CHECK(ring_num_free(ring) == 8);
    CHECK(ring.device.avail_idx() == 0);
    CHECK(ring.device.used_idx() == 0);
    CHECK(ring.device.used_event() == 0);
    CHECK(ring.device.avail_flags() == 0);

    SpecDevice fresh(ring_desc_address(ring), ring_avail_address(ring), ring_used_address(ring), 8);
    REQUIRE(ring.add_out(2, 7) == 0);
    REQUIRE(fresh.has_request());
    const auto request = fresh.take();
    CHECK(request.entries == ring.expected(2, 7));
    fresh.complete(request.head, 0);
    fresh.publish();
    CHECK(ring.get_buf() == 7);
    CHECK(ring.get_buf() == 0);
}
