// SPDX-License-Identifier: GPL-2.0-only
// A tie that goes the other way in an execution goes the other way in a scenario that says so.
#include <catch2/catch.hpp>

#include <set>

#include "sim/core/holding_choice.hpp"
#include "sim/explore/executor.hpp"
#include "sim/explore/named_holds.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"

using namespace xsksim;

namespace {

// With a hold that never begins: a choice that holds up brings the context that ends holds, too.
Scenario tiny_scenario() {
    return load_scenario(
        XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
        {{"/end/frames", "40"},
         {"/device/service_ns", "0"},
         {"/device/notify_latency_ns", "0"},
         {"/interrupts/latency_ns", "0"},
         {"/expect/reached", "[]"},
         {"/schedule/holds/-", R"({"at": "event:app_killed", "optional": true})"}});
}

std::uint64_t digest_of(const Scenario& scenario, EngineKind engine, RunResult* result = nullptr) {
    DigestListener digest;
    const RunResult made =
        simulate(scenario, {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR}, {&digest});
    if (result != nullptr) *result = made;
    return made.digest;
}

}  // namespace

TEST_CASE("ties: an execution's are a scenario's, by the name of who goes last, on either engine") {
    Executor executor(XSKSIM_DRIVER_DIR);
    const Scenario scenario = tiny_scenario();
    PointMap points;
    executor.scout(scenario, points);
    REQUIRE(points.ties.size() > 1);
    std::set<std::uint64_t> digests{digest_of(scenario, EngineKind::native)};
    std::set<std::string> names;
    for (const Schedule& of_one : points.ties) {
        NamedHolds named;
        DigestListener digest;
        const Schedule schedule{of_one[of_one.size() / 2]};
        const RunResult result = executor.run(scenario, schedule, {&named, &digest});
        REQUIRE(named.ties().size() == 1);
        names.insert(named.ties()[0].last);
        Scenario with = scenario;
        with.ties = named.ties();
        INFO(with.ties[0].last << " " << with.ties[0].hit);
        CHECK(digest_of(with, EngineKind::native) == result.digest);
        CHECK(digest_of(with, EngineKind::simgrid) == result.digest);
        digests.insert(result.digest);
    }
    CHECK(names.size() == points.ties.size());
    CHECK(digests.size() == points.ties.size() + 1);
}

TEST_CASE("ties: one that does not come about is told, unless it may be so") {
    Scenario scenario = tiny_scenario();
    scenario.ties = {{"device/tx0", 1'000'000, false}, {"nobody", 1, true}};
    RunResult result;
    digest_of(scenario, EngineKind::native, &result);
    REQUIRE(result.unexpected.size() == 1);
    CHECK(result.unexpected[0] ==
          "/schedule/ties/0 was skipped: device/tx0 was not so often the first of several due at "
          "one time");
}
