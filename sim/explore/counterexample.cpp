// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/counterexample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sim/explore/named_holds.hpp"
#include "sim/explore/shrinker.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/overrides.hpp"

namespace xsksim {
namespace {

// The schedule of the execution, with names. Empty where there is none.
std::vector<ExpectedHold> holds_of(WorkloadSearch& search, Scenario scenario,
                                   const MetFailure& met) {
    if (met.schedule == 0) return {};
    const std::uint64_t points = WorkloadSearch::points_of(search.executor().run(scenario, {}));
    scenario.shim.access_events = true;
    NamedHolds named;
    search.executor().run(scenario, search.schedule_of(points, met.workload, met.schedule),
                          {&named});
    return named.holds();
}

Node node_of(const ExpectedHold& hold) {
    Node node = Node::object();
    node.add("at", Node::of(std::string_view(hold.at.name)));
    if (hold.hit != 1) node.add("hit", Node::of(static_cast<std::int64_t>(hold.hit)));
    node.add("at_most_ns", Node::of(hold.at_most.ns));
    if (hold.only_context) node.add("only_context", Node::of(true));
    return node;
}

Node expectation_of(const Failure& failure) {
    Node node = Node::object();
    node.add("verdict", Node::of(word_of(failure.outcome)));
    Node because = Node::list_of({});
    for (const Code code : failure.reason.codes) because.items.push_back(Node::of(name_of(code)));
    if (!because.items.empty()) node.add("because", std::move(because));
    return node;
}

}  // namespace

std::optional<Counterexample> make_counterexample(WorkloadSearch& search, const MetFailure& met,
                                                  std::uint64_t runs_max) {
    Counterexample found;
    found.settings = search.settings_of(met.workload);
    const Scenario scenario = search.scenario_with(found.settings);
    found.holds = holds_of(search, scenario, met);
    std::erase_if(found.holds, [](const ExpectedHold& hold) { return !hold.at.is_set(); });
    Scenario with_holds = scenario;
    with_holds.holds.insert(with_holds.holds.end(), found.holds.begin(), found.holds.end());
    const auto failure = failure_of(search.executor().run(with_holds, {}));
    if (!failure || failure->signature() != met.signature) return std::nullopt;
    found.failure = *failure;
    Shrinker(search, found, search.kept_settings(), runs_max).shrink();
    return found;
}

std::string counterexample_json(const Counterexample& counterexample, const std::string& name,
                                const std::string& explored_file, const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path base = fs::relative(explored_file, folder, error);
    Node document = Node::object();
    document.add("extends", Node::of(std::string_view(base.generic_string())));
    document.add("name", Node::of(std::string_view(name)));
    document.add("question",
                 Node::of(std::string_view(fmt::format("Found by xsksim explore: {}",
                                                       counterexample.failure.reason.text))));
    document.add("expect", expectation_of(counterexample.failure));
    std::vector<InputProblem> problems;
    for (const Override& setting : counterexample.settings)
        apply_override(setting, document, problems);
    if (!counterexample.holds.empty()) {
        Node holds = Node::list_of({});
        for (const ExpectedHold& hold : counterexample.holds) holds.items.push_back(node_of(hold));
        apply_override({"/schedule/holds", to_text(holds, Layout::line)}, document, problems);
    }
    document.add("explore", Node{});
    return to_text(document, Layout::pretty) + "\n";
}

}  // namespace xsksim
