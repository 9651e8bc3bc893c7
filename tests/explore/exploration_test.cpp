// SPDX-License-Identifier: GPL-2.0-only
// An exploration's content hangs on its options alone.
#include "sim/explore/exploration.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace xsksim;

namespace {

Explored hunt_on_a_mutant(const std::string& hunt) {
    Explored what;
    what.file = XSKSIM_SOURCE_DIR "/scenarios/hunts/" + hunt + ".json";
    what.driver = XSKSIM_MUTANT_DIR "/no-kick-barrier.so";
    what.driver_directory = XSKSIM_DRIVER_DIR;
    return what;
}

Exploration::Callbacks nobody_interrupts() {
    Exploration::Callbacks callbacks;
    callbacks.is_interrupted = [] { return false; };
    callbacks.on_progress = [](const ExplorationState&) {};
    return callbacks;
}

// What a store keeps, each workload once.
struct Kept {
    std::map<std::uint64_t, WorkloadReport> reports;

    void keep(const std::vector<NumberedReport>& made) {
        for (const auto& [number, report] : made) CHECK(reports.emplace(number, report).second);
    }
    std::map<std::uint64_t, WorkloadReport> without_coverage() const {
        auto without = reports;
        for (auto& [number, report] : without) report.coverage = {};
        return without;
    }
    CoverageCounts coverage() const {
        CoverageCounts counts;
        for (const auto& [number, report] : reports) counts.add(report.coverage, number);
        return counts;
    }
};

ExplorationState outcome_of(const Explored& what, unsigned workers, std::uint64_t executions) {
    ExploreBudget budget;
    budget.executions = executions;
    return Exploration(what, {.workers = workers}).run(budget, nobody_interrupts());
}

std::string text(const ExplorationState& state) {
    std::string all = std::to_string(state.executions) + " " + std::to_string(state.workloads);
    for (const FoundFailure& found : state.found)
        all += "\n" + found.first.signature + " " + found.first.words + " " +
               std::to_string(found.first.workload) + " " + std::to_string(found.first.schedule) +
               " " + std::to_string(found.first.times) + " " + std::to_string(found.workloads) +
               " " + std::to_string(found.executions_before);
    for (const auto& [met, count] :
         std::map(state.coverage.all().begin(), state.coverage.all().end()))
        all += "\n" + std::to_string(met) + " " + std::to_string(count.workloads) + " " +
               std::to_string(count.first);
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
    CHECK(points.reversals.size() > 10);
    for (const auto& reversals : points.reversals)
        for (const Reversal& reversal : reversals) {
            CHECK(reversal.point < points.count);
            CHECK(reversal.later <= plain.end.at - Instant{});
        }
}

TEST_CASE("exploration: a failure is met again by its number, whatever round it comes in") {
    WorkloadSearch search(hunt_on_a_mutant("with-udp"));
    std::size_t of_later_rounds = 0;
    for (std::uint64_t workload = 0; workload < 400 && of_later_rounds < 2; ++workload)
        for (const MetFailure& met : search.search(workload).met) {
            if (met.schedule == 0) continue;
            const Scenario scenario = search.scenario_with(search.settings_of(workload));
            const auto failure = failure_of(
                search.executor().run(scenario, search.schedule_of(workload, met.schedule)));
            REQUIRE(failure);
            CHECK(failure->signature() == met.signature);
            if (met.schedule > 5) ++of_later_rounds;
        }
    CHECK(of_later_rounds > 0);
}

TEST_CASE("exploration: in shards and in sessions, the same workloads as in one") {
    const Explored what = hunt_on_a_mutant("with-udp");
    ExploreBudget budget;
    budget.workloads = 20;
    Exploration::Callbacks callbacks = nobody_interrupts();
    const ExplorationState whole = Exploration(what, {.workers = 2}).run(budget, callbacks);
    Kept kept;
    callbacks.keep = [&](const std::vector<NumberedReport>& reports) { kept.keep(reports); };
    for (const std::uint32_t index : {2U, 0U, 1U})
        Exploration(what, {.workers = 2, .shard = {index, 3}}).run(budget, callbacks);
    CHECK(kept.reports.size() == 20);
    // Two of them are lacking: they are made, and all count in order.
    for (const std::uint64_t lacking : {7U, 19U}) kept.reports.erase(lacking);
    Exploration resumed(what, {.workers = 2});
    resumed.know(kept.without_coverage(), kept.coverage());
    CHECK(text(resumed.run(budget, callbacks)) == text(whole));
    CHECK(kept.reports.size() == 20);
}

TEST_CASE("exploration: what it covers grows, and more of it is met again") {
    const ExplorationState few = outcome_of(hunt_on_a_mutant("zero-copy"), 2, 64);
    const ExplorationState many = outcome_of(hunt_on_a_mutant("zero-copy"), 2, 640);
    for (const CoverageKind kind : {CoverageKind::state, CoverageKind::order}) {
        CHECK(few.coverage.size(kind) > 20);
        CHECK(many.coverage.size(kind) > few.coverage.size(kind));
    }
    const auto share_met_once = [](const ExplorationState& state) {
        return static_cast<double>(state.coverage.met_by(1)) /
               static_cast<double>(state.coverage.size());
    };
    CHECK(share_met_once(many) < share_met_once(few));
    for (const auto& [met, count] : few.coverage.all()) CHECK(many.coverage.all().contains(met));
}
