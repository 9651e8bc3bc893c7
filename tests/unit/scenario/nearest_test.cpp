// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/nearest.hpp"

#include <catch2/catch.hpp>

using xsksim::nearest;

TEST_CASE("nearest: the known word a person most likely meant") {
    const std::vector<std::string> known = {"ring_size", "rx_ring_size", "service_ns", "pairs"};
    CHECK(nearest("ring_szie", known) == "ring_size");
    CHECK(nearest("ringsize", known) == "ring_size");
    CHECK(nearest("rx_ring_sizes", known) == "rx_ring_size");
    CHECK(nearest("service", known) == "service_ns");
    CHECK(nearest("pair", known) == "pairs");
    CHECK(nearest("colour", known) == "");
    CHECK(nearest("", known) == "");
    CHECK(nearest(std::string(100'000, 'r'), known) == "");
}
