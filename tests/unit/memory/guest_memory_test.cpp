// SPDX-License-Identifier: GPL-2.0-only
#include "models/memory/guest_memory.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <vector>

#include "models/memory/digest.hpp"
#include "sim/core/check.hpp"

using namespace xsksim;

namespace {

constexpr std::size_t small_arena = std::size_t{64} << 20;
constexpr std::size_t umem_bytes = std::size_t{8} << 20;

// A life of a guest: objects, rings, a UMEM; returns every address it was given.
std::vector<std::uint64_t> addresses_of_a_life(GuestMemory& memory) {
    std::vector<std::uint64_t> addresses;
    std::vector<void*> live;
    const auto note = [&](void* p) { addresses.push_back(memory.physical(p).value); };
    void* rings = memory.allocate_pages(3 * 4096);
    note(rings);
    void* umem = memory.allocate_pages(umem_bytes);
    note(umem);
    std::uint32_t state = 1;
    for (int i = 0; i < 5000; ++i) {
        state = state * 1664525U + 1013904223U;
        live.push_back(memory.allocate(1 + (state >> 9) % 9000, state % 2 == 0));
        note(live.back());
        std::memset(live.back(), 0x11, memory.object_bytes(live.back()));
        if (state % 4 != 0) {
            memory.release(live.front());
            live.erase(live.begin());
        }
    }
    std::memset(umem, 0x22, 100'000);
    memory.release_pages(rings, 3 * 4096);
    note(memory.allocate_pages(3 * 4096));
    return addresses;
}

}  // namespace

TEST_CASE("memory: the same calls give the same addresses, before and after a reset") {
    GuestMemory memory(small_arena);
    const auto first = addresses_of_a_life(memory);
    memory.reset();
    CHECK(addresses_of_a_life(memory) == first);
    memory.reset();
    GuestMemory another(small_arena);
    CHECK(addresses_of_a_life(another) == first);
}

TEST_CASE("memory: after a reset nothing is allocated and every byte is zero") {
    GuestMemory memory(small_arena);
    addresses_of_a_life(memory);
    memory.reset();
    CHECK(memory.live_objects() == 0);
    const std::byte* arena = memory.pointer({GuestMemory::base_address}, small_arena);
    REQUIRE(arena != nullptr);
    CHECK(std::all_of(arena, arena + small_arena, [](std::byte b) { return b == std::byte{0}; }));
    for (std::size_t offset = 0; offset < small_arena; offset += 8)
        if (memory.check(arena + offset, 1).state != ByteState::never_allocated)
            FAIL("still allocated at offset " << offset);
    CHECK(memory.check(arena, 1).state == ByteState::never_allocated);
}

TEST_CASE("memory: pages are aligned, zero, and fenced by pages that nobody owns") {
    GuestMemory memory(small_arena);
    const std::size_t bytes = GENERATE(std::size_t{1}, std::size_t{4096}, std::size_t{10'000});
    memory.allocate_pages(4096);
    auto* range = static_cast<std::byte*>(memory.allocate_pages(bytes));
    const std::size_t whole = (bytes + 4095) / 4096 * 4096;
    CHECK(memory.physical(range).value % 4096 == 0);
    CHECK(memory.page_range_bytes(range) == whole);
    CHECK(memory.check(range, whole).state == ByteState::valid);
    CHECK(memory.check(range + whole, 1).state == ByteState::never_allocated);
    CHECK(memory.check(range - 1, 1).state == ByteState::never_allocated);
    CHECK(std::all_of(range, range + whole, [](std::byte b) { return b == std::byte{0}; }));
}

TEST_CASE("memory: a UMEM begins on a huge page, in the guest as in the host") {
    GuestMemory memory(small_arena);
    memory.allocate_pages(4096);
    const void* umem = memory.allocate_pages(umem_bytes);
    constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;
    CHECK(memory.physical(umem).value % huge_page_bytes == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(umem) % huge_page_bytes == 0);
}

TEST_CASE("memory: released pages are gone, and zero when they come back") {
    GuestMemory memory(small_arena);
    const std::size_t bytes = GENERATE(std::size_t{8192}, umem_bytes);
    void* range = memory.allocate_pages(bytes);
    std::memset(range, 0x77, bytes);
    memory.release_pages(range, bytes);
    CHECK(memory.check(range, 1).state == ByteState::never_allocated);
    CHECK(memory.page_range_bytes(range) == 0);
    const auto* again = static_cast<std::byte*>(memory.allocate_pages(bytes));
    CHECK(again == range);
    CHECK(std::all_of(again, again + bytes, [](std::byte b) { return b == std::byte{0}; }));
}

TEST_CASE("memory: releasing pages that are no range is a fault of the simulator") {
    GuestMemory memory(small_arena);
    auto* range = static_cast<std::byte*>(memory.allocate_pages(8192));
    CHECK_THROWS_AS(memory.release_pages(range + 4096, 4096), SimulatorFault);
    CHECK_THROWS_AS(memory.release_pages(range, 4096), SimulatorFault);
    CHECK_NOTHROW(memory.release_pages(range, 8192));
    CHECK_THROWS_AS(memory.release_pages(range, 8192), SimulatorFault);
}

TEST_CASE("memory: unpinned pages keep their bytes and say that they are unpinned") {
    GuestMemory memory(small_arena);
    auto* umem = static_cast<std::byte*>(memory.allocate_pages(umem_bytes));
    umem[5000] = std::byte{42};
    memory.set_state(umem, umem_bytes, ByteState::unpinned);
    CHECK(memory.check(umem + 5000, 4).state == ByteState::unpinned);
    CHECK_FALSE(memory.is_valid_fast(umem + 5000, 4));
    memory.set_state(umem, umem_bytes, ByteState::valid);
    CHECK(memory.is_valid_fast(umem + 5000, 4));
    CHECK(umem[5000] == std::byte{42});
}

TEST_CASE("memory: a state that part of a range has lost comes back to all of it") {
    GuestMemory memory(small_arena);
    auto* range = static_cast<std::byte*>(memory.allocate_pages(4 * 4096));
    auto* next = static_cast<std::byte*>(memory.allocate_pages(4096));
    memory.set_state(range + 4096, 4096, ByteState::unpinned);
    CHECK(memory.check(range + 4096, 1).state == ByteState::unpinned);
    CHECK(memory.check(range, 1).state == ByteState::valid);
    memory.set_state(range, 4 * 4096, ByteState::valid);
    CHECK(memory.check(range, 4 * 4096).state == ByteState::valid);
    memory.set_state(range, 4 * 4096, ByteState::unpinned);
    memory.set_state(range, 4096, ByteState::unpinned);
    memory.set_state(range, 8, ByteState::valid);
    CHECK(memory.check(range, 8).state == ByteState::valid);
    CHECK(memory.check(range + 8, 1).state == ByteState::unpinned);
    memory.set_state(range, 4 * 4096, ByteState::unpinned);
    CHECK(memory.check(range, 1).state == ByteState::unpinned);
    CHECK(memory.check(next, 4096).state == ByteState::valid);
    memory.release_pages(range, 4 * 4096);
    REQUIRE(memory.allocate_pages(4 * 4096) == range);
    CHECK(memory.check(range, 4 * 4096).state == ByteState::valid);
}

TEST_CASE("memory: huge pages or not, the bytes are the same") {
    GuestMemory memory(small_arena);
    for (const bool preferred : {true, false, true}) {
        memory.reset();
        memory.prefer_huge_pages(preferred);
        auto* umem = static_cast<std::byte*>(memory.allocate_pages(umem_bytes));
        CHECK(std::all_of(umem, umem + umem_bytes, [](std::byte b) { return b == std::byte{0}; }));
        std::memset(umem, 0x33, umem_bytes);
    }
}

TEST_CASE("memory: addresses outside of the arena have no pointer and are not valid") {
    GuestMemory memory(small_arena);
    const GuestPhysical base{GuestMemory::base_address};
    CHECK(memory.pointer(base, small_arena) != nullptr);
    CHECK(memory.pointer(base, small_arena + 1) == nullptr);
    CHECK(memory.pointer(base + small_arena, 1) == nullptr);
    CHECK(memory.pointer({0}, 8) == nullptr);
    CHECK(memory.pointer({~std::uint64_t{0}}, 8) == nullptr);
    CHECK(memory.pointer(base + 8, ~std::size_t{0}) == nullptr);
    int outside = 0;
    CHECK_FALSE(memory.contains(&outside));
    CHECK_FALSE(memory.is_valid_fast(&outside, sizeof(outside)));
    CHECK(memory.check(&outside, sizeof(outside)).state == ByteState::never_allocated);
    const std::byte* last = memory.pointer(base + (small_arena - 1), 1);
    CHECK(memory.check(last, 2).state == ByteState::never_allocated);
}

TEST_CASE("a module's image has guest-physical addresses beside the arena, until reset") {
    GuestMemory memory(std::size_t{1} << 20);
    alignas(4096) static std::array<std::byte, 5000> image;
    const std::byte* last = &image[4999];
    CHECK_FALSE(memory.is_in_module(last));
    memory.map_module(image.data(), image.size());
    CHECK(memory.is_in_module(last));
    CHECK_FALSE(memory.contains(last));
    const GuestPhysical at = memory.physical(last);
    CHECK(at.value == GuestMemory::module_address + 4999);
    CHECK(memory.pointer(at, 1) == last);
    CHECK(memory.pointer(at, 8192) == nullptr);
    CHECK(memory.check(last, 1).state == ByteState::valid);
    // Whole pages, as the loader maps them.
    CHECK(memory.pointer({GuestMemory::module_address + 4096}, 4096) != nullptr);
    CHECK(memory.pointer({GuestMemory::module_address + 8192}, 1) == nullptr);
    memory.reset();
    CHECK(memory.pointer(at, 1) == nullptr);
}

TEST_CASE("digest: every single bit and the length matter, at every size") {
    std::vector<std::uint64_t> seen;
    for (std::size_t size : {0, 1, 7, 8, 9, 15, 16, 17, 64, 100}) {
        std::vector<std::byte> frame(size, std::byte{0});
        seen.push_back(content_digest(frame));
        for (std::size_t bit = 0; bit < 8 * size; ++bit) {
            frame[bit / 8] ^= std::byte{1} << (bit % 8);
            seen.push_back(content_digest(frame));
            frame[bit / 8] ^= std::byte{1} << (bit % 8);
        }
    }
    const std::size_t count = seen.size();
    std::sort(seen.begin(), seen.end());
    CHECK(std::unique(seen.begin(), seen.end()) - seen.begin() ==
          static_cast<std::ptrdiff_t>(count));
}

TEST_CASE("digest: swapped words give another digest") {
    std::vector<std::uint64_t> words{1, 2, 3, 4, 5, 6, 7, 8};
    const auto before = content_digest(std::as_bytes(std::span(words)));
    const auto i = GENERATE(0U, 2U, 5U);
    const auto j = GENERATE(1U, 4U, 7U);
    std::swap(words[i], words[j]);
    CHECK(content_digest(std::as_bytes(std::span(words))) != before);
}

TEST_CASE("digest: a changed bit changes about half of the result") {
    std::vector<std::byte> frame(64, std::byte{0x33});
    const auto before = content_digest(frame);
    int changed = 0;
    for (std::size_t bit = 0; bit < 512; ++bit) {
        frame[bit / 8] ^= std::byte{1} << (bit % 8);
        changed += std::popcount(before ^ content_digest(frame));
        frame[bit / 8] ^= std::byte{1} << (bit % 8);
    }
    CHECK(changed > 512 * 30);
    CHECK(changed < 512 * 34);
}
