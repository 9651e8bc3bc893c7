// SPDX-License-Identifier: GPL-2.0-only
// What a zero-copy driver sees (kernel-facts.md §2.6).
#include <catch2/catch.hpp>

#include "tests/support/raw_fields.hpp"
#include "xsk_machine.hpp"

using namespace xsksim;
using xsksim::test::at_us;
using xsksim::test::small_socket;
using xsksim::test::us;
using xsksim::test::XskMachine;
using Addresses = std::vector<std::uint64_t>;

TEST_CASE(
    "xsk peek: descriptors come in order, the completion entry is written but not published") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(3, 2));
        CHECK(x.peek() == Addresses{3 * 2048, 4 * 2048});
        CHECK(socket.completion.slots[0] == 3 * 2048);
        CHECK(socket.completion.slots[1] == 4 * 2048);
        CHECK(socket.completion.producer == 0);
        x.core.tx_completed(x.pool, 1);
        CHECK(socket.completion.producer == 1);
        x.core.tx_completed(x.pool, 1);
        CHECK(socket.completion.producer == 2);
    });
    const auto peeks = x.m.all(EventKind::xsk_peek);
    REQUIRE(peeks.size() == 2);
    CHECK(args(peeks[0]) == std::array<std::uint64_t, 4>{0, 3 * 2048, 64, 1});
    CHECK(arg(peeks[1], 3) == 2);
    CHECK(arg(x.m.all(EventKind::xsk_completed).back(), 2) == 0);
    CHECK(x.m.findings().empty());
}

TEST_CASE("xsk peek: only an empty one or a release publishes the consumer") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 3));
        CHECK(x.peek(2).size() == 2);
        CHECK(socket.tx.consumer == 0);
        x.core.tx_release(x.pool);
        CHECK(socket.tx.consumer == 2);
        CHECK(x.peek(1).size() == 1);
        CHECK(socket.tx.consumer == 2);
        CHECK(x.peek().empty());
        CHECK(socket.tx.consumer == 3);
    });
    CHECK(args(x.m.all(EventKind::xsk_release).at(0)) == std::array<std::uint64_t, 4>{0, 2, 1, 0});
}

TEST_CASE("xsk peek: a full completion ring looks empty, and nothing is lost by it") {
    XskMachine x;
    auto options = small_socket();
    options.completion_ring_size = 2;
    x.with_socket(
        [&](XskSocket& socket) {
            x.publish(socket, x.frames(0, 4));
            CHECK(x.peek() == Addresses{0, 2048});
            CHECK(x.last_peek_none() == PeekNone::completion_ring_full);
            CHECK(arg(x.m.all(EventKind::xsk_peek_none).back(), 2) == 2);
            x.core.tx_completed(x.pool, 2);
            CHECK(x.peek().empty());  // published, but user space has not taken them
            socket.completion.consumer = 1;
            CHECK(x.peek() == Addresses{2 * 2048});
            socket.completion.consumer = 2;
            CHECK(x.peek() == Addresses{3 * 2048});
        },
        options);
}

TEST_CASE("xsk peek: rings wrap for as long as one likes") {
    XskMachine x;
    std::uint32_t total = 0;
    x.with_socket([&](XskSocket& socket) {
        for (std::uint32_t round = 0; round < 3000; ++round) {
            const std::uint32_t count = 1 + round % 5;
            x.publish(socket, x.frames(round % 11, count));
            const Addresses taken = x.peek();
            x.core.tx_completed(x.pool, count);
            Addresses completed;
            while (socket.completion.consumer != socket.completion.producer)
                completed.push_back(socket.completion.slots[socket.completion.consumer++ & 7]);
            REQUIRE(taken.size() == count);
            REQUIRE(taken[0] == round % 11 * 2048);
            REQUIRE(completed == taken);
            total += count;
        }
        CHECK(socket.tx.consumer == total);
    });
    CHECK(total == 9000);
}

TEST_CASE("xsk peek: new descriptors are looked for only when the known ones are used up") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 1));
        x.publish(socket, {{2048, 64, 7}});  // invalid
        CHECK(x.peek(1) == Addresses{0});
        x.publish(socket, x.frames(5, 1));
        // The invalid one is skipped; the new one waits for the next call.
        CHECK(x.peek().empty());
        CHECK(x.last_peek_none() == PeekNone::tx_ring_empty);
        CHECK(x.peek() == Addresses{5 * 2048});
    });
    const auto invalid = x.m.all(EventKind::xsk_invalid_desc);
    REQUIRE(invalid.size() == 1);
    CHECK(args(invalid[0]) == std::array<std::uint64_t, 4>{0, 2048, 64, 7});
}

TEST_CASE("xsk peek: an invalid descriptor is consumed and never completed") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, {{0, 64, 0}, {1 << 20, 64, 0}, {2048, 64, 0}});
        CHECK(x.peek() == Addresses{0, 2048});
        CHECK(socket.tx.consumer == 3);
        x.core.tx_completed(x.pool, 2);
        CHECK(socket.completion.slots[1] == 2048);
    });
}

TEST_CASE("xsk descriptors: aligned rules of 5.11") {
    const XskUmem umem{{GuestMemory::base_address}, 16 * 2048, 2048, false};
    CHECK(umem.is_valid({0, 64, 0}));
    CHECK(umem.is_valid({2048 + 100, 1947, 0}));
    CHECK(umem.is_valid({0, 0, 0}));  // length 0 passes
    CHECK(umem.is_valid({15 * 2048 + 2047, 0, 0}));
    CHECK_FALSE(umem.is_valid({0, 2048, 0}));  // ends at the chunk's end: mended in 5.14
    CHECK_FALSE(umem.is_valid({2048 + 100, 1948, 0}));
    CHECK_FALSE(umem.is_valid({2000, 100, 0}));      // crosses its chunk
    CHECK_FALSE(umem.is_valid({16 * 2048, 64, 0}));  // behind the UMEM
    CHECK_FALSE(umem.is_valid({std::uint64_t{1} << 48, 64, 0}));
    CHECK_FALSE(umem.is_valid({0, 64, 1}));  // options
}

TEST_CASE("xsk descriptors: unaligned rules of 5.11") {
    const XskUmem umem{{GuestMemory::base_address}, 16 * 3000, 3000, true};
    const auto at = [](std::uint64_t base, std::uint64_t offset) { return base | offset << 48; };
    CHECK(umem.is_valid({at(0, 0), 3000, 0}));
    CHECK(umem.is_valid({at(100, 256), 1500, 0}));
    CHECK(umem.is_valid({at(4000, 0), 1000, 0}));  // crosses a page: accepted, need_dma is false
    CHECK(umem.is_valid({at(2990, 0), 0, 0}));
    CHECK(umem.is_valid({at(16 * 3000 - 1, 0), 3000, 0}));  // runs over the UMEM's end
    CHECK_FALSE(umem.is_valid({at(0, 0), 3001, 0}));
    CHECK_FALSE(umem.is_valid({at(16 * 3000, 0), 64, 0}));
    CHECK_FALSE(umem.is_valid({at(16 * 3000 - 10, 10), 64, 0}));
    CHECK_FALSE(umem.is_valid({at(0, 0), 64, 2}));
    CHECK(umem.offset_of(at(4000, 256)) == 4256);
}

TEST_CASE("xsk completion: entries appear in the order of the peeks, whatever was completed") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, {{5 * 2048, 64, 0}, {0, 64, 0}, {7 * 2048, 64, 0}});
        CHECK(x.peek().size() == 3);
        x.core.tx_completed(x.pool, 2);
        CHECK(socket.completion.producer == 2);
        CHECK(socket.completion.slots[0] == 5 * 2048);
        CHECK(socket.completion.slots[1] == 0);
    });
}

TEST_CASE("xsk completion: more than was taken is published all the same, and a finding") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 1));
        CHECK(x.peek().size() == 1);
        x.core.tx_completed(x.pool, 2);
        CHECK(socket.completion.producer == 2);
    });
    CHECK(x.m.finding() == "xsk_tx_completed: 2 completions, but only 1 descriptors were taken");
}

TEST_CASE("xsk need_wakeup: set when the ring is made, cleared and set by the driver, once each") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        int changes = 0;
        socket.on_change = [&] { ++changes; };
        CHECK(socket.tx.flags == xdp_ring_need_wakeup);
        x.core.set_need_wakeup(x.pool);  // cached as set since bind: returns early
        CHECK(changes == 0);
        x.core.clear_need_wakeup(x.pool);
        CHECK(socket.tx.flags == 0);
        socket.tx.flags = 1;
        x.core.clear_need_wakeup(x.pool);  // the cache says clear: the ring is not touched
        CHECK(socket.tx.flags == 1);
        socket.tx.flags = 0;
        x.core.set_need_wakeup(x.pool);
        CHECK(socket.tx.flags == 1);
        CHECK(changes == 2);
    });
    CHECK(x.m.count(EventKind::need_wakeup_set) == 1);
    CHECK(x.m.count(EventKind::need_wakeup_clear) == 1);
}

TEST_CASE("xsk need_wakeup: user space sees the flag before the gate of sendmsg does") {
    XskMachine x;
    // The host takes the driver's vCPU away right after it has set the flag and before it has
    // stored the copy that the gate looks at; meanwhile the application heeds the flag, in vain.
    x.m.task(0, "driver", [&] {
        x.m.cpus().tasks().sleep_until(at_us(1));
        x.core.clear_need_wakeup(x.pool);
        x.core.set_need_wakeup(x.pool);
    });
    x.with_socket([&](XskSocket& socket) {
        socket.on_change = [&] {
            if (socket.tx.flags != 0) x.m.cpus().host().hold(us(10), Operation::local());
        };
        x.m.cpus().tasks().spin_until(at_us(5));
        CHECK(socket.tx.flags == xdp_ring_need_wakeup);
        CHECK(x.core.sendmsg(socket) == 0);
        CHECK(x.wakeups.empty());
        x.m.cpus().tasks().spin_until(at_us(20));
        CHECK(x.core.sendmsg(socket) == 0);
        CHECK(x.wakeups.size() == 1);
    });
    CHECK(x.m.count(EventKind::xsk_gate) == 1);
}

TEST_CASE("xsk calls of the driver: a scheduling point lies before each access to a shared word") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        const auto points = [&](auto&& call) {
            const std::uint64_t before = x.m.engine->counters().points;
            call();
            return x.m.engine->counters().points - before;
        };
        XskDescriptor desc;
        const auto peek = [&] { x.core.tx_peek(x.pool, desc); };
        x.publish(socket, x.frames(0, 2));
        CHECK(points(peek) == 1 + 2);  // its cost; consumer, producer
        CHECK(points(peek) == 1);      // known descriptors
        CHECK(points([&] { x.core.tx_completed(x.pool, 2); }) == 2);  // load, store
        CHECK(points([&] { x.core.tx_release(x.pool); }) == 3);       // store; two loads
        CHECK(points([&] { x.core.set_need_wakeup(x.pool); }) == 1);  // cached
        CHECK(points([&] { x.core.clear_need_wakeup(x.pool); }) == 3);
        CHECK(points([&] { x.core.set_need_wakeup(x.pool); }) == 3);
        x.publish(socket, x.frames(0, 7));
        for (int i = 0; i < 6; ++i) peek();
        CHECK(points(peek) == 1 + 1);  // completion ring full as far as known: consumer
    });
}

TEST_CASE("xsk addresses: data and pages, in both modes") {
    XskMachine x;
    auto options = small_socket();
    options.unaligned = GENERATE(false, true);
    x.with_socket(
        [&](XskSocket& socket) {
            std::byte* start = x.m.memory.pointer(socket.umem, 1);
            CHECK(x.core.raw_data(x.pool, 5000) == start + 5000);
            CHECK(x.core.raw_page(x.pool, 5000) == start + 4096);
            if (options.unaligned) {
                const std::uint64_t addr = 4000 | std::uint64_t{100} << 48;
                CHECK(x.core.raw_data(x.pool, addr) == start + 4100);
                CHECK(x.core.raw_page(x.pool, addr) == start + 4096);
            }
            CHECK(x.m.findings().empty());
            CHECK(x.core.raw_page(x.pool, 16 * 2048) == nullptr);
        },
        options);
    CHECK(x.m.finding() == "xsk_buff_raw_get_page: page 8 of a UMEM of 8 pages");
}

TEST_CASE(
    "xsk sockets: of several on one pool the newest is served first, and starves the others") {
    XskMachine x;
    x.with_socket([&](XskSocket& first) {
        XskSocket& second = x.core.open_socket(small_socket());
        CHECK(x.core.bind_shared(second, first) == 0);
        CHECK(second.umem == first.umem);
        x.publish(first, x.frames(0, 2));
        x.publish(second, x.frames(8, 2));
        CHECK(x.peek(1) == Addresses{8 * 2048});
        CHECK(x.peek(1) == Addresses{9 * 2048});
        x.publish(second, x.frames(10, 1));
        CHECK(x.peek() == Addresses{10 * 2048, 0, 2048});
        x.core.tx_release(x.pool);
        CHECK(first.tx.consumer == 2);
        CHECK(second.tx.consumer == 3);
        x.core.tx_completed(x.pool, 5);
        CHECK(first.completion.producer == 5);
        CHECK(second.completion.producer == 0);
        x.core.clear_need_wakeup(x.pool);
        CHECK((first.tx.flags | second.tx.flags) == 0);
    });
}

TEST_CASE("xsk sockets: a full completion ring ends the search, whoever's descriptor it was") {
    XskMachine x;
    auto options = small_socket();
    options.completion_ring_size = 1;
    x.with_socket(
        [&](XskSocket& first) {
            XskSocket& second = x.core.open_socket(small_socket());
            REQUIRE(x.core.bind_shared(second, first) == 0);
            x.publish(second, x.frames(0, 2));
            x.publish(first, {{0, 64, 9}});
            CHECK(x.peek() == Addresses{0});
            CHECK(x.last_peek_none() == PeekNone::completion_ring_full);
        },
        options);
    CHECK(x.m.count(EventKind::xsk_invalid_desc) == 0);  // the first socket was not asked
}

TEST_CASE("xsk peek: costs what it is said to cost") {
    auto kernel_options = xsksim::test::free_of_charge();
    kernel_options.costs.peek = {8};
    XskMachine x({}, kernel_options);
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 3));
        const Instant before = x.m.now();
        x.peek();
        CHECK((x.m.now() - before).ns == 4 * 8);
    });
}
