// SPDX-License-Identifier: GPL-2.0-only
// Runs that are taken back and go on otherwise are the runs that they would be from the start.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sim/core/check.hpp"
#include "sim/explore/dice.hpp"
#include "sim/explore/drawn_ties.hpp"
#include "sim/explore/led_choice.hpp"
#include "sim/explore/restored_executions.hpp"
#include "sim/explore/scheduled_choice.hpp"
#include "sim/explore/scout.hpp"
#include "sim/explore/state_coverage.hpp"
#include "sim/explore/strategy.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/rewindable_run.hpp"
#include "sim/simulate/simulate.hpp"

namespace xsksim {
namespace {

// Of which the long form looks at all, and at more points.
const bool is_long = std::getenv("XSKSIM_LONG") != nullptr;

std::vector<std::string> shipped_scenarios() {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(XSKSIM_SOURCE_DIR "/scenarios"))
        if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    std::ranges::sort(files);
    return files;
}

LoadedDriver driver_of(const Scenario& scenario) {
    return load_driver(scenario.driver.name, XSKSIM_DRIVER_DIR, scenario.name);
}

Executed from_start(const Scenario& scenario, const LoadedDriver& driver,
                    const Schedule& schedule) {
    ScheduledChoice choice(make_seeded_choice(scenario.seed), schedule);
    DigestListener digest;
    StateCoverage states;
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver = &driver;
    options.choice = &choice;
    RunResult result = simulate(scenario, options, {&states, &digest});
    return {std::move(result), states.coverage()};
}

PointMap points_of(const Scenario& scenario, const LoadedDriver& driver) {
    Scout scout(make_seeded_choice(scenario.seed));
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver = &driver;
    options.choice = &scout;
    options.points = scenario.shim.access_events ? nullptr : &scout;
    options.on_engine = [&scout](const Engine& engine) { scout.read_clock_of(engine); };
    simulate(scenario, options);
    return scout.points();
}

// Every kind: at the first point, at the last, anywhere, at shared objects, many short ones, none;
// ties alone, and with hold-ups.
std::vector<Schedule> schedules_for(const PointMap& points, std::uint64_t seed, int count) {
    const ExploreOptions explore{};
    constexpr std::array kinds{Strategy::walk,   Strategy::place,  Strategy::pct,
                               Strategy::shared, Strategy::object, Strategy::reverse};
    std::vector<Schedule> schedules{
        {}, {{0, {{5000}, false}}}, {{points.count - 1, {{5000}, true}}}};
    for (int i = 0; i < count; ++i) {
        Dice dice(seed, fmt::format("schedule {}", i));
        schedules.push_back(draw_schedule(kinds[static_cast<std::size_t>(i) % kinds.size()],
                                          explore, points, dice));
        const Schedule ties = draw_ties(points, dice);
        schedules.push_back(ties);
        schedules.push_back(schedules[schedules.size() - 2]);
        schedules.back().insert(schedules.back().end(), ties.begin(), ties.end());
        put_in_order(schedules.back());
    }
    return schedules;
}

void check_same_measures(const Measures& restored, const Measures& fresh) {
    CHECK(restored.events == fresh.events);
    CHECK(restored.accesses == fresh.accesses);
    CHECK(restored.engine.points == fresh.engine.points);
    CHECK(restored.engine.dispatches == fresh.engine.dispatches);
    CHECK(restored.engine.steps == fresh.engine.steps);
    CHECK(restored.engine.switches == fresh.engine.switches);
    CHECK(restored.cpu_by_context == fresh.cpu_by_context);
}

void check_same(const RunResult& restored, const RunResult& fresh) {
    check_same_measures(restored.summary.measured, fresh.summary.measured);
    CHECK(restored.digest == fresh.digest);
    CHECK(restored.outcome == fresh.outcome);
    CHECK(restored.as_expected == fresh.as_expected);
    CHECK(restored.unexpected == fresh.unexpected);
    CHECK(restored.inconclusive_reason == fresh.inconclusive_reason);
    CHECK(restored.end.message == fresh.end.message);
    CHECK(restored.end.at == fresh.end.at);
    CHECK(restored.end.reason == fresh.end.reason);
    REQUIRE(restored.violations.size() == fresh.violations.size());
    for (std::size_t i = 0; i < fresh.violations.size(); ++i) {
        CHECK(restored.violations[i].message == fresh.violations[i].message);
        CHECK(restored.violations[i].event == fresh.violations[i].event);
        CHECK(restored.violations[i].stack == fresh.violations[i].stack);
    }
    REQUIRE(restored.explanation.has_value() == fresh.explanation.has_value());
    if (fresh.explanation) {
        CHECK(restored.explanation->headline == fresh.explanation->headline);
        CHECK(restored.explanation->codes == fresh.explanation->codes);
    }
}

void check_same(const Executed& restored, const Executed& fresh) {
    check_same(restored.result, fresh.result);
    CHECK(restored.coverage == fresh.coverage);
    CHECK(fresh.coverage.size() > 0);
}

}  // namespace

TEST_CASE("restored: each shipped scenario, under many schedules, is the run from the start") {
    std::size_t looked_at = 0;
    const std::size_t every = is_long ? 1 : 16;
    const auto files = shipped_scenarios();
    for (std::size_t i = 0; i < files.size(); i += every) {
        INFO(files[i]);
        Scenario scenario = load_scenario(files[i], {});
        scenario.bounds.dispatches = std::min<std::uint64_t>(scenario.bounds.dispatches, 30'000);
        const LoadedDriver driver = driver_of(scenario);
        const PointMap points = points_of(scenario, driver);
        if (points.count == 0) continue;
        const auto schedules = schedules_for(points, i, is_long ? 12 : 4);
        const auto results = RestoredExecutions(scenario, driver, 0, true).run(schedules);
        for (std::size_t s = 0; s < schedules.size(); ++s) {
            INFO("schedule " << s);
            check_same(results[s], from_start(scenario, driver, schedules[s]));
        }
        ++looked_at;
    }
    CHECK(looked_at > 15);
}

namespace {

std::size_t resident_pages() {
    std::ifstream statm("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    statm >> all >> resident;
    return resident;
}

}  // namespace

TEST_CASE("restored: rounds that begin anywhere, in any order, are the runs from the start") {
    const Scenario scenario = load_scenario(XSKSIM_SOURCE_DIR "/tests/bench/small.json", {});
    const LoadedDriver driver = driver_of(scenario);
    const std::uint64_t points = points_of(scenario, driver).count;
    // More first hold-ups than are kept, later rounds before, between and behind those of earlier.
    std::vector<Schedule> schedules;
    std::vector<Executed> executed;
    {
        RestoredExecutions restored(scenario, driver, 0, true);
        for (std::uint64_t round = 0; round < 4; ++round) {
            std::vector<Schedule> some;
            Dice dice(round, "round");
            for (int i = 0; i < 12; ++i)
                some.push_back({{dice.below(points - 1), {{3000}, dice.coin()}}});
            // Where an earlier round has begun, and next to it.
            for (std::size_t i = 0; i < std::min<std::size_t>(schedules.size(), 12); ++i)
                for (const std::uint64_t further : {0, 1})
                    some.push_back({{schedules[i].front().point + further, {{4000}, false}}});
            std::ranges::copy(restored.run(some), std::back_inserter(executed));
            std::ranges::copy(some, std::back_inserter(schedules));
        }
    }
    std::size_t differ = 0;
    for (std::size_t i = 0; i < schedules.size(); ++i) {
        INFO("held up at " << schedules[i].front().point);
        check_same(executed[i], from_start(scenario, driver, schedules[i]));
        if (executed[i].result.digest != executed.front().result.digest) ++differ;
    }
    CHECK(differ > 30);
}

TEST_CASE("restored: executions by the thousand take no more memory than a few") {
    const Scenario scenario = load_scenario(XSKSIM_SOURCE_DIR "/tests/bench/small.json", {});
    const LoadedDriver driver = driver_of(scenario);
    const auto schedules = schedules_for(points_of(scenario, driver), 1, 17);
    const auto make = [&](int lives) {
        for (int life = 0; life < lives; ++life)
            RestoredExecutions(scenario, driver, 0, false).run(schedules);
    };
    make(20);
    const std::size_t before = resident_pages();
    make(is_long ? 50'000 : 250);
    CHECK(resident_pages() < before + 64);
}

TEST_CASE("restored: where a world cannot be made, runs from the start say why") {
    Scenario scenario = load_scenario(XSKSIM_SOURCE_DIR "/tests/bench/small.json", {});
    scenario.driver.parameters["no_such_parameter"] = 1;
    const LoadedDriver driver = driver_of(scenario);
    CHECK_THROWS_AS(RestoredExecutions(scenario, driver, 0, false), SimulatorFault);
    CHECK_THROWS_WITH(from_start(scenario, driver, {}), Catch::Contains("no_such_parameter"));
    // And nothing of it is left.
    scenario.driver.parameters.clear();
    const auto results = RestoredExecutions(scenario, driver, 0, true).run({{}});
    check_same(results.front(), from_start(scenario, driver, {}));
}

}  // namespace xsksim
