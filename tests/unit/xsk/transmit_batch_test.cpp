// SPDX-License-Identifier: GPL-2.0-only
// xsk_tx_peek_release_desc_batch as of 6.13.
#include <catch2/catch.hpp>

#include "tests/support/raw_fields.hpp"
#include "xsk_machine.hpp"

using namespace xsksim;
using xsksim::test::small_socket;
using xsksim::test::XskMachine;
using Addresses = std::vector<std::uint64_t>;

namespace {

Addresses batch(XskMachine& x, std::uint32_t max) {
    Addresses addresses;
    for (const XskDescriptor& desc : x.core.tx_peek_release_batch(x.pool, max))
        addresses.push_back(desc.addr);
    return addresses;
}

}  // namespace

TEST_CASE("xsk batch: what is taken is reserved and released before the driver sees it") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(3, 4));
        CHECK(batch(x, 3) == Addresses{3 * 2048, 4 * 2048, 5 * 2048});
        CHECK(socket.tx.consumer == 3);
        CHECK(socket.completion.slots[2] == 5 * 2048);
        CHECK(socket.completion.producer == 0);
        CHECK(batch(x, 3) == Addresses{6 * 2048});
        CHECK(socket.tx.consumer == 4);
        x.core.tx_completed(x.pool, 4);
        CHECK(socket.completion.producer == 4);
    });
    CHECK(x.m.all(EventKind::xsk_peek).size() == 4);
    CHECK(arg(x.m.all(EventKind::xsk_peek).back(), 3) == 4);
    CHECK(x.m.all(EventKind::xsk_release).size() == 2);
    CHECK(x.m.findings().empty());
}

TEST_CASE("xsk batch: an empty ring gives none and publishes nothing") {
    XskMachine x;
    x.with_socket([&](XskSocket&) {
        CHECK(batch(x, 8).empty());
        CHECK(batch(x, 0).empty());
    });
    REQUIRE(x.m.all(EventKind::xsk_peek_none).size() == 1);
    CHECK(x.last_peek_none() == PeekNone::tx_ring_empty);
    CHECK(x.m.all(EventKind::xsk_release).empty());
}

TEST_CASE("xsk batch: free completion entries limit it, and none look like an empty ring") {
    XskMachine x;
    auto options = small_socket();
    options.completion_ring_size = 2;
    x.with_socket(
        [&](XskSocket& socket) {
            x.publish(socket, x.frames(0, 5));
            CHECK(batch(x, 8) == Addresses{0, 2048});
            CHECK(batch(x, 8).empty());
            CHECK(x.last_peek_none() == PeekNone::completion_ring_full);
            x.core.tx_completed(x.pool, 1);
            CHECK(batch(x, 8).empty());  // user space has not read it yet
            socket.completion.consumer = 1;
            CHECK(batch(x, 8) == Addresses{2 * 2048});
        },
        options);
}

TEST_CASE("xsk batch: an invalid descriptor is consumed, brings no completion and ends the batch") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        auto descriptors = x.frames(0, 3);
        descriptors[1].options = 1;
        x.publish(socket, descriptors);
        CHECK(batch(x, 8) == Addresses{0});
        CHECK(socket.tx.consumer == 2);
        CHECK(batch(x, 8) == Addresses{2 * 2048});
        CHECK(socket.completion.slots[1] == 2 * 2048);
    });
    CHECK(x.m.all(EventKind::xsk_invalid_desc).size() == 1);
}

TEST_CASE("xsk batch: several sockets are asked one by one, the newest first") {
    XskMachine x;
    x.as_user([&] {
        XskSocket& first = x.core.open_socket(small_socket());
        REQUIRE(x.core.bind(first) == 0);
        XskSocket& second = x.core.open_socket(small_socket());
        REQUIRE(x.core.bind_shared(second, first) == 0);
        x.publish(first, x.frames(0, 2));
        x.publish(second, x.frames(8, 1));
        CHECK(batch(x, 8) == Addresses{8 * 2048, 0, 2048});
        CHECK(first.tx.consumer == 2);
        CHECK(second.tx.consumer == 1);
    });
}
