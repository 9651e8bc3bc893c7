// SPDX-License-Identifier: GPL-2.0-only
// An exploration's content hangs on its options alone.
#include "sim/explore/exploration.hpp"

#include <catch2/catch.hpp>

using namespace xsksim;

namespace {

Explored hunt_on_a_mutant(const std::string& hunt) {
    Explored what;
    what.file = XSKSIM_SOURCE_DIR "/scenarios/hunts/" + hunt + ".json";
    what.driver = XSKSIM_MUTANT_DIR "/no-kick-barrier.so";
    what.driver_directory = XSKSIM_DRIVER_DIR;
    return what;
}

ExplorationState outcome_of(const Explored& what, unsigned workers, std::uint64_t executions) {
    ExploreBudget budget;
    budget.executions = executions;
    Exploration::Callbacks callbacks;
    callbacks.is_interrupted = [] { return false; };
    callbacks.on_progress = [](const ExplorationState&) {};
    return Exploration(what, workers).run(budget, callbacks);
}

std::string text(const ExplorationState& state) {
    std::string all = std::to_string(state.executions) + " " + std::to_string(state.workloads);
    for (const FoundFailure& found : state.found)
        all += "\n" + found.first.signature + " " + found.first.words + " " +
               std::to_string(found.first.workload) + " " + std::to_string(found.first.schedule) +
               " " + std::to_string(found.first.times) + " " + std::to_string(found.workloads) +
               " " + std::to_string(found.executions_before);
    return all;
}

}  // namespace

TEST_CASE("exploration: the same for any number of workers") {
    const ExplorationState one = outcome_of(hunt_on_a_mutant("with-udp"), 1, 800);
    CHECK(one.executions >= 800);
    CHECK(!one.found.empty());
    CHECK(text(one) == text(outcome_of(hunt_on_a_mutant("with-udp"), 3, 800)));
}

TEST_CASE("exploration: another seed, other executions") {
    Explored other = hunt_on_a_mutant("with-udp");
    other.seed = 2;
    CHECK(text(outcome_of(hunt_on_a_mutant("with-udp"), 2, 400)) !=
          text(outcome_of(other, 2, 400)));
}

TEST_CASE("exploration: the scout passes the points that a run without it passes") {
    WorkloadSearch search(hunt_on_a_mutant("zero-copy"));
    const Scenario scenario = search.scenario_with(search.settings_of(3));
    PointMap points;
    const RunResult scouted = search.executor().scout(scenario, points);
    const RunResult plain = search.executor().run(scenario, {});
    CHECK(scouted.outcome == plain.outcome);
    CHECK(scouted.end.at == plain.end.at);
    CHECK(scouted.summary.measured.accesses == plain.summary.measured.accesses);
    CHECK(points.count > plain.summary.measured.accesses);  // calls are points, too
    CHECK(!points.shared.empty());
    for (const auto& object : points.shared)
        for (const std::uint64_t point : object) CHECK(point < points.count);
}
