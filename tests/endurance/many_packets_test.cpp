// SPDX-License-Identifier: GPL-2.0-only
// What one process may do for long: many packets in one world, many worlds after each other.
#include <sys/resource.h>
#include <catch2/catch.hpp>

#include "sim/core/sanitizer.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline_listener.hpp"
#include "tests/support/long_form.hpp"

using namespace xsksim;

namespace {

RunResult run_frames(std::uint64_t frames) {
    const Scenario scenario =
        load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                      {{"/device/publish", R"({"when": "batch", "batch": 64})"},
                       {"/end/frames", std::to_string(frames)}});
    DigestListener digest;
    TimelineListener timeline;
    return simulate(scenario, {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR},
                    {&digest, &timeline});
}

std::int64_t peak_memory_kib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

// Two million are enough to see four bytes a packet.
TEST_CASE("endurance: memory stays flat over millions of packets") {
    const std::uint64_t frames = test::repeats<std::uint64_t>(2'000'000, 10'000'000);
    REQUIRE(run_frames(300'000).outcome == Outcome::pass);
    const std::int64_t before = peak_memory_kib();
    const RunResult result = run_frames(frames);
    CHECK(result.outcome == Outcome::pass);
    CHECK(result.summary.on_wire == frames);
    // The sanitizer keeps freed memory aside.
    if (!address_sanitizer) CHECK(peak_memory_kib() - before < 8192);
}

TEST_CASE("endurance: a world remembers nothing of the ones before it, and gives its memory back") {
    const RunResult first = run_frames(200);
    const auto some_more_worlds = [&] {
        for (int i = 0; i < 600; ++i) REQUIRE(run_frames(200).digest == first.digest);
    };
    some_more_worlds();  // until allocators and huge pages have settled
    const std::int64_t before = peak_memory_kib();
    some_more_worlds();
    CHECK(peak_memory_kib() - before < 1024);
}

// Thousands a second are looked at by whoever searches: a page kept by each fills a machine.
TEST_CASE("endurance: twenty thousand small worlds leave resident memory flat") {
    const Scenario scenario = load_scenario(XSKSIM_SOURCE_DIR "/tests/bench/small.json");
    const auto worlds = [&](int count) {
        for (int i = 0; i < count; ++i)
            REQUIRE(simulate(scenario,
                             {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR})
                        .outcome == Outcome::pass);
    };
    worlds(1000);  // as above
    const std::int64_t before = peak_memory_kib();
    worlds(address_sanitizer ? 1000 : test::repeats(20'000, 1'000'000));
    if (!address_sanitizer) CHECK(peak_memory_kib() - before < 256);
}
