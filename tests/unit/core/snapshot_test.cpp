// SPDX-License-Identifier: GPL-2.0-only
// Memory that is taken back, and bodies of code with it.
#include <catch2/catch.hpp>

#include <sys/mman.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/snapshot/rewindable.hpp"
#include "sim/core/snapshot/tracked_pages.hpp"
#include "sim/core/snapshot/world_heap.hpp"
#include "sim/core/snapshot/world_static.hpp"

using namespace xsksim;

namespace {

// The process's for good, as tracked memory is. A copy of a page counts by its first byte.
struct TrackedPageFrames {
    static constexpr std::size_t pages = 8;

    TrackedPageFrames() {
        void* const at = mmap(nullptr, pages * TrackedPages::page_bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        begin = static_cast<std::byte*>(at);
        tracked.add({begin, pages * TrackedPages::page_bytes});
        tracked.begin_writing();
    }
    ~TrackedPageFrames() { tracked.end_writing(); }

    void write(std::size_t page, int value) {
        *static_cast<volatile std::byte*>(begin + page * TrackedPages::page_bytes) =
            static_cast<std::byte>(value);
    }
    std::vector<int> read() const {
        std::vector<int> values;
        for (std::size_t page = 0; page < pages; ++page)
            values.push_back(static_cast<int>(begin[page * TrackedPages::page_bytes]));
        return values;
    }

    std::byte* begin = nullptr;
    TrackedPages tracked;
};

using Values = std::vector<int>;

}  // namespace

TEST_CASE("tracked pages: those written before a copy and after it are taken back, and again") {
    TrackedPageFrames frames;
    frames.write(1, 11);
    PageCopies copies;
    frames.tracked.copy_to(copies);
    CHECK(frames.tracked.learned() == 1);
    for (int round = 0; round < 3; ++round) {
        frames.write(1, 21 + round);
        frames.write(4, 24 + round);
        CHECK(frames.tracked.learned() == 2);
        CHECK(frames.tracked.changed_since(copies) == 1);
        frames.tracked.take_back(copies);
        CHECK(frames.read() == Values{0, 11, 0, 0, 0, 0, 0, 0});
    }
}

TEST_CASE("tracked pages: of two copies each is what it was, in any order") {
    TrackedPageFrames frames;
    PageCopies first, second;
    frames.write(0, 1);
    frames.tracked.copy_to(first);
    frames.write(0, 2);
    frames.write(3, 3);
    frames.tracked.copy_to(second);
    frames.write(3, 4);
    frames.write(7, 5);
    frames.tracked.take_back(first);
    CHECK(frames.read() == Values{1, 0, 0, 0, 0, 0, 0, 0});
    frames.tracked.take_back(second);
    CHECK(frames.read() == Values{2, 0, 0, 3, 0, 0, 0, 0});
    frames.tracked.take_back(first);
    CHECK(frames.read() == Values{1, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("tracked pages: what is unused when a copy is made is neither kept nor put back") {
    TrackedPageFrames frames;
    frames.write(0, 1);
    frames.write(6, 1);
    PageCopies copies;
    frames.tracked.copy_to(
        copies, {frames.begin + 5 * TrackedPages::page_bytes, 3 * TrackedPages::page_bytes});
    CHECK(copies.pages.size() == 1);
    for (const std::size_t page : {0, 4, 6, 7}) frames.write(page, 2);
    frames.tracked.take_back(copies);
    CHECK(frames.read() == Values{1, 0, 0, 0, 0, 0, 2, 2});
}

TEST_CASE("tracked pages: what is forgotten is learned anew, and no longer copied") {
    TrackedPageFrames frames;
    for (std::size_t page = 0; page < TrackedPageFrames::pages; ++page) frames.write(page, 1);
    frames.tracked.forget();
    CHECK(frames.tracked.learned() == 0);
    PageCopies copies;
    frames.tracked.copy_to(copies);
    frames.write(2, 9);
    CHECK(frames.tracked.learned() == 1);
    frames.tracked.take_back(copies);
    CHECK(frames.read() == Values{1, 1, 1, 1, 1, 1, 1, 1});
}

#ifndef __SANITIZE_ADDRESS__

namespace {

std::uint64_t kept_static = 0;
const WorldStatic kept_static_is_a_worlds(kept_static);

// What a body has: on its stack, on its heap, in a static variable. Told through pointers that the
// owner holds.
struct Told {
    int rounds = 0;  // the owner's: never taken back
    std::string seen;
};

void tell(Told& told, const std::string& text) {
    const WorldHeap::Outside the_owner_reads_it;
    told.seen += text;
}

struct CountingBody {
    void operator()() {
        std::vector<std::string> heap;
        for (int local = 0; local < 4; ++local) {
            heap.push_back("a text that is too long to lie in the string itself, number " +
                           std::to_string(local));
            ++kept_static;
            tell(told, std::to_string(local) + "/" + std::to_string(heap.size()) + "/" +
                           std::to_string(kept_static) + " ");
            ++told.rounds;
            rewindable->pause();
        }
    }
    Told& told;
    Rewindable*& rewindable;
};

}  // namespace

TEST_CASE("rewindable: stack, heap and statics are taken back to each of two pauses, and again") {
    Told told;
    kept_static = 0;
    Rewindable* self = nullptr;
    Rewindable body(CountingBody{told, self});
    self = &body;
    Snapshot first, third;
    REQUIRE(body.go_on());
    body.keep(first);
    REQUIRE(body.go_on());
    REQUIRE(body.go_on());
    body.keep(third);
    CHECK(told.seen == "0/1/1 1/2/2 2/3/3 ");
    for (const bool is_first : {true, false, false, true}) {
        body.take_back(is_first ? first : third);
        told.seen.clear();
        while (body.go_on()) continue;
        CHECK(told.seen == (is_first ? "1/2/2 2/3/3 3/4/4 " : "3/4/4 "));
        CHECK(WorldHeap::live_blocks() == 0);
        CHECK(kept_static == 4);
    }
    CHECK(told.rounds == 3 + 3 + 1 + 1 + 3);
    CHECK(body.failure().empty());
}

TEST_CASE("rewindable: what follows anew keeps less, and is taken back as well") {
    Told told;
    kept_static = 0;
    Rewindable* self = nullptr;
    Rewindable body(CountingBody{told, self});
    self = &body;
    REQUIRE(body.go_on());
    REQUIRE(body.go_on());
    const std::size_t learned = Rewindable::pages_learned();
    body.follow_from_here();
    Snapshot second;
    body.keep(second);
    for (int round = 0; round < 3; ++round) {
        told.seen.clear();
        while (body.go_on()) continue;
        CHECK(told.seen == "2/3/3 3/4/4 ");
        body.take_back(second);
    }
    CHECK(Rewindable::pages_learned() < learned + 1);
}

TEST_CASE("rewindable: an exception ends the body, and is forgotten when it is taken back") {
    Told told;
    Rewindable* self = nullptr;
    bool throws = true;
    Rewindable body([&] {
        self->pause();
        if (throws) throw std::runtime_error("it was told to, with a text of some length");
        tell(told, "went on");
    });
    self = &body;
    REQUIRE(body.go_on());
    Snapshot before;
    body.keep(before);
    CHECK_FALSE(body.go_on());
    CHECK(body.failure() == "it was told to, with a text of some length");
    throws = false;
    body.take_back(before);
    CHECK_FALSE(body.go_on());
    CHECK(body.failure().empty());
    CHECK(told.seen == "went on");
}

TEST_CASE("rewindable: one at a time, and one after another has a heap as new") {
    for (int life = 0; life < 3; ++life) {
        Rewindable* self = nullptr;
        std::uint64_t blocks_before = 99;
        Rewindable body([&] {
            blocks_before = WorldHeap::live_blocks();
            auto* const left = new std::uint64_t(7);  // dropped as it stands
            self->pause();
            delete left;
        });
        self = &body;
        REQUIRE(body.go_on());
        CHECK(blocks_before == 0);
        CHECK(WorldHeap::live_blocks() == 1);
        CHECK_THROWS_WITH(Rewindable([] {}),
                          Catch::Contains("one world can be taken back at a time"));
    }
}

TEST_CASE("world heap: blocks of all sizes are apart, aligned, and used again") {
    std::vector<std::pair<std::byte*, std::size_t>> blocks;
    bool is_aligned = true, is_apart = true, is_used_again = true;
    Rewindable body([&] {
        for (std::size_t bytes = 1; bytes < 200'000; bytes += bytes / 3 + 1) {
            auto* const block = static_cast<std::byte*>(operator new(bytes));
            is_aligned = is_aligned && reinterpret_cast<std::uintptr_t>(block) % 16 == 0 &&
                         WorldHeap::span().contains(block);
            std::fill_n(block, bytes, std::byte{0xff});
            const WorldHeap::Outside the_owners;
            blocks.emplace_back(block, bytes);
        }
        for (const std::size_t alignment : {32, 64, 4096}) {
            const auto wanted = static_cast<std::align_val_t>(alignment);
            void* const block = operator new(100, wanted);
            is_aligned = is_aligned && reinterpret_cast<std::uintptr_t>(block) % alignment == 0;
            operator delete(block, wanted);
        }
        for (const auto& [block, bytes] : blocks) operator delete(block);
        for (const auto& [block, bytes] : blocks) {
            void* const again = operator new(bytes);
            is_used_again = is_used_again && WorldHeap::span().contains(again);
            operator delete(again);
        }
    });
    CHECK_FALSE(body.go_on());
    REQUIRE(blocks.size() > 30);
    std::ranges::sort(blocks);
    for (std::size_t i = 1; i < blocks.size(); ++i)
        is_apart = is_apart && blocks[i - 1].first + blocks[i - 1].second <= blocks[i].first;
    CHECK(is_aligned);
    CHECK(is_apart);
    CHECK(is_used_again);
    CHECK(WorldHeap::live_blocks() == 0);
}

#endif
