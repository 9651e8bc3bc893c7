// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/counterexample.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/explore/document_edit.hpp"
#include "sim/explore/named_holds.hpp"
#include "sim/explore/shrinker.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/overrides.hpp"

namespace xsksim {
namespace {

using Candidates = std::vector<std::vector<ExpectedHold>>;

constexpr std::size_t namings_max = 200;

Node whole_number(std::uint64_t value) { return Node::of(static_cast<std::int64_t>(value)); }

Node node_of(const ExpectedHold& hold) {
    Node node = Node::object();
    node.add("at", Node::of(std::string_view(hold.at.name)));
    if (hold.hit != 1) node.add("hit", whole_number(hold.hit));
    if (hold.cpu) node.add("cpu", whole_number(*hold.cpu));
    if (hold.level)
        node.add("level", Node::of(*hold.level == Level::task      ? "task"
                                   : *hold.level == Level::softirq ? "softirq"
                                                                   : "hardirq"));
    node.add("at_most_ns", Node::of(std::max<std::int64_t>(hold.at_most.ns, 1)));
    if (hold.only_context) node.add("only_context", Node::of(true));
    if (hold.optional) node.add("optional", Node::of(true));
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

// The explored file with what the workload drew, and without what it says of itself.
Node document_of(const WorkloadSearch& search, std::uint64_t workload) {
    std::vector<InputProblem> problems;
    auto document = load_document(search.explored().file, problems);
    if (!document) throw BadInput(std::move(problems));
    for (const Override& setting : search.settings_of(workload))
        apply_override(setting, *document, problems);
    for (const char* key : {"$schema", "explore", "breaker", "review", "found"})
        take_member(*document, key);
    const std::string& driver = search.explored().driver;
    if (!driver.empty() && !is_driver_file(driver))
        put(*document, "/driver/name", Node::of(std::string_view(driver)));
    put(*document, "/name", Node::of("counterexample"));
    put(*document, "/question", Node::of("Does it fail?"));
    take_out_nothings(*document);
    return std::move(*document);
}

Node with_holds(Node document, const std::vector<ExpectedHold>& holds) {
    if (holds.empty()) return document;
    Node list = Node::list_of({});
    if (const Node* own = node_at(document, "/schedule/holds")) list = *own;
    for (const ExpectedHold& hold : holds) list.items.push_back(node_of(hold));
    put(document, "/schedule/holds", std::move(list));
    return document;
}

// The next of all combinations, those that change the fewest holds' first candidate and change it
// least coming first. False: there is none.
bool next_naming(const Candidates& candidates, std::vector<std::size_t>& naming) {
    for (std::size_t hold = 0; hold < naming.size(); ++hold) {
        if (++naming[hold] < candidates[hold].size()) return true;
        naming[hold] = 0;
    }
    return false;
}

class Naming {
public:
    Naming(WorkloadSearch& search, const MetFailure& met) : search_(search), met_(met) {}

    // Of each hold-up of the execution; and its failure, as the execution itself fails.
    Candidates candidates();
    const std::optional<Failure>& failure() const { return failure_; }

private:
    WorkloadSearch& search_;
    const MetFailure& met_;
    std::optional<Failure> failure_;
};

Candidates Naming::candidates() {
    Scenario scenario = search_.scenario_with(search_.settings_of(met_.workload));
    PointMap points;
    const RunResult undisturbed = search_.executor().scout(scenario, points);
    if (met_.schedule == 0) {
        failure_ = failure_of(undisturbed);
        return {};
    }
    scenario.shim.access_events = true;
    NamedHolds named;
    failure_ = failure_of(search_.executor().run(
        scenario, search_.schedule_of(points, met_.workload, met_.schedule), {&named}));
    Candidates candidates = named.candidates();
    std::erase_if(candidates, [](const auto& holds) { return holds.empty(); });
    return candidates;
}

// The document with holds that make it fail as the execution did.
std::optional<Node> named(Trials& trials, const Node& document, const Candidates& candidates) {
    std::vector<std::size_t> naming(candidates.size(), 0);
    for (std::size_t tried = 0; tried < namings_max; ++tried) {
        std::vector<ExpectedHold> holds;
        for (std::size_t hold = 0; hold < candidates.size(); ++hold)
            holds.push_back(candidates[hold][naming[hold]]);
        // What fails without one that does not begin will do without it.
        for (ExpectedHold& hold : holds) hold.optional = true;
        Node with = with_holds(document, holds);
        if (trials.fails(with)) return with;
        if (!next_naming(candidates, naming)) break;
    }
    return std::nullopt;
}

constexpr std::string_view progress_bound = "/bounds/progress_ns";

// A livelock is watched for as long as the bound says, which is most of what its runs take. Where
// something else fails than the progress, a shorter bound will do while it is made small.
bool shorten(Trials& trials, Counterexample& found) {
    const Node* own = node_at(found.document, progress_bound);
    constexpr std::int64_t short_bound = Duration::milliseconds(1).ns;
    if (found.failure.outcome != Outcome::fail || own == nullptr || own->integer <= short_bound)
        return false;
    Node shorter = found.document;
    put(shorter, progress_bound, Node::of(short_bound));
    if (!trials.fails(shorter)) return false;
    found.document = std::move(shorter);
    return true;
}

void make_small(Trials& trials, std::uint64_t seed, Counterexample& found) {
    trials.keep_short(found.document);
    Shrinker(trials, found.document).shrink();
    found.decisive = decisive_step(trials, found.document, seed);
}

void finish(Trials& trials, std::uint64_t seed, Counterexample& found) {
    const Node whole = found.document;
    const bool is_shorter = shorten(trials, found);
    make_small(trials, seed, found);
    if (is_shorter) {
        put(found.document, progress_bound, *node_at(whole, progress_bound));
        trials.keep_short(whole);
        if (!trials.fails(found.document)) {
            found.document = whole;
            make_small(trials, seed, found);
        }
    }
    if (const auto result = trials.run(found.document))
        found.failure = failure_of(*result).value_or(found.failure);
    found.runs = trials.runs();
}

}  // namespace

std::size_t Counterexample::holds() const {
    const Node* holds = node_at(document, "/schedule/holds");
    return holds == nullptr ? 0 : holds->items.size();
}

std::size_t Counterexample::settings() const {
    const auto pointers = pointers_in(document);
    return static_cast<std::size_t>(std::ranges::count_if(pointers, [&](const auto& pointer) {
        const Node& node = *node_at(document, pointer);
        return part_of(pointer, document) == Part::setting && node.members.empty() &&
               node.items.empty();
    }));
}

Scenario scenario_of(const Counterexample& counterexample, const Explored& explored) {
    Scenario scenario = read_scenario(counterexample.document, explored.file);
    if (!explored.driver.empty()) scenario.driver.name = explored.driver;
    return scenario;
}

bool is_own_failure(WorkloadSearch& search, const MetFailure& met) {
    Naming naming(search, met);
    const Candidates candidates = naming.candidates();
    if (!naming.failure()) return false;
    Node document = document_of(search, met.workload);
    put(document, "/expect", expectation_of(*naming.failure()));
    Trials trials(search, met.signature, Trials::Reference::must_pass, namings_max);
    return named(trials, document, candidates).has_value();
}

std::optional<Counterexample> make_counterexample(WorkloadSearch& search, const MetFailure& met,
                                                  std::uint64_t runs_max) {
    Counterexample found;
    Naming naming(search, met);
    const Candidates candidates = naming.candidates();
    if (!naming.failure()) return std::nullopt;
    found.failure = *naming.failure();
    Node document = document_of(search, met.workload);
    put(document, "/expect", expectation_of(found.failure));
    for (const auto reference : {Trials::Reference::must_pass, Trials::Reference::may_fail}) {
        Trials trials(search, met.signature, reference, runs_max);
        const auto with = named(trials, document, candidates);
        if (!with) continue;
        found.document = *with;
        found.reference_fails = reference == Trials::Reference::may_fail;
        finish(trials, search.explored().seed, found);
        return found;
    }
    return std::nullopt;
}

}  // namespace xsksim
