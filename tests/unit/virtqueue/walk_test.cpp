// SPDX-License-Identifier: GPL-2.0-only
// Buffers through the ring and back: what the device finds, how many fit, what comes back when.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <random>

#include "spec_device.hpp"

using namespace xsksim::test;

TEST_CASE("virtqueue: add until full takes one descriptor an entry, or one a request if indirect") {
    const unsigned size = GENERATE(16u, 256u, 512u, 1024u);
    const unsigned entries = GENERATE(1u, 2u, 5u);
    const bool indirect = GENERATE(false, true);
    CAPTURE(size, entries, indirect);
    Bench ring({size, true, indirect, false});

    unsigned added = 0;
    int result = 0;
    while ((result = ring.add_out(entries, added + 1)) == 0) ++added;

    CHECK(result == -28);
    CHECK(added == (indirect ? size : size / entries));
    CHECK(ring_num_free(ring) == (indirect ? 0 : size % entries));
    for (unsigned token = 1; token <= added; ++token)
        REQUIRE(ring.device.take().entries == ring.expected(entries, token));
    CHECK_FALSE(ring.device.has_request());
    CHECK(fake_hypercalls().warnings.empty());
}

TEST_CASE("virtqueue: no space notifies the device for output, unasked, and not for input") {
    Bench ring({4, true, false, false});
    for (std::uintptr_t token = 1; token <= 4; ++token) REQUIRE(ring.add_out(1, token) == 0);
    ring.device.set_avail_event(1000);  // the device asked not to be told
    REQUIRE(ring_notifications(ring) == 0);
    CHECK(ring.add_in(1, 5) == -28);
    CHECK(ring_notifications(ring) == 0);
    CHECK(ring.add_out(1, 5) == -28);
    CHECK(ring_notifications(ring) == 1);
    CHECK(ring.device.avail_idx() == 4);
}

TEST_CASE("virtqueue: an indirect request in a full ring leaves no table behind") {
    Bench ring({2, true, true, false});
    REQUIRE(ring.add_out(3, 1) == 0);
    REQUIRE(ring.add_out(3, 2) == 0);
    const auto before = fake_hypercalls().live.size();
    CHECK(ring.add_out(3, 3) == -28);
    CHECK(fake_hypercalls().live.size() == before);
}

TEST_CASE("virtqueue: a request of one entry needs no table, one of two does until it comes back") {
    Bench ring({4, true, true, false});
    const auto before = fake_hypercalls().live.size();
    REQUIRE(ring.add_out(1, 1) == 0);
    CHECK(fake_hypercalls().live.size() == before);
    REQUIRE(ring.add_out(2, 2) == 0);
    CHECK(fake_hypercalls().live.size() == before + 1);
    ring.device_drains();
    REQUIRE(ring.get_buf() == 1);
    REQUIRE(ring.get_buf() == 2);
    CHECK(fake_hypercalls().live.size() == before);
}

TEST_CASE("virtqueue: without memory for the table a request goes direct") {
    Bench ring({8, true, true, false});
    fake_hypercalls().allocations_to_fail = 1;
    REQUIRE(ring.add_out(3, 1) == 0);
    CHECK(ring_num_free(ring) == 5);
    REQUIRE(ring.add_out(3, 2) == 0);
    CHECK(ring_num_free(ring) == 4);
    CHECK(ring.device.take().entries == ring.expected(3, 1));
    CHECK(ring.device.take().entries == ring.expected(3, 2));
    ring.device.complete(0, 0);
    ring.device.publish();
    CHECK(ring.get_buf() == 1);
    CHECK(ring_num_free(ring) == 7);
}

TEST_CASE(
    "virtqueue: input entries are marked for the device to write, and its length comes back") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_in(2, 7) == 0);
    const auto request = ring.device.take();
    CHECK(request.entries == ring.expected(2, 7, true));
    ring.device.complete(request.head, 1234);
    ring.device.publish();
    unsigned len = 0;
    CHECK(ring.get_buf(&len) == 7);
    CHECK(len == 1234);
}

TEST_CASE("virtqueue: buffers come back in the order the device used them") {
    Bench ring({16, true, false, false});
    std::vector<std::uint16_t> heads;
    for (std::uintptr_t token = 1; token <= 4; ++token) REQUIRE(ring.add_out(2, token) == 0);
    while (ring.device.has_request()) heads.push_back(ring.device.take().head);
    for (const unsigned i : {2u, 0u, 3u, 1u}) ring.device.complete(heads[i], 0);
    CHECK(ring.get_buf() == 0);  // nothing is published yet
    ring.device.publish();
    CHECK(ring.get_buf() == 3);
    CHECK(ring.get_buf() == 1);
    CHECK(ring.get_buf() == 4);
    CHECK(ring.get_buf() == 2);
    CHECK(ring.get_buf() == 0);
    CHECK(ring_num_free(ring) == 16);
}

namespace {

// Random traffic of random requests, used in random order, through both wraps of the indices.
void random_walk(bool indirect, unsigned seed) {
    const unsigned size = 32;
    Bench ring({size, true, indirect, false});
    std::mt19937 random(seed);
    struct InFlight {
        std::uintptr_t token;
        unsigned entries;
    };
    std::map<std::uint16_t, InFlight> with_device;
    std::deque<InFlight> used;
    std::deque<InFlight> added;
    unsigned expected_free = size;
    std::uintptr_t next = 1;

    for (unsigned round = 0; next < 140'000; ++round) {
        for (unsigned n = random() % 8; n > 0; --n) {
            const unsigned entries = 1 + random() % 4;
            const unsigned needed = indirect && entries > 1 && expected_free > 0 ? 1 : entries;
            const int result = ring.add_out(entries, next);
            REQUIRE(result == (needed <= expected_free ? 0 : -28));
            if (result != 0) break;
            expected_free -= needed;
            added.push_back({next++, entries});
        }
        while (ring.device.has_request()) {
            const auto request = ring.device.take();
            REQUIRE(request.entries == ring.expected(added.front().entries, added.front().token));
            REQUIRE(with_device.emplace(request.head, added.front()).second);
            added.pop_front();
        }
        for (unsigned n = random() % 8; n > 0 && !with_device.empty(); --n) {
            const auto one =
                std::next(with_device.begin(), static_cast<long>(random() % with_device.size()));
            ring.device.complete(one->first, 0);
            used.push_back(one->second);
            with_device.erase(one);
        }
        ring.device.publish();
        for (unsigned n = random() % 8; n > 0 && !used.empty(); --n) {
            REQUIRE(ring.get_buf() == used.front().token);
            expected_free += indirect && used.front().entries > 1 ? 1 : used.front().entries;
            used.pop_front();
            REQUIRE(ring_num_free(ring) == expected_free);
        }
    }
    while (ring_detach_unused(ring) != nullptr) {
    }
    CHECK(ring_num_free(ring) == size);
}

}  // namespace

TEST_CASE("virtqueue: 140,000 random requests keep rings, chains and free descriptors right") {
    random_walk(GENERATE(false, true), 20210105);
    CHECK(fake_hypercalls().live.empty());
}

TEST_CASE("virtqueue: the device sees a complete request before the index moves") {
    Bench ring({8, true, false, false});
    unsigned seen = 0;
    fake_hypercalls().at_barrier = [&](enum xs_barrier kind) {
        if (kind != XS_WMB) return;
        ++seen;
        CHECK(ring.device.avail_idx() == 0);
        CHECK(ring.device.read(ring.device.avail_entry(0)).entries == ring.expected(3, 9));
    };
    REQUIRE(ring.add_out(3, 9) == 0);
    CHECK(seen == 1);
    CHECK(ring.device.avail_idx() == 1);
}

TEST_CASE("virtqueue: a used entry is read only after the index that covers it") {
    Bench ring({8, true, false, false});
    REQUIRE(ring.add_out(1, 1) == 0);
    const auto head = ring.device.take().head;
    ring.device.complete(7, 0);  // rubbish, put right at the barrier
    ring.device.publish();
    fake_hypercalls().at_barrier = [&](enum xs_barrier kind) {
        if (kind == XS_RMB) store<std::uint32_t>(ring_used_address(ring) + 4, head);
    };
    CHECK(ring.get_buf() == 1);
    CHECK_FALSE(ring_is_broken(ring));
}

TEST_CASE("virtqueue: what the device never used comes back after a reset, each once") {
    const bool indirect = GENERATE(false, true);
    Bench ring({16, true, indirect, false});
    for (std::uintptr_t token = 1; token <= 5; ++token) REQUIRE(ring.add_out(3, token) == 0);
    std::set<std::uintptr_t> tokens;
    while (void* token = ring_detach_unused(ring))
        CHECK(tokens.insert(reinterpret_cast<std::uintptr_t>(token)).second);
    CHECK(tokens == std::set<std::uintptr_t>{1, 2, 3, 4, 5});
    CHECK(ring_num_free(ring) == 16);
    CHECK(ring.device.avail_idx() == 0);
}

TEST_CASE("virtqueue: 65,535 requests without a look at the device end in a kick") {
    Bench ring({16, true, false, false});
    for (unsigned i = 1; i < 65'535; ++i) {
        REQUIRE(ring.add_out(1, i) == 0);
        ring.device_drains();
        REQUIRE(ring.get_buf() == i);
    }
    REQUIRE(ring_notifications(ring) == 0);
    REQUIRE(ring.add_out(1, 65'535) == 0);
    CHECK(ring_notifications(ring) == 1);
}

TEST_CASE("virtqueue: an add that cannot be mapped fails, takes nothing and leaves no table") {
    const bool indirect = GENERATE(false, true);
    Bench ring({4, true, indirect, false});
    const auto before = fake_hypercalls().live.size();
    fake_hypercalls().add_error = 12;
    CHECK(ring.add_out(2, 1) == -12);
    CHECK(ring_num_free(ring) == 4);
    CHECK(fake_hypercalls().live.size() == before);
    CHECK_FALSE(ring.device.has_request());
    CHECK(ring.add_out(2, 1) == 0);
}
