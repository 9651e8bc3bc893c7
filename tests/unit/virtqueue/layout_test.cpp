// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "spec_device.hpp"

using namespace xsksim::test;

TEST_CASE("virtqueue: structures have the sizes and offsets of virtio 1.1 §2.6") {
    const struct ring_layout layout = ring_layout();
    CHECK(layout.desc == 16);
    CHECK(layout.desc_addr == 0);
    CHECK(layout.desc_len == 8);
    CHECK(layout.desc_flags == 12);
    CHECK(layout.desc_next == 14);
    CHECK(layout.avail_flags == 0);
    CHECK(layout.avail_idx == 2);
    CHECK(layout.avail_ring == 4);
    CHECK(layout.used_flags == 0);
    CHECK(layout.used_idx == 2);
    CHECK(layout.used_ring == 4);
    CHECK(layout.used_elem == 8);
    CHECK(layout.used_elem_id == 0);
    CHECK(layout.used_elem_len == 4);
}

TEST_CASE("virtqueue: the three parts are aligned and do not overlap") {
    const unsigned size = GENERATE(1u, 2u, 256u, 512u, 1024u, 32768u);
    CAPTURE(size);
    Bench ring({size, true, false, false});
    const auto desc = ring_desc_address(ring), avail = ring_avail_address(ring),
               used = ring_used_address(ring);
    CHECK(desc % 16 == 0);
    CHECK(avail % 2 == 0);
    CHECK(used % 4 == 0);
    CHECK(avail >= desc + 16u * size);
    CHECK(used >= avail + 6 + 2u * size);
}

TEST_CASE("virtqueue: a size that is no power of two is refused") {
    fake_hypercalls() = {};
    const ring_options options{3, false, false, false};
    CHECK(ring_create(&options) == nullptr);
    CHECK(fake_hypercalls().live.empty());
}

TEST_CASE("virtqueue: a transport feature that the ring does not know is not accepted") {
    const std::uint64_t indirect = 1ull << 28, event = 1ull << 29, version_1 = 1ull << 32,
                        packed = 1ull << 34, mac = 1ull << 5;
    CHECK(ring_accepted_features(indirect | event | version_1 | packed | mac) ==
          (indirect | event | version_1 | mac));
}

TEST_CASE("virtqueue: a queue without a callback begins with interrupts off") {
    const bool without_callback = GENERATE(false, true);
    Bench ring({8, false, false, without_callback});
    CHECK(ring.device.avail_flags() == (without_callback ? 1 : 0));
}
