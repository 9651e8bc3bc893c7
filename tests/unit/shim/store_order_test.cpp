// SPDX-License-Identifier: GPL-2.0-only
// Litmus tests of the memory order, run by driver C under the real hooks: what x86 allows occurs,
// and what it forbids never does. Names as in the literature (SB, MP, LB, IRIW; Sewell et al.,
// x86-TSO).
#include <catch2/catch.hpp>

#include <map>

#include "models/shim/hooks/access_state.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;

namespace {

enum Between {
    nothing,
    full,
    stores_only,
    bit_op,
    atomic_add,
    lock_pair,
    exchange,
    doorbell_write
};

using Words = unsigned long*;
using Thread = std::function<unsigned long(ProbeWorld&, Words)>;
// What the threads returned -> how often.
using Outcomes = std::map<std::vector<unsigned long>, int>;

constexpr int seeds = 2000;

// Each thread on a vCPU of its own, begun within a few nanoseconds of each other; accesses take
// time.
std::vector<unsigned long> run_once(std::uint64_t seed, bool tso,
                                    const std::vector<Thread>& threads,
                                    std::string* trace = nullptr, bool strict = false) {
    ProbeOptions options;
    options.seed = seed;
    options.strict_steps = strict;
    if (tso) options.stores = StoreBufferOptions{};
    options.kernel.cpus.vcpus = static_cast<std::uint32_t>(threads.size());
    options.shim.memory_access = Duration{3};
    ProbeWorld world(options);
    auto* words = static_cast<Words>(world.memory.allocate(512, true));
    std::vector<unsigned long> seen(threads.size());
    const StreamId stream = world.choice->stream("test");
    for (CpuId cpu = 0; cpu < threads.size(); ++cpu)
        world.spawn(cpu, [&, cpu] {
            world.kernel.cpus().execution().spend(
                world.choice->between(stream, Duration{0}, Duration{30}), Operation::local());
            const DriverCall call;
            seen[cpu] = threads[cpu](world, words);
            world.kernel.cpus().execution().spend(Duration{2000},
                                                  Operation::local());  // the end of a task drains
        });
    world.engine->run();
    CHECK(world.findings().empty());
    if (trace != nullptr)
        for (const Event& event : world.log.events)
            *trace += std::to_string(static_cast<int>(event.kind)) + "@" +
                      std::to_string(event.at.ns) + " ";
    return seen;
}

Outcomes outcomes(bool tso, const std::vector<Thread>& threads, int runs = seeds) {
    Outcomes counts;
    for (int seed = 1; seed <= runs; ++seed)
        ++counts[run_once(static_cast<std::uint64_t>(seed), tso, threads)];
    return counts;
}

Thread two_accesses(const char* function, int own, int other, Between between) {
    return [=](ProbeWorld& world, Words words) {
        return world.function<unsigned long(Words, Words, int, unsigned)>(function)(
            words + 8 * own, words + 8 * other, between, static_cast<unsigned>(own));
    };
}

std::vector<Thread> store_buffering(Between first, Between second) {
    return {two_accesses("litmus_store_load", 0, 1, first),
            two_accesses("litmus_store_load", 1, 0, second)};
}

Thread store_one(int word) {
    return [=](ProbeWorld& world, Words words) {
        world.function<void(Words, unsigned long)>("store")(words + 8 * word, 1);
        return 0UL;
    };
}

Thread look(int first, int second) {
    return [=](ProbeWorld& world, Words words) {
        return world.function<unsigned long(Words, Words)>("litmus_look")(words + 8 * first,
                                                                          words + 8 * second);
    };
}

}  // namespace

TEST_CASE("store order: SB never shows both loads early under sequential consistency") {
    const Outcomes counts = outcomes(false, store_buffering(nothing, nothing));
    CHECK(counts.count({0, 0}) == 0);
    CHECK(counts.size() == 3);
}

TEST_CASE("store order: SB shows both loads early under TSO, often") {
    const Outcomes counts = outcomes(true, store_buffering(nothing, nothing));
    CHECK(counts.at({0, 0}) > seeds / 4);
    CHECK(counts.size() >= 3);
}

TEST_CASE("store order: a full barrier or a locked instruction on both sides forbids it") {
    const Between between = GENERATE(full, bit_op, atomic_add, lock_pair, exchange, doorbell_write);
    CAPTURE(between);
    const Outcomes counts = outcomes(true, store_buffering(between, between));
    CHECK(counts.count({0, 0}) == 0);
    CHECK(counts.size() >= (between == doorbell_write ? 1U : 2U));  // its exit outlasts all else
}

TEST_CASE("store order: a barrier on one side only, or one for stores only, does not") {
    CHECK(outcomes(true, store_buffering(full, nothing)).at({0, 0}) > seeds / 20);
    CHECK(outcomes(true, store_buffering(stores_only, stores_only)).at({0, 0}) > seeds / 20);
}

TEST_CASE("store order: MP, a later store is never seen before an earlier one") {
    const std::vector<Thread> threads = {[](ProbeWorld& world, Words words) {
                                             world.function<void(Words, Words)>("litmus_publish")(
                                                 words, words + 8);
                                             return 0UL;
                                         },
                                         look(1, 0)};
    const Outcomes counts = outcomes(true, threads);
    CHECK(counts.count({0, 1}) == 0);  // flag seen, data not
    CHECK(counts.count({0, 0}) == 1);
    CHECK(counts.count({0, 2}) == 1);  // data seen, flag not
}

TEST_CASE("store order: LB, a load never sees a store that comes after it") {
    const Outcomes counts = outcomes(true, {two_accesses("litmus_load_store", 0, 1, nothing),
                                            two_accesses("litmus_load_store", 1, 0, nothing)});
    CHECK(counts.count({1, 1}) == 0);
}

TEST_CASE("store order: IRIW, two readers agree on the order of two writers") {
    const Outcomes counts = outcomes(true, {store_one(0), store_one(1), look(0, 1), look(1, 0)});
    CHECK(counts.count({0, 0, 1, 1}) == 0);
    CHECK(counts.size() >= 4);
}

TEST_CASE("store order: a vCPU sees its own stores at once, others see them whole or not") {
    const std::vector<Thread> threads = {
        [](ProbeWorld& world, Words words) {
            return world.function<unsigned long(Words)>("litmus_forward")(words);
        },
        look(1, 0), look(1, 0)};
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        CHECK(run_once(seed, true, threads)[0] == 0x1111111133331122);
}

TEST_CASE("store order: what a lock protects is never seen half done") {
    const Thread add = [](ProbeWorld& world, Words words) {
        for (int i = 0; i < 5; ++i) world.function<void(Words)>("litmus_locked_add")(words);
        return 0UL;
    };
    const Thread total = [](ProbeWorld& world, Words words) {
        world.kernel.cpus().execution().spend(Duration{100'000}, Operation::local());
        return *words;
    };
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        CHECK(run_once(seed, true, {add, add, add, total})[3] == 15);
}

TEST_CASE("store order: an interrupt on the vCPU sees its stores, and drains them") {
    ProbeOptions options;
    options.stores = StoreBufferOptions{Duration{5000}, Duration{5000}};
    ProbeWorld world(options);
    auto* word = static_cast<Words>(world.memory.allocate(8, true));
    unsigned long inside = 0;
    unsigned long other = 99;
    world.spawn(1, [&] {
        world.kernel.cpus().execution().spend(Duration{200}, Operation::local());
        other = *word;
        world.kernel.cpus().execution().spend(Duration{2000}, Operation::local());
        other = other * 10 + *word;
    });
    world.run([&] {
        world.function<void(Words, unsigned long)>("store")(word, 1);
        world.kernel.cpus().execution().spend(Duration{300}, Operation::local());
        world.kernel.cpus().hardirqs().raise(0, 7, [&] {
            inside = *word;
            return true;
        });
        world.kernel.cpus().execution().spend(Duration{10}, Operation::local());
    });
    CHECK(inside == 1);
    CHECK(other == 1);  // 0, then 1
}

TEST_CASE("store order: a store is seen when its time has come, without any barrier") {
    ProbeOptions options;
    options.stores = StoreBufferOptions{Duration{400}, Duration{400}};
    ProbeWorld world(options);
    auto* word = static_cast<Words>(world.memory.allocate(8, true));
    std::vector<unsigned long> seen;
    world.spawn(1, [&] {
        for (int i = 0; i < 6; ++i) {
            world.kernel.cpus().execution().spend(Duration{100}, Operation::local());
            seen.push_back(*word);
        }
    });
    world.run([&] {
        world.function<void(Words, unsigned long)>("store")(word, 1);
        world.kernel.cpus().execution().spend(Duration{5000}, Operation::local());
    });
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.front() == 0);
    CHECK(seen.back() == 1);
}

TEST_CASE("store order: a buffer holds 56 stores and drains the oldest for more") {
    ProbeOptions options;
    options.stores = StoreBufferOptions{Duration{100'000}, Duration{100'000}};
    ProbeWorld world(options);
    auto* words = static_cast<Words>(world.memory.allocate(64 * 8, true));
    auto* page = static_cast<unsigned char*>(world.memory.allocate_pages(8192));
    std::vector<int> seen;
    std::vector<int> filled;
    world.spawn(1, [&] {
        world.kernel.cpus().execution().spend(Duration{1000}, Operation::local());
        for (int i = 0; i < 64; ++i) seen.push_back(static_cast<int>(words[i]));
        world.kernel.cpus().execution().spend(Duration{2000}, Operation::local());
        for (int i = 0; i < 8192; i += 64) filled.push_back(page[i]);
    });
    world.run([&] {
        for (int i = 0; i < 60; ++i)
            world.function<void(Words, unsigned long)>("store")(words + i, 1);
        world.kernel.cpus().execution().spend(Duration{1500}, Operation::local());
        world.function<void(void*, int, unsigned long)>("litmus_fill")(page, 7, 8192);
        CHECK(page[8191] == 7);
        world.kernel.cpus().execution().spend(Duration{5000}, Operation::local());
    });
    CHECK(std::count(seen.begin(), seen.end(), 1) == 4);
    CHECK(seen[3] == 1);
    CHECK(seen[4] == 0);
    CHECK(std::count(filled.begin(), filled.end(), 7) == 8192 / 64 - 56);
}

TEST_CASE("store order: memory that is freed keeps its poison, a use after free is still found") {
    ProbeOptions options;
    options.stores = StoreBufferOptions{};
    ProbeWorld world(options);
    world.spawn(
        1, [&] { world.kernel.cpus().execution().spend(Duration{10'000}, Operation::local()); });
    world.run([&] {
        world.function<void()>("litmus_store_and_free")();
        world.kernel.cpus().execution().spend(Duration{1000}, Operation::local());
        CHECK(world.findings().empty());
        world.function<unsigned()>("read_after_free")();
    });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0], Contains("use after free"));
}

TEST_CASE("store order: a run that ends with undrained stores leaves nothing behind") {
    for (int i = 0; i < 3; ++i) {
        ProbeOptions options;
        options.stores = StoreBufferOptions{Duration{100'000}, Duration{100'000}};
        ProbeWorld world(options);
        world.run([&] {
            CHECK(world.function<int()>("count_up")() == 42);
            world.function<void(Words, unsigned long)>("store")(
                world.function<Words()>("shared_word")(), 7);
            CHECK(world.stores->has_undrained());
            world.engine->stop("enough");
        });
    }
}

TEST_CASE("store order: same seed, same run; on the strict engine too") {
    const auto threads = store_buffering(nothing, lock_pair);
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        std::string first, again, strict;
        const auto seen = run_once(seed, true, threads, &first);
        CHECK(run_once(seed, true, threads, &again) == seen);
        CHECK(run_once(seed, true, threads, &strict, true) == seen);
        CHECK(first == again);
        CHECK(first == strict);
    }
}
