// SPDX-License-Identifier: GPL-2.0-only
// Counterexamples of mutants, from the hunts: small, told, and the same on either engine.
#include <catch2/catch.hpp>

#include <filesystem>

#include "sim/explore/counterexample.hpp"
#include "sim/explore/document_edit.hpp"
#include "sim/explore/shrinker.hpp"
#include "sim/scenario/read_document.hpp"
#include "sim/simulate/simulate.hpp"

using namespace xsksim;

namespace {

constexpr std::uint64_t workloads_max = 150, runs_max = 3000;

const std::vector<std::string> mutants{"no-wakeup-clear", "poll-blind", "raced-no-repoll"};

Explored explored(const std::string& mutant) {
    Explored what;
    what.file = XSKSIM_SOURCE_DIR "/scenarios/hunts/zero-copy.json";
    what.driver = XSKSIM_MUTANT_DIR "/" + mutant + ".so";
    what.driver_directory = XSKSIM_DRIVER_DIR;
    what.reference = "v1";
    return what;
}

std::optional<Counterexample> first_counterexample(WorkloadSearch& search) {
    for (std::uint64_t workload = 0; workload < workloads_max; ++workload)
        for (const MetFailure& met : search.search(workload).met)
            if (auto found = make_counterexample(search, met, runs_max)) return found;
    return std::nullopt;
}

// Each mutant's, made once.
struct Made {
    Explored what;
    std::unique_ptr<WorkloadSearch> search;
    Counterexample counterexample;
};
const std::vector<Made>& all_made() {
    static const std::vector<Made> made = [] {
        std::vector<Made> all;
        for (const std::string& mutant : mutants) {
            const Explored what = explored(mutant);
            auto search = std::make_unique<WorkloadSearch>(what);
            auto found = first_counterexample(*search);
            if (found) all.push_back({what, std::move(search), std::move(*found)});
        }
        return all;
    }();
    REQUIRE(made.size() == mutants.size());
    return made;
}

std::string written(const Made& made) {
    return counterexample_json(made.counterexample, {"found-here",
                                                     "Does it fail?",
                                                     "a test",
                                                     made.what.driver,
                                                     "It is decided.",
                                                     {"First this.", "Then that."}});
}

}  // namespace

TEST_CASE("counterexample: nothing that is left in it can be left out") {
    for (const Made& made : all_made()) {
        const Counterexample& found = made.counterexample;
        Trials trials(
            *made.search, found.failure.signature(),
            found.reference_fails ? Trials::Reference::may_fail : Trials::Reference::must_pass,
            runs_max);
        REQUIRE(trials.fails(found.document));
        for (const std::string& pointer : pointers_in(found.document)) {
            if (part_of(pointer, found.document) == Part::told) continue;
            Node without = found.document;
            REQUIRE(take_out(without, pointer));
            INFO(made.what.driver << " without " << pointer << " of\n"
                                  << to_text(found.document, Layout::handwritten));
            CHECK_FALSE(trials.fails(without));
        }
    }
}

TEST_CASE("counterexample: its file fails as it expects, on either engine") {
    for (const Made& made : all_made()) {
        INFO(written(made));
        Scenario scenario = parse_scenario(written(made), "found-here.json");
        scenario.driver.name = made.what.driver;
        for (const EngineKind engine : {EngineKind::native, EngineKind::simgrid}) {
            const RunResult result =
                simulate(scenario, {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR});
            CHECK(result.as_expected);
            const auto failure = failure_of(result);
            REQUIRE(failure);
            CHECK(failure->signature() == made.counterexample.failure.signature());
        }
        scenario.driver.name = "v1";
        if (!made.counterexample.reference_fails)
            CHECK(simulate(scenario,
                           {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR})
                      .outcome == Outcome::pass);
    }
}

TEST_CASE("counterexample: a hold has a place that the format takes, and few are needed") {
    for (const Made& made : all_made()) {
        const Scenario scenario = parse_scenario(written(made), "found-here.json");
        CHECK(scenario.holds.size() <= 3);
        CHECK(scenario.holds.size() == made.counterexample.holds());
        CHECK(made.counterexample.decisive.has_value() == !scenario.holds.empty());
        CHECK(scenario.found.race == std::vector<std::string>{"First this.", "Then that."});
    }
}
