// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/split_ring.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "driver_side.hpp"
#include "sim/core/simgrid_engine.hpp"

using namespace xsksim;
using test::DriverSide;
using test::Piece;
using Take = DeviceRing::Take;

namespace {

struct Rings {
    explicit Rings(RingFeatures features = {.event_idx = true, .indirect = true})
        : driver(memory, 8), ring(*engine, memory) {
        buffers = static_cast<std::byte*>(memory.allocate_pages(65536));
        REQUIRE(ring.set_up(driver.addresses(), features).empty());
    }
    Piece piece(std::size_t offset, std::uint32_t bytes, bool device_writes = false) const {
        return {memory.physical(buffers + offset), bytes, device_writes};
    }
    void offer(std::uint16_t head) {
        driver.offer(head);
        driver.submit();
    }

    GuestMemory memory{std::size_t{16} << 20};
    std::unique_ptr<Engine> engine = make_simgrid_engine({});
    DriverSide driver;
    SplitRing ring;
    std::byte* buffers = nullptr;
    BufferChain chain;
};

}  // namespace

TEST_CASE("ring: nothing is taken before the driver makes something available") {
    Rings rings;
    CHECK(rings.ring.take(rings.chain) == Take::empty);
}

TEST_CASE("ring: a direct chain comes out in the driver's order with its addresses") {
    Rings rings;
    DriverSide::describe(rings.driver.descriptors, 3,
                         {rings.piece(0, 12), rings.piece(100, 64), rings.piece(500, 7)});
    rings.offer(3);
    REQUIRE(rings.ring.take(rings.chain) == Take::taken);
    CHECK(rings.chain.head == 3);
    REQUIRE(rings.chain.segments.size() == 3);
    CHECK(rings.chain.segments[1].data == rings.buffers + 100);
    CHECK(rings.chain.segments[1].address == rings.piece(100, 0).address);
    CHECK(rings.chain.segments[2].bytes == 7);
    CHECK(rings.chain.readable_bytes == 83);
    CHECK(rings.ring.take(rings.chain) == Take::empty);
}

TEST_CASE("ring: an indirect table is read, also after direct descriptors") {
    Rings rings;
    auto* table = static_cast<DriverSide::Descriptor*>(rings.memory.allocate(32, true));
    DriverSide::describe(table, 0, {rings.piece(0, 12), rings.piece(64, 1500)});
    const std::uint64_t table_address = rings.memory.physical(table).value;
    const bool after_direct = GENERATE(false, true);
    if (after_direct) {
        rings.driver.descriptors[5] = {rings.piece(4096, 0).address.value, 9, 1, 6};
        rings.driver.descriptors[6] = {table_address, 32, 4, 0};
    } else {
        rings.driver.descriptors[5] = {table_address, 32, 4, 0};
    }
    rings.offer(5);
    REQUIRE(rings.ring.take(rings.chain) == Take::taken);
    CHECK(rings.chain.head == 5);
    CHECK(rings.chain.segments.size() == (after_direct ? 3 : 2));
    CHECK(rings.chain.segments.back().bytes == 1500);
}

TEST_CASE("ring: a malformed chain is refused with its reason and stays the next one") {
    struct Case {
        const char* name;
        std::function<void(Rings&)> break_it;
        const char* reason;
    };
    const auto& [name, break_it, reason] = GENERATE(values<Case>({
        {"head", [](Rings& r) { r.offer(8); }, "outside its table"},
        {"next",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 4, 1, 200};
             r.offer(0);
         },
         "outside its table"},
        {"loop",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 4, 1, 1};
             r.driver.descriptors[1] = {r.piece(0, 0).address.value, 4, 1, 0};
             r.offer(0);
         },
         "loop"},
        {"self",
         [](Rings& r) {
             r.driver.descriptors[2] = {r.piece(0, 0).address.value, 4, 1, 2};
             r.offer(2);
         },
         "loop"},
        {"address",
         [](Rings& r) {
             r.driver.descriptors[0] = {0x10, 4, 0, 0};
             r.offer(0);
         },
         "outside guest memory"},
        {"address wraps",
         [](Rings& r) {
             r.driver.descriptors[0] = {UINT64_MAX - 1, 64, 0, 0};
             r.offer(0);
         },
         "outside guest memory"},
        {"too long",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, UINT32_MAX, 0, 0};
             r.offer(0);
         },
         "outside guest memory"},
        {"zero length",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 0, 0, 0};
             r.offer(0);
         },
         "length zero"},
        {"readable after writable",
         [](Rings& r) {
             DriverSide::describe(r.driver.descriptors, 0, {r.piece(0, 8, true), r.piece(8, 8)});
             r.offer(0);
         },
         "readable descriptor after"},
        {"table length",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 24, 4, 0};
             r.offer(0);
         },
         "multiple of 16"},
        {"empty table",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 0, 4, 0};
             r.offer(0);
         },
         "multiple of 16"},
        {"table address",
         [](Rings& r) {
             r.driver.descriptors[0] = {0, 32, 4, 0};
             r.offer(0);
         },
         "table lies outside"},
        {"indirect with next",
         [](Rings& r) {
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 32, 4 | 1, 1};
             r.offer(0);
         },
         "has a next one"},
        {"nested",
         [](Rings& r) {
             const std::uint64_t table = r.piece(0, 0).address.value;
             const DriverSide::Descriptor inner{table, 16, 4, 0};
             std::memcpy(r.buffers, &inner, sizeof inner);
             r.driver.descriptors[0] = {table, 16, 4, 0};
             r.offer(0);
         },
         "refers to an indirect table"},
        {"longer than the queue",
         [](Rings& r) {
             std::vector<Piece> pieces(9, r.piece(4096, 1));
             DriverSide::describe(reinterpret_cast<DriverSide::Descriptor*>(r.buffers), 0, pieces);
             r.driver.descriptors[0] = {r.piece(0, 0).address.value, 9 * 16, 4, 0};
             r.offer(0);
         },
         "longer than the queue"},
        {"index ran ahead", [](Rings& r) { r.driver.available[1] = 9; },
         "more buffers are available"},
    }));
    Rings rings;
    break_it(rings);
    INFO(name);
    const std::uint16_t waiting = rings.ring.waiting();
    CHECK(rings.ring.take(rings.chain) == Take::bad);
    INFO(rings.ring.fault());
    CHECK(rings.ring.fault().find(reason) != std::string_view::npos);
    CHECK(rings.ring.waiting() == waiting);
    CHECK(rings.ring.take(rings.chain) == Take::bad);
}

TEST_CASE("ring: an indirect descriptor is refused when the feature was not accepted") {
    Rings rings({.event_idx = true});
    auto* table = static_cast<DriverSide::Descriptor*>(rings.memory.allocate(16, true));
    DriverSide::describe(table, 0, {rings.piece(0, 76)});
    rings.driver.descriptors[0] = {rings.memory.physical(table).value, 16, 4, 0};
    rings.offer(0);
    CHECK(rings.ring.take(rings.chain) == Take::bad);
}

TEST_CASE("ring: a driver that offers more than it has descriptors for is caught") {
    Rings rings;
    DriverSide::describe(rings.driver.descriptors, 0, {rings.piece(0, 12)});
    for (int i = 0; i < 8; ++i) {
        rings.offer(0);
        REQUIRE(rings.ring.take(rings.chain) == Take::taken);
        rings.ring.complete(0, 0);
    }
    rings.offer(0);
    CHECK(rings.ring.take(rings.chain) == Take::bad);
    rings.ring.publish();
    CHECK(rings.ring.take(rings.chain) == Take::taken);
}

TEST_CASE("ring: indices wrap at 65536 and the used ring keeps its order") {
    Rings rings;
    for (std::uint32_t i = 0; i < 70'000; ++i) {
        const auto head = static_cast<std::uint16_t>(i % 8);
        DriverSide::describe(rings.driver.descriptors, head, {rings.piece(i % 1000, 1 + i % 60)});
        rings.offer(head);
        REQUIRE(rings.ring.take(rings.chain) == Take::taken);
        REQUIRE(rings.chain.head == head);
        REQUIRE_FALSE(rings.driver.has_used());
        rings.ring.complete(head, i);
        REQUIRE_FALSE(rings.driver.has_used());
        rings.ring.publish();
        REQUIRE(rings.driver.has_used());
        const DriverSide::Used element = rings.driver.take_used();
        REQUIRE(element.id == head);
        REQUIRE(element.length == i);
    }
    CHECK(rings.driver.used_index() == static_cast<std::uint16_t>(70'000));
}

// virtio 1.2 §2.7.9: a single entry with the id of the last, and the index skips the batch.
TEST_CASE("ring: a batch used in order has one entry, where the first one's would lie") {
    Rings rings({.event_idx = true, .in_order_batches = true});
    std::uint16_t next = 0, batch_begin = 0;
    for (const unsigned batch : {3U, 1U, 5U, 8U, 2U, 7U}) {
        for (unsigned i = 0; i < batch; ++i) {
            const auto head = static_cast<std::uint16_t>(next++ % 8);
            DriverSide::describe(rings.driver.descriptors, head, {rings.piece(0, 10)});
            rings.offer(head);
            REQUIRE(rings.ring.take(rings.chain) == Take::taken);
            rings.ring.complete(rings.chain.head, next);
            CHECK(rings.ring.last_completed().head == head);
        }
        std::vector<std::byte> before(rings.driver.used, rings.driver.used + 4 + 8 * 8);
        rings.ring.publish();
        CHECK(rings.driver.used_index() == next);
        DriverSide::Used entry{};
        std::memcpy(&entry, rings.driver.used + 4 + 8 * (batch_begin % 8), sizeof entry);
        CHECK((entry.id == static_cast<std::uint32_t>((next - 1) % 8) && entry.length == next));
        // But for the index it had been written before.
        CHECK(std::equal(before.begin() + 4, before.end(), rings.driver.used + 4));
        batch_begin = next;
    }
}

TEST_CASE("ring: queue areas that are misaligned, odd-sized or outside memory are refused") {
    GuestMemory memory(std::size_t{16} << 20);
    DriverSide driver(memory, 8);
    const auto engine = make_simgrid_engine({});
    SplitRing ring(*engine, memory);
    QueueAddresses addresses = driver.addresses();
    SECTION("good") {
        CHECK(ring.set_up(addresses, {}).empty());
        return;
    }
    SECTION("size 0") { addresses.size = 0; }
    SECTION("size 12") { addresses.size = 12; }
    SECTION("size 65536") { addresses.size = 65536; }
    SECTION("descriptors") { addresses.descriptors.value += 8; }
    SECTION("available") { addresses.available.value += 1; }
    SECTION("used") { addresses.used.value += 2; }
    SECTION("outside") { addresses.used.value = 4096; }
    CHECK_FALSE(ring.set_up(addresses, {}).empty());
}

TEST_CASE("ring: random rings never lead outside guest memory") {
    std::mt19937_64 random(4711);
    int taken = 0;
    for (int round = 0; round < 20'000; ++round) {
        static Rings rings;
        const QueueAddresses addresses = rings.driver.addresses();
        REQUIRE(rings.ring.set_up(addresses, {.event_idx = true, .indirect = true}).empty());
        for (int i = 0; i < 8; ++i) {
            const bool is_wild = random() % 8 == 0;
            // Half of the addresses point at the descriptor table itself, to be read as tables.
            const std::uint64_t near =
                random() % 2 == 0 ? addresses.descriptors.value : rings.piece(0, 0).address.value;
            rings.driver.descriptors[i] = {
                is_wild ? random() : near + random() % 8 * 16,
                static_cast<std::uint32_t>(is_wild ? random() : random() % 8 * 16),
                static_cast<std::uint16_t>(random() % 8), static_cast<std::uint16_t>(random() % 9)};
            rings.driver.available[2 + i] = static_cast<std::uint16_t>(random() % 9);
        }
        rings.driver.available[1] = static_cast<std::uint16_t>(random() % 10);
        for (int i = 0; i < 10; ++i) {
            if (rings.ring.take(rings.chain) != Take::taken) break;
            ++taken;
            std::uint64_t bytes = 0;
            for (const BufferSegment& segment : rings.chain.segments) {
                bytes += segment.bytes;
                REQUIRE(rings.memory.pointer(segment.address, segment.bytes) == segment.data);
            }
            REQUIRE(bytes == rings.chain.readable_bytes + rings.chain.writable_bytes);
        }
    }
    CHECK(taken > 1000);
}
