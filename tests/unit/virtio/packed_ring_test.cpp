// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/packed_ring.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <random>

#include "packed_driver_side.hpp"
#include "sim/core/simgrid_engine.hpp"

using namespace xsksim;
using test::PackedDriverSide;
using test::Piece;
using Take = DeviceRing::Take;
using Upto = DeviceRing::Upto;

namespace {

struct PackedRings {
    explicit PackedRings(std::uint16_t size = 8, bool event_idx = true, bool indirect = true,
                         bool in_order_batches = false)
        : driver(memory, size), ring(*engine, memory) {
        buffers = static_cast<std::byte*>(memory.allocate_pages(65536));
        REQUIRE(ring.set_up(driver.addresses(), {.packed = true,
                                                 .event_idx = event_idx,
                                                 .indirect = indirect,
                                                 .in_order_batches = in_order_batches})
                    .empty());
    }
    Piece piece(std::size_t offset, std::uint32_t bytes, bool device_writes = false) const {
        return {memory.physical(buffers + offset), bytes, device_writes};
    }
    // Takes what there is and gives it back, all at once.
    void serve() {
        while (ring.take(chain) == Take::taken) ring.complete(chain.head, 0);
        if (ring.unpublished() != 0) ring.publish();
    }
    bool decide() { return ring.decide_interrupt(ring.interrupt_wish(), Upto::published); }
    void refuses(const std::string& why) {
        CHECK(ring.take(chain) == Take::bad);
        CHECK(ring.fault() == why);
    }

    GuestMemory memory{std::size_t{16} << 20};
    std::unique_ptr<Engine> engine = make_simgrid_engine({});
    PackedDriverSide driver;
    PackedRing ring;
    std::byte* buffers = nullptr;
    BufferChain chain;
};

}  // namespace

TEST_CASE("packed ring: a chain comes out in the driver's order, called by its last id") {
    PackedRings rings;
    CHECK(rings.ring.take(rings.chain) == Take::empty);
    rings.driver.offer(5, {rings.piece(0, 12), rings.piece(100, 64), rings.piece(500, 7, true)});
    CHECK(rings.ring.waiting() == 1);
    REQUIRE(rings.ring.take(rings.chain) == Take::taken);
    CHECK(rings.chain.head == 5);
    REQUIRE(rings.chain.segments.size() == 3);
    CHECK(rings.chain.segments[1].data == rings.buffers + 100);
    CHECK(rings.chain.readable_bytes == 76);
    CHECK(rings.chain.writable_bytes == 7);
    CHECK(rings.ring.take(rings.chain) == Take::empty);
    rings.ring.put_back();
    CHECK(rings.ring.take(rings.chain) == Take::taken);
}

TEST_CASE("packed ring: of a table all descriptors, whatever their flags say of a next one") {
    PackedRings rings;
    auto* table = reinterpret_cast<PackedDriverSide::Descriptor*>(rings.buffers + 4096);
    table[0] = {rings.piece(0, 12).address.value, 12, 0, 0};
    table[1] = {rings.piece(64, 30).address.value, 30, 0, 0};
    rings.driver.offer_table(7, rings.piece(4096, 32));
    REQUIRE(rings.ring.take(rings.chain) == Take::taken);
    CHECK(rings.chain.head == 7);
    CHECK(rings.chain.segments.size() == 2);
    rings.driver.offer_table(6, rings.piece(4096, 24));
    rings.refuses("the length of an indirect table is not a multiple of 16");
}

TEST_CASE("packed ring: malformed chains are refused, and stay the next one") {
    PackedRings rings(4, true, false);
    SECTION("longer than the ring") {
        for (std::uint16_t i = 0; i < 4; ++i) rings.driver.offer(i, {rings.piece(0, 8)});
        for (std::uint16_t i = 0; i < 4; ++i) rings.driver.ring[i].flags |= 1;
        rings.refuses("a chain is longer than what the driver may use");
    }
    SECTION("outside memory") {
        rings.driver.offer(0, {{GuestPhysical{42}, 8, false}});
        rings.refuses("a buffer lies outside guest memory");
        rings.refuses("a buffer lies outside guest memory");
    }
    SECTION("empty") {
        rings.driver.offer(0, {rings.piece(0, 0)});
        rings.refuses("a descriptor of length zero");
    }
    SECTION("a table without the feature") {
        rings.driver.offer_table(0, rings.piece(0, 16));
        rings.refuses("indirect descriptor without VIRTIO_F_INDIRECT_DESC");
    }
}

TEST_CASE("packed ring: what is completed shows when it is published") {
    PackedRings rings;
    rings.driver.offer(1, {rings.piece(0, 8)});
    rings.driver.offer(2, {rings.piece(0, 8), rings.piece(8, 8)});
    REQUIRE(rings.ring.take(rings.chain) == Take::taken);
    rings.ring.complete(1, 100);
    REQUIRE(rings.ring.take(rings.chain) == Take::taken);
    rings.ring.complete(2, 200);
    CHECK(rings.ring.unpublished() == 2);
    CHECK_FALSE(rings.driver.take_used());
    rings.ring.publish();
    CHECK(rings.ring.used_position(Upto::published) == 2);
    const auto first = rings.driver.take_used(), second = rings.driver.take_used();
    REQUIRE((first && second));
    CHECK((first->id == 1 && first->length == 100));
    CHECK((second->id == 2 && second->length == 200));
    CHECK_FALSE(rings.driver.take_used());
}

// virtio 1.2 §2.8.9: one used descriptor, where the first buffer's would lie, of the last.
TEST_CASE("packed ring: a batch used in order has one used descriptor, also over the ring's end") {
    PackedRings rings(8, true, true, true);
    const auto flags_used = [&](std::size_t at, bool wrap) {
        const std::uint16_t flags = rings.driver.ring[at].flags;
        return ((flags >> 7 & 1) != 0) == wrap && ((flags >> 15 & 1) != 0) == wrap;
    };
    const auto serve = [&](std::vector<std::uint16_t> ids, std::size_t pieces) {
        for (const std::uint16_t id : ids)
            rings.driver.offer(id, std::vector<Piece>(pieces, rings.piece(0, 8)));
        rings.serve();
    };
    serve({0, 1, 2}, 2);
    CHECK((flags_used(0, true) && rings.driver.ring[0].id == 2));
    CHECK_FALSE(flags_used(2, true));
    CHECK_FALSE(flags_used(4, true));
    CHECK(rings.ring.used_position(Upto::published) == 3);
    serve({3, 4}, 2);  // descriptors 6, 7 and, of the next turn, 0 and 1
    CHECK((flags_used(6, true) && rings.driver.ring[6].id == 4));
    CHECK_FALSE(flags_used(0, false));
    serve({5}, 1);
    CHECK((flags_used(2, false) && rings.driver.ring[2].id == 5));
    CHECK(rings.ring.used_position(Upto::published) == 6);
}

TEST_CASE("packed ring: random chains go round, of any size of the ring") {
    const auto size = GENERATE(as<std::uint16_t>{}, 1, 2, 7, 8, 100);
    PackedRings rings(size);
    std::mt19937 random(size);
    const auto below = [&random](unsigned bound) {
        return static_cast<std::uint16_t>(random() % bound);
    };
    std::deque<std::uint16_t> offered, taken, returned;
    std::uint16_t next_id = 0;
    std::uint64_t seen = 0;
    for (int step = 0; step < 20'000; ++step) {
        const std::uint16_t pieces = static_cast<std::uint16_t>(1 + below(4));
        if (below(2) == 0 && rings.driver.free() >= pieces) {
            const std::uint16_t id = next_id;
            next_id = static_cast<std::uint16_t>((next_id + 1) % (2 * size));
            rings.driver.offer(id, std::vector<Piece>(pieces, rings.piece(below(1000), 8)));
            offered.push_back(id);
        }
        REQUIRE(rings.ring.waiting() == offered.size());
        if (below(2) == 0 && rings.ring.take(rings.chain) == Take::taken) {
            REQUIRE(rings.chain.head == offered.front());
            taken.push_back(offered.front());
            offered.pop_front();
            rings.ring.complete(rings.chain.head, rings.chain.head);
        }
        if (below(4) == 0 && rings.ring.unpublished() != 0) {
            rings.ring.publish();
            returned.insert(returned.end(), taken.begin(), taken.end());
            taken.clear();
        }
        while (below(3) == 0) {
            const auto used = rings.driver.take_used();
            REQUIRE(used.has_value() == !returned.empty());
            if (!used) break;
            REQUIRE(used->id == returned.front());
            REQUIRE(used->length == returned.front());
            returned.pop_front();
            ++seen;
        }
    }
    CHECK(seen > 1000);
}

TEST_CASE("packed ring: an interrupt comes exactly when the descriptor asked for is passed") {
    const auto size = GENERATE(as<std::uint16_t>{}, 4, 7, 16);
    PackedRings rings(size);
    std::mt19937 random(size);
    const auto below = [&random](unsigned bound) {
        return static_cast<std::uint16_t>(random() % bound);
    };
    std::uint16_t id = 0;
    rings.driver.offer(id, {rings.piece(0, 8)});
    rings.driver.ask();
    rings.serve();
    CHECK(rings.decide());  // the first, whatever it says
    int wanted = 0;
    for (int round = 0; round < 5000; ++round) {
        while (rings.driver.take_used()) {
        }
        const std::uint16_t ahead = below(size);
        rings.driver.ask(ahead);
        std::uint16_t used = 0;  // descriptors
        while (rings.driver.free() >= 3 && below(4) != 0) {
            const std::uint16_t pieces = static_cast<std::uint16_t>(1 + below(3));
            id = static_cast<std::uint16_t>((id + 1) % size);
            rings.driver.offer(id, std::vector<Piece>(pieces, rings.piece(0, 8)));
            used = static_cast<std::uint16_t>(used + pieces);
        }
        rings.serve();
        const bool is_passed = used > ahead;
        REQUIRE(rings.decide() == is_passed);
        wanted += is_passed ? 1 : 0;
    }
    CHECK(wanted > 300);
}

TEST_CASE("packed ring: flags say always and never, with and without an event index") {
    PackedRings rings(8, GENERATE(false, true));
    for (int round = 0; round < 40; ++round) {
        rings.driver.offer(1, {rings.piece(0, 8)});
        const bool always = round % 3 != 0;
        always ? rings.driver.ask_always() : rings.driver.ask_never();
        rings.serve();
        CHECK(rings.decide() == always);
        CHECK(rings.driver.take_used());
    }
}

TEST_CASE("packed ring: what the device asks of notifications") {
    const bool event_idx = GENERATE(false, true);
    PackedRings rings(4, event_idx);
    for (std::uint16_t round = 0; round < 11; ++round) {
        rings.ring.suppress_notifications();
        CHECK(rings.driver.device_event->flags == 1);
        rings.driver.offer(1, {rings.piece(0, 8)});
        rings.serve();
        REQUIRE(rings.driver.take_used());
        rings.ring.enable_notifications(DeviceRing::NotifyAbout::first_not_taken);
        CHECK(rings.driver.device_event->flags == (event_idx ? 2 : 0));
        CHECK(rings.ring.available_event() == round + 1);
        if (event_idx)
            CHECK(rings.driver.device_event->off_wrap ==
                  (rings.driver.next() | (rings.driver.wrap() ? 0x8000 : 0)));
    }
    rings.driver.offer(1, {rings.piece(0, 8)});
    rings.ring.enable_notifications(DeviceRing::NotifyAbout::next_to_come);
    CHECK(rings.ring.available_event() == 12);
}

TEST_CASE("packed ring: a device that lies") {
    PackedRings rings;
    rings.driver.offer(1, {rings.piece(0, 8)});
    rings.driver.offer(2, {rings.piece(0, 8)});
    while (rings.ring.take(rings.chain) == Take::taken) rings.ring.complete(rings.chain.head, 0);
    SECTION("with the turn before's wrap counter the driver does not see the entry") {
        REQUIRE(rings.ring.turn_back_last());
        rings.ring.publish();
        CHECK(rings.driver.take_used()->id == 1);
        CHECK_FALSE(rings.driver.take_used());
    }
    SECTION("what comes after a gap it does not see, either") {
        REQUIRE(rings.ring.skip_behind_last(1));
        rings.ring.publish();
        rings.driver.offer(3, {rings.piece(0, 8)});
        rings.serve();
        CHECK(rings.driver.take_used()->id == 1);
        CHECK(rings.driver.take_used()->id == 2);
        CHECK_FALSE(rings.driver.take_used());
    }
    SECTION("a flag that turns early shows what the driver itself wrote there") {
        rings.driver.offer(3, {rings.piece(0, 8)});
        rings.ring.show_ahead(1);
        rings.ring.publish();
        CHECK(rings.ring.used_position(Upto::published) == 3);
        CHECK(rings.driver.take_used()->id == 1);
        CHECK(rings.driver.take_used()->id == 2);
        CHECK(rings.driver.take_used()->id == 3);
        CHECK(rings.ring.waiting() == 0);  // its flags are the device's now
    }
    SECTION("in another order") {
        REQUIRE(rings.ring.reverse_unpublished(2));
        rings.ring.publish();
        CHECK(rings.driver.take_used()->id == 2);
        CHECK(rings.driver.take_used()->id == 1);
    }
    SECTION("another's name") {
        rings.ring.rewrite_last({77, 5});
        rings.ring.publish();
        CHECK(rings.driver.take_used()->id == 1);
        CHECK(rings.driver.take_used()->id == 77);
    }
}

TEST_CASE("packed ring: areas that are misaligned, too large or outside memory are refused") {
    PackedRings rings;
    const QueueAddresses good = rings.driver.addresses();
    PackedRing ring(*rings.engine, rings.memory);
    QueueAddresses bad = good;
    SECTION("size") { bad.size = 32769; }
    SECTION("descriptors") { bad.descriptors = good.descriptors + 8; }
    SECTION("driver's structure") { bad.available = good.available + 2; }
    SECTION("outside") { bad.used = GuestPhysical{64}; }
    CHECK_FALSE(ring.set_up(bad, {.packed = true}).empty());
    CHECK(ring.set_up(good, {.packed = true}).empty());
}
