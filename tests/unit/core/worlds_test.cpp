// SPDX-License-Identifier: GPL-2.0-only
// Many worlds in one process: nothing is left of one when the next begins, and building is cheap.
#include <catch2/catch.hpp>

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <fstream>

#include "tests/unit/core/captured_output.hpp"
#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr int contexts = 20;

long resident_kib() {
    long size = 0;
    long resident = 0;
    std::ifstream("/proc/self/statm") >> size >> resident;
    return resident * sysconf(_SC_PAGESIZE) / 1024;
}

struct Guard {
    int& count;
    ~Guard() { ++count; }
};

Lines run_world(const EngineMaker& make_engine) {
    const auto engine = make_engine();
    Journal journal(*engine);
    int unwound = 0;
    for (int i = 0; i < contexts; ++i) {
        const auto id = engine->spawn({"c" + std::to_string(i), i % 3}, [&, i] {
            const Guard guard{unwound};
            engine->spend(ns(i), Operation::local());
            journal.note("spent");
            engine->park();
        });
        engine->wake(id);
    }
    engine->run();
    journal.note("unwound " + std::to_string(unwound));
    return journal.lines();
}

}  // namespace

TEST_CASE(
    "worlds: 2,000 of 20 contexts are all alike, leave no memory behind, and take little time") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const Lines first = run_world(make_engine);
    REQUIRE(first.size() == contexts + 1);
    REQUIRE(first.back() == "19 - unwound 20");
    for (int i = 0; i < 200; ++i)
        run_world(make_engine);  // what the allocator keeps, it has by now

    const long before_kib = resident_kib();
    std::vector<double> milliseconds;
    for (int i = 0; i < 2000; ++i) {
        const std::clock_t start = std::clock();  // of the processor: others may be busy
        const bool same = run_world(make_engine) == first;
        milliseconds.push_back(1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
        if (!same) FAIL("world " << i << " differs from the first");
    }
    const long grown_kib = resident_kib() - before_kib;
    std::nth_element(milliseconds.begin(), milliseconds.begin() + 1000, milliseconds.end());
#ifdef __SANITIZE_ADDRESS__
    CHECK(milliseconds[1000] < 20);  // loose; the quarantine keeps freed memory
#else
    CHECK(milliseconds[1000] < 5);
    CHECK(grown_kib < 2000);  // one byte lost a context would be 40 KB, one stack 256 KiB
#endif
    static_cast<void>(grown_kib);
}

TEST_CASE("worlds: an engine that never runs leaves nothing behind") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    for (int i = 0; i < 100; ++i) {
        const auto engine = make_engine();
        engine->wake(engine->spawn({"a", 0}, [] {}));
    }
    CHECK(run_world(make_engine).size() == contexts + 1);
}

TEST_CASE("worlds: long ones after one another keep SimGrid's clock and ours together") {
    for (int i = 0; i < 50; ++i) {
        const auto engine = on_simgrid();
        for (const char* name : {"a", "b"}) {
            const auto id = engine->spawn({name, 0}, [&] {
                for (int k = 0; k < 100; ++k)
                    engine->spend(Duration::milliseconds(10'000) + ns(k), Operation::local());
            });
            engine->wake(id);
        }
        const RunEnd end = engine->run();
        REQUIRE(end.message == "nothing will ever be due again");
        REQUIRE(end.at == at_ns(1'000'000'004'950));
    }
}

TEST_CASE("worlds: a run prints nothing, not even when every stack waits for ever") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    std::string printed;
    {
        const CapturedOutput output;
        run_world(make_engine);
        printed = output.text();
    }
    CHECK(printed.empty());
}
