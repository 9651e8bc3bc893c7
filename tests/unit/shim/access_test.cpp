// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "models/shim/hooks/access_state.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("accesses: a use after free ends the run and names function, line and callers") {
    ProbeWorld world;
    bool returned = false;
    const RunEnd end = world.run([&] {
        world.function<unsigned()>("call_read_after_free")();
        returned = true;
    });
    CHECK_FALSE(returned);
    CHECK(end.reason == EndReason::stopped);
    REQUIRE(world.findings().size() == 1);
    const std::string line = std::to_string(world.variable<const int>("read_after_free_line"));
    const std::string caller =
        std::to_string(world.variable<const int>("call_read_after_free_line"));
    CHECK_THAT(world.findings()[0],
               StartsWith("use after free: read of 4 bytes at 0x1") &&
                   Contains("in read_after_free (probe_driver.c:" + line + ")") &&
                   Contains("4 bytes into an object of 40 bytes"));
    CHECK_THAT(world.first_stack(),
               StartsWith("in cpu0/probe (task)\n  read_after_free probe_driver.c:" + line +
                          "\n  call_read_after_free probe_driver.c:" + caller + "\n"));
}

TEST_CASE("accesses: the byte after the end of an object is out of bounds, the last is not") {
    ProbeWorld world;
    world.run([&] { world.function<void()>("write_past_the_end")(); });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0], StartsWith("out of bounds: write of 1 byte") &&
                                        Contains("0 bytes past the end of an object of 21 bytes") &&
                                        Contains("in write_byte ("));
    CHECK_THAT(world.first_stack(), Contains("write_past_the_end"));
}

TEST_CASE("accesses: pointers that are NULL, wild, or came from poisoned memory") {
    const auto [pointer, words] = GENERATE(table<std::uint64_t, std::string>({
        {0, "NULL pointer: read of 4 bytes at offset 0x4"},
        {0x6b6b6b6b6b6b6b6b, "read from freed memory"},
        {0x5a5a5a5a5a5a5a5a, "read from uninitialised memory"},
        {0x7000000000, "outside guest memory"},
    }));
    ProbeWorld world;
    world.run([&, p = pointer] { world.function<unsigned(std::uint64_t)>("read_len")(p); });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0], Contains(words) && Contains("in read_len (probe_driver.c:"));
}

TEST_CASE("accesses: read-only data of the driver may be read, not written") {
    ProbeWorld world;
    world.run([&] {
        void* constant = world.function<void*()>("constant_address")();
        CHECK(world.function<unsigned(void*)>("read_len")(constant) == 2);
        world.function<void(void*)>("write_len")(constant);
    });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0], StartsWith("write of 4 bytes to the driver's read-only data"));
}

TEST_CASE("accesses: a page that the kernel has let go of is not the driver's any more") {
    ProbeWorld world;
    world.run([&] {
        void* page = xs_alloc_pages(4096, 0);
        CHECK(world.function<unsigned(void*)>("read_len")(page) == 0);
        world.memory.set_state(page, 4096, ByteState::unpinned);
        world.function<unsigned(void*)>("read_len")(page);
    });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0], StartsWith("use of unpinned UMEM page: read of 4 bytes"));
}

TEST_CASE("accesses: pages are freed as they were allocated") {
    ProbeWorld world;
    world.run([&] {
        void* pages = xs_alloc_pages(8192, 0);
        xs_free_pages(pages, 4096);
        xs_free_pages(pages, 8192);
    });
    REQUIRE(world.findings().size() == 1);
    CHECK(world.findings()[0] == "pages freed that were not allocated so");
}

TEST_CASE("accesses: the own stack is not shared memory") {
    ProbeWorld world;
    int sum = 0;
    std::uint64_t stack_accesses = 1;
    std::uint64_t static_accesses = 0;
    world.run([&] {
        sum = world.function<int()>("use_own_stack")();
        stack_accesses = world.shim.accesses();
        world.function<int()>("count_up")();
        static_accesses = world.shim.accesses() - stack_accesses;
    });
    CHECK(sum == 120);
    CHECK(stack_accesses == 0);
    CHECK(static_accesses == 2);
    CHECK(world.findings().empty());
}

TEST_CASE("accesses: copies of whole structures are checked to their last byte") {
    ProbeWorld world;
    world.run([&] {
        void* whole = world.memory.allocate(40, true);
        void* short_of_8 = world.memory.allocate(32, true);
        world.function<void(void*, const void*)>("copy")(whole, whole);
        CHECK(world.findings().empty());
        world.function<void(void*, const void*)>("copy")(whole, short_of_8);
    });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0],
               StartsWith("out of bounds: read of ") && Contains("of an object of 32 bytes"));
}

TEST_CASE("accesses: the scheduling point comes before the effect") {
    const bool strict = GENERATE(false, true);
    ProbeOptions options;
    options.strict_steps = strict;
    ProbeWorld world(options);
    std::vector<unsigned long> seen;
    unsigned long* word = nullptr;
    const ContextId observer = world.engine->spawn_step({"observer", Rank::device}, [&] {
        if (word != nullptr) seen.push_back(*word);
        return Instant::never();
    });
    world.run([&] {
        word = world.function<unsigned long*()>("shared_word")();
        world.engine->wake(observer);
        world.function<void(unsigned long*, unsigned long)>("store")(word, 7);
        world.engine->wake(observer);
        world.function<unsigned long(unsigned long*, unsigned long)>("add_atomically")(word, 4);
        world.engine->wake(observer);
        world.function<bool(unsigned long*)>("set_flag")(word);
        world.engine->wake(observer);
        world.engine->point(Operation::local());
    });
    CHECK(seen == std::vector<unsigned long>{0, 7, 11, 11});
    const auto bits = world.log.of(EventKind::state_bit);
    REQUIRE(bits.size() == 1);
    CHECK(arg(bits[0], 1) == 3);
    CHECK(arg(bits[0], 3) == 1);
}

TEST_CASE("accesses: each costs time when the scenario says so") {
    ProbeOptions options;
    options.shim.memory_access = Duration{10};
    ProbeWorld world(options);
    Duration passed;
    world.run([&] {
        unsigned long* word = world.function<unsigned long*()>("shared_word")();
        const Instant before = world.engine->now();
        world.function<void(unsigned long*, unsigned long)>("count_accesses_in")(word, 6);
        passed = world.engine->now() - before;
    });
    CHECK(passed == Duration{60});
}

TEST_CASE("accesses: random pre-emption happens at accesses") {
    ProbeOptions options;
    options.kernel.cpus.host_steals = {{100'000'000}, {1000}, {1000}};
    ProbeWorld world(options);
    Duration passed;
    world.run([&] {
        unsigned long* word = world.function<unsigned long*()>("shared_word")();
        const Instant before = world.engine->now();
        world.function<void(unsigned long*, unsigned long)>("count_accesses_in")(word, 200);
        passed = world.engine->now() - before;
    });
    CHECK(passed >= Duration{5000});
    CHECK(passed <= Duration{60'000});
    CHECK(passed.ns % 1000 == 0);
}
