// SPDX-License-Identifier: GPL-2.0-only
// Counterexamples of mutants, from the hunts: small, told, and the same on either engine.
#include <catch2/catch.hpp>

#include <filesystem>

#include "sim/explore/counterexample.hpp"
#include "sim/explore/document_edit.hpp"
#include "sim/explore/shrinker.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/read_document.hpp"
#include "sim/simulate/simulate.hpp"

using namespace xsksim;

namespace {

constexpr std::uint64_t workloads_max = 150, runs_max = 3000;

const std::vector<std::string> mutants{"no-wakeup-clear", "get-buf-no-used-event"};

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

namespace {

void check_nothing_can_go(Trials& trials, const Node& document) {
    REQUIRE(trials.fails(document));
    for (const std::string& pointer : pointers_in(document)) {
        if (part_of(pointer, document) == Part::told) continue;
        Node without = document;
        REQUIRE(take_out(without, pointer));
        INFO("without " << pointer << " of\n" << to_text(document, Layout::handwritten));
        CHECK_FALSE(trials.fails(without));
    }
}

// The breaker's race, where the mutant dies, with things that it does not need.
Node re_peek_with_noise() {
    std::vector<InputProblem> problems;
    Node document =
        load_document(XSKSIM_SOURCE_DIR "/scenarios/breakers/re-peek.json", problems).value();
    take_out(document, "/breaker");
    take_out(document, "/$schema");
    std::vector<InputProblem> none;
    put(document, "/expect",
        read_document(R"({"verdict": "stalled", "because": ["stall.driver_not_called"]})", "", none)
            .value());
    put(document, "/seed", Node::of(std::int64_t{77}));
    put(document, "/device/service_ns", Node::of(std::int64_t{311}));
    take_out(document, "/schedule/holds/0/until");
    take_out(document, "/schedule/holds/0/until_hit");
    put(document, "/schedule/holds/0/at_most_ns", Node::of(std::int64_t{173205}));
    const Node idle =
        read_document(R"({"at": "virtnet_xsk_timeout", "optional": true})", "", none).value();
    node_at(document, "/schedule/holds")->items.push_back(idle);
    return document;
}

}  // namespace

TEST_CASE("counterexample: nothing that is left in it can be left out") {
    for (const Made& made : all_made()) {
        const Counterexample& found = made.counterexample;
        Trials trials(
            *made.search, found.failure.signature(),
            found.reference_fails ? Trials::Reference::may_fail : Trials::Reference::must_pass,
            runs_max);
        check_nothing_can_go(trials, found.document);
    }
}

TEST_CASE("shrinker: of a race with noise the hold stays, and waits for what matters") {
    Explored what = explored("no-re-peek");
    WorkloadSearch search(what);
    Trials trials(search, "stalled stall.driver_not_called", Trials::Reference::must_pass,
                  runs_max);
    Node document = re_peek_with_noise();
    REQUIRE(trials.fails(document));
    trials.keep_short(document);
    Shrinker(trials, document).shrink();
    INFO(to_text(document, Layout::handwritten));
    check_nothing_can_go(trials, document);
    const Node* holds = node_at(document, "/schedule/holds");
    REQUIRE(holds != nullptr);
    REQUIRE(holds->items.size() == 1);
    CHECK(holds->items[0].find("until") != nullptr);
    CHECK(node_at(document, "/seed") == nullptr);
    CHECK(node_at(document, "/end/frames")->integer < 238);
    const auto decisive = decisive_step(trials, document, 1);
    REQUIRE(decisive);
    CHECK(decisive->hold == 1);
    CHECK(decisive->context == "cpu0/softirq");
    CHECK(decisive->too_late_for);
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
