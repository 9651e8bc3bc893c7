// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/trials.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/overrides.hpp"

namespace xsksim {
namespace {

// Where the explored file has none of its own: a candidate may run for ever, almost.
constexpr BoundsOptions usual_bounds{Duration::seconds(2), 100'000};

constexpr std::uint64_t few_dispatches = 10'000;  // so many take no time

// What it has, a candidate may have lost.
BoundsOptions bounds_of(const WorkloadSearch& search) {
    const BoundsOptions own = search.scenario_with(search.explored().set).bounds;
    return own == BoundsOptions{} ? usual_bounds : own;
}

class HoldsBegun : public RunListener, public EventListener {
public:
    void listen_to(const HeardRun& run) override { run.readers.listen_to_all(*this); }
    void at_end(RunResult&) override {}
    void on_event(const Event& event) override { any_ = any_ || event.is<event::HoldBegin>(); }
    bool any() const { return any_; }

private:
    bool any_ = false;
};

}  // namespace

Trials::Trials(WorkloadSearch& search, std::string signature, Reference reference,
               std::uint64_t runs_max)
    : search_(search),
      signature_(std::move(signature)),
      reference_(reference),
      runs_max_(runs_max),
      bounds_(bounds_of(search)) {}

Scenario Trials::scenario_of(const Node& document) const {
    const Explored& explored = search_.explored();
    Node mutated = document;
    std::vector<InputProblem> problems;
    for (const Override& change : explored.mutation) apply_override(change, mutated, problems);
    Scenario scenario = read_scenario(mutated, explored.file);
    if (!explored.driver.empty()) scenario.driver.name = explored.driver;
    return scenario;
}

void Trials::bound(Scenario& scenario) const {
    scenario.bounds.dispatches = std::min(scenario.bounds.dispatches, bounds_.dispatches);
    scenario.bounds.time = std::min(scenario.bounds.time, bounds_.time);
}

std::optional<RunResult> Trials::run(const Node& document, const RunListeners& listeners,
                                     const Schedule& schedule) {
    ++runs_;
    try {
        Scenario scenario = scenario_of(document);
        bound(scenario);
        return search_.executor().run(scenario, schedule, listeners);
    } catch (const BadInput&) {
        return std::nullopt;
    }
}

std::uint64_t Trials::points(const Node& document) {
    ++runs_;
    try {
        PointMap points;
        search_.executor().scout(scenario_of(document), points);
        return points.count;
    } catch (const BadInput&) {
        return 0;
    }
}

bool Trials::reference_passes(const Node& document) {
    const Explored& explored = search_.explored();
    if (explored.reference.empty() || reference_ == Reference::may_fail) return true;
    const auto result = run_reference(document);
    return result && result->outcome == Outcome::pass;
}

// Refused, too, for a place or a parameter that it does not have, and where it comes to none of the
// places at which it is to be held, or not as often: not held, it proves nothing.
std::optional<RunResult> Trials::run_reference(const Node& document, const Schedule& schedule) {
    const Explored& explored = search_.explored();
    try {
        Scenario scenario = read_scenario(document, explored.file);
        scenario.driver.name = explored.reference;
        if (!search_.executor().has_all_places(scenario)) return std::nullopt;
        bound(scenario);
        HoldsBegun holds;
        RunResult result = search_.executor().run(scenario, schedule, {&holds});
        if (!scenario.holds.empty() && !holds.any()) return std::nullopt;
        return result;
    } catch (const BadInput&) {
        return std::nullopt;
    }
}

Trials::Answer Trials::answer_of(const Node& document) {
    const auto result = run(document);
    if (!result) return Answer::refused;
    const auto failure = failure_of(*result);
    if (!failure || failure->signature() != signature_ || !result->as_expected)
        return Answer::other;
    return reference_passes(document) ? Answer::same : Answer::other;
}

void Trials::keep_short(const Node& document) {
    const auto result = run(document);
    if (!result) return;
    // A hold that has ended early is still looked after when it was to end at the latest.
    bounds_.time = (result->summary.simulated - Instant{}) * 2 + HoldRule{}.at_most * 2;
    bounds_.dispatches = std::max(result->summary.measured.engine.dispatches, few_dispatches) * 2;
}

Trials::Answer Trials::ask(const Node& document) {
    std::string text = to_text(document, Layout::line);
    const auto known = answers_.find(text);
    if (known != answers_.end()) return known->second;
    if (are_used_up()) return Answer::other;
    return answers_.emplace(std::move(text), answer_of(document)).first->second;
}

}  // namespace xsksim
