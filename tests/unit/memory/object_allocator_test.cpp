// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <vector>

#include "models/memory/guest_memory.hpp"
#include "models/memory/object_allocator.hpp"

using namespace xsksim;
using FreeResult = GuestMemory::FreeResult;

namespace {

constexpr std::size_t allocator_arena = std::size_t{64} << 20;

std::byte* bytes_of(void* object) { return static_cast<std::byte*>(object); }

ByteState state_at(const GuestMemory& memory, const void* object, std::ptrdiff_t offset) {
    return memory.check(static_cast<const std::byte*>(object) + offset, 1).state;
}

// Allocates and frees objects of one size until so many bytes went through the quarantine.
void churn(GuestMemory& memory, std::size_t object_bytes, std::size_t total_bytes) {
    for (std::size_t done = 0; done < total_bytes; done += object_bytes)
        REQUIRE(memory.release(memory.allocate(object_bytes, false)) == FreeResult::freed);
}

}  // namespace

TEST_CASE("slab: exactly the bytes asked for are valid, whatever the size") {
    GuestMemory memory(allocator_arena);
    for (std::size_t size : {1,   7,   8,    9,    20,   31,   63,   64,    65,    100,
                             320, 321, 1000, 4096, 8191, 8192, 8193, 16380, 65536, 200'001}) {
        CAPTURE(size);
        void* object = memory.allocate(size, false);
        CHECK(memory.check(object, size).state == ByteState::valid);
        CHECK(memory.object_bytes(object) == size);
        const auto last = static_cast<std::ptrdiff_t>(size);
        for (std::ptrdiff_t i = 0; i < 16; ++i) {
            CHECK(state_at(memory, object, last + i) == ByteState::redzone);
            CHECK(state_at(memory, object, -1 - i) == ByteState::redzone);
        }
    }
}

TEST_CASE("slab: the fast check agrees with the full one on every byte of and around an object") {
    GuestMemory memory(allocator_arena);
    const auto size = GENERATE(std::size_t{5}, std::size_t{20}, std::size_t{64}, std::size_t{321});
    std::byte* object = bytes_of(memory.allocate(size, false));
    for (std::ptrdiff_t i = -16; i < static_cast<std::ptrdiff_t>(size) + 16; ++i)
        for (std::size_t width : {1, 2, 4, 8}) {
            const std::byte* p = object + i;
            const bool in_one_granule = (memory.physical(p).value & 7) + width <= 8;
            const bool valid = memory.check(p, width).state == ByteState::valid;
            CHECK(memory.is_valid_fast(p, width) == (valid && in_one_granule));
        }
}

TEST_CASE("slab: an access that runs over the end is reported at its first bad byte") {
    GuestMemory memory(allocator_arena);
    std::byte* object = bytes_of(memory.allocate(100, false));
    const AccessFault fault = memory.check(object + 90, 16);
    CHECK(fault.state == ByteState::redzone);
    CHECK(fault.where == memory.physical(object + 100));
    CHECK(memory.check(object - 4, 8).where == memory.physical(object - 4));
}

TEST_CASE("slab: contents are zero when asked, a pattern otherwise, 0x6b once freed") {
    GuestMemory memory(allocator_arena);
    const auto all = [](const std::byte* p, std::size_t n, std::byte value) {
        return std::all_of(p, p + n, [=](std::byte b) { return b == value; });
    };
    std::byte* first = bytes_of(memory.allocate(321, false));
    CHECK(all(first, 321, std::byte{0x5a}));
    std::byte* second = bytes_of(memory.allocate(321, true));
    CHECK(all(second, 321, std::byte{0}));
    memory.release(second);
    CHECK(all(second, 321, std::byte{0x6b}));
    CHECK(memory.check(second, 321).state == ByteState::freed);
    CHECK_FALSE(memory.is_valid_fast(second, 8));
}

TEST_CASE("slab: objects are aligned to 8 below 64 bytes, to 64 from there") {
    GuestMemory memory(allocator_arena);
    for (std::size_t size = 1; size < 9000; size += 37) {
        const auto address = memory.physical(memory.allocate(size, false)).value;
        CHECK(address % (size < 64 ? 8 : 64) == 0);
    }
}

TEST_CASE("slab: freeing twice, freeing an inside and freeing nothing are told apart") {
    GuestMemory memory(allocator_arena);
    std::byte* object = bytes_of(memory.allocate(64, false));
    std::byte* huge = bytes_of(memory.allocate(100'000, false));
    CHECK(memory.release(object + 8) == FreeResult::not_the_start);
    CHECK(memory.release(huge + 70'000) == FreeResult::not_the_start);
    CHECK(memory.release(object) == FreeResult::freed);
    CHECK(memory.release(object) == FreeResult::already_freed);
    CHECK(memory.release(huge) == FreeResult::freed);
    CHECK(memory.release(huge) == FreeResult::already_freed);
    CHECK(memory.object_bytes(object) == 0);
    int on_the_stack = 0;
    CHECK(memory.release(&on_the_stack) == FreeResult::not_allocated);
    CHECK(memory.release(memory.allocate_pages(4096)) == FreeResult::not_allocated);
    CHECK(memory.release(object + 60'000) == FreeResult::not_allocated);
    CHECK(memory.live_objects() == 0);
}

TEST_CASE("slab: a freed address comes back only after it left the quarantine") {
    GuestMemory memory(allocator_arena);
    const std::size_t size = GENERATE(std::size_t{24}, std::size_t{320}, std::size_t{5000});
    void* object = memory.allocate(size, false);
    memory.release(object);
    std::size_t bytes_until_reuse = 0;
    for (;; bytes_until_reuse += size) {
        REQUIRE(bytes_until_reuse < 4 * ObjectAllocator::quarantine_bytes);
        void* next = memory.allocate(size, false);
        if (next == object) break;
        memory.release(next);
    }
    // Redzones count as well: 2 bytes of quarantine for a byte of the smallest objects.
    CHECK(bytes_until_reuse >= ObjectAllocator::quarantine_bytes * 9 / 20);
}

TEST_CASE("slab: the quarantine is bounded, so memory stays flat over any number of objects") {
    GuestMemory memory(allocator_arena);
    churn(memory, 320, 2 * ObjectAllocator::quarantine_bytes);
    std::uint64_t highest = 0;
    for (int i = 0; i < 100'000; ++i) {
        void* object = memory.allocate(320, false);
        highest = std::max(highest, memory.physical(object).value);
        memory.release(object);
    }
    CHECK(highest < GuestMemory::base_address + 2 * ObjectAllocator::quarantine_bytes);
}

TEST_CASE("slab: an object larger than the quarantine is still there right after it was freed") {
    GuestMemory memory(allocator_arena);
    std::byte* object = bytes_of(memory.allocate(std::size_t{1} << 20, false));
    memory.release(object);
    CHECK(state_at(memory, object, 12345) == ByteState::freed);
    CHECK(memory.allocate(std::size_t{1} << 20, false) != object);
    churn(memory, 320, 320);
    CHECK(memory.allocate(std::size_t{1} << 20, false) == object);
}

TEST_CASE("slab: a smaller object in a used place has its own end, not its predecessor's") {
    GuestMemory memory(allocator_arena);
    void* object = memory.allocate(320, false);
    memory.release(object);
    void* again = nullptr;
    while (again != object) {
        again = memory.allocate(260, false);
        if (again != object) memory.release(again);
    }
    CHECK(memory.check(again, 260).state == ByteState::valid);
    CHECK(state_at(memory, again, 260) == ByteState::redzone);
    CHECK(state_at(memory, again, 319) == ByteState::redzone);
}

TEST_CASE("slab: thousands of live objects never overlap") {
    GuestMemory memory(allocator_arena);
    std::vector<std::pair<std::byte*, std::size_t>> live;
    std::uint32_t state = 7;
    for (int i = 0; i < 20'000; ++i) {
        state = state * 1664525U + 1013904223U;
        if (live.size() > 500 || (!live.empty() && state % 3 == 0)) {
            const std::size_t victim = (state >> 8) % live.size();
            const auto [p, size] = live[victim];
            const auto mark = static_cast<std::byte>(size);
            REQUIRE(std::all_of(p, p + size, [=](std::byte b) { return b == mark; }));
            REQUIRE(memory.release(p) == FreeResult::freed);
            live[victim] = live.back();
            live.pop_back();
        } else {
            const std::size_t size = 1 + (state >> 10) % (state % 50 == 0 ? 70'000 : 700);
            std::byte* p = bytes_of(memory.allocate(size, false));
            std::memset(p, static_cast<int>(size & 0xff), size);
            live.emplace_back(p, size);
        }
    }
    CHECK(memory.live_objects() == live.size());
}

TEST_CASE("slab: used up, it gives nothing, of whatever size, and what is freed again") {
    GuestMemory memory(allocator_arena);
    std::vector<void*> live;
    while (void* object = memory.allocate(8192, false)) live.push_back(object);
    CHECK(live.size() * 8192 > allocator_arena / 4);
    CHECK(memory.allocate(100'000, false) == nullptr);
    CHECK(memory.allocate(~std::size_t{0}, false) == nullptr);
    CHECK(memory.live_objects() == live.size());
    for (void* object : live) REQUIRE(memory.release(object) == FreeResult::freed);
    CHECK(memory.allocate(8192, false) != nullptr);
}

TEST_CASE("pages: used up, none are given, and those that are released again") {
    GuestMemory memory(allocator_arena);
    constexpr std::size_t bytes = std::size_t{1} << 20;
    std::vector<void*> live;
    while (void* first = memory.allocate_pages(bytes)) live.push_back(first);
    CHECK(live.size() * bytes > allocator_arena / 4);
    CHECK(memory.allocate_pages(bytes * 4096) == nullptr);
    CHECK(memory.allocate_pages(~std::size_t{0}) == nullptr);
    memory.release_pages(live.back(), bytes);
    CHECK(memory.allocate_pages(bytes) == live.back());
}
