// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/named_failure.hpp"

#include <algorithm>
#include <utility>

#include "sim/explore/document_edit.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/overrides.hpp"

namespace xsksim {
namespace {

// More have no names that could be tried in a reasonable time.
constexpr std::size_t named_max = 64;

// Behind the last hold-up: long enough for a context to pass the places next to its own.
constexpr Duration named_after = Duration::microseconds(100);

// When an execution's last hold-up ended, or began that has no end because the run has, or when its
// last tie was broken.
class LastHoldUp : public RunListener, public EventListener {
public:
    void listen_to(const HeardRun& run) override { run.readers.listen_to_all(*this); }
    void at_end(RunResult&) override {}
    void on_event(const Event& event) override {
        if (event.is<event::HoldBegin>() || event.is<event::HoldEnd>() ||
            event.is<event::PutLast>())
            at_ = event.at;
    }
    Instant at() const { return at_; }

private:
    Instant at_;
};

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

Node node_of(const TieRule& tie) {
    Node node = Node::object();
    node.add("last", Node::of(std::string_view(tie.last)));
    if (tie.hit != 1) node.add("hit", whole_number(tie.hit));
    // What fails without one that takes no effect will do without it.
    node.add("optional", Node::of(true));
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
Node document_of(WorkloadSearch& search, std::uint64_t workload) {
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

// The items behind those that the scenario has itself.
Node with_items(Node document, std::string_view list, const auto& items) {
    if (items.empty()) return document;
    Node all = Node::list_of({});
    if (const Node* own = node_at(std::as_const(document), list)) all = *own;
    for (const auto& item : items) all.items.push_back(node_of(item));
    put(document, list, std::move(all));
    return document;
}

}  // namespace

NamedFailure::NamedFailure(WorkloadSearch& search, const MetFailure& met, std::uint64_t fewer_tried)
    : document_(document_of(search, met.workload)) {
    Scenario scenario = search.scenario_with(search.settings_of(met.workload));
    if (met.schedule == 0) {
        failure_ = failure_of(search.executor().run(scenario, {}));
    } else {
        const auto fails = [&](const Schedule& schedule) {
            const auto failure = failure_of(search.executor().run(scenario, schedule));
            return failure && failure->signature() == met.signature;
        };
        const Schedule schedule =
            fewest_hold_ups(search.schedule_of(met.workload, met.schedule), fails, fewer_tried);
        LastHoldUp last;
        failure_ = failure_of(search.executor().run(scenario, schedule, {&last}));
        hold_ups_ = schedule.size();
        // To have each access named takes a hundred times as long: no longer than it is needed.
        NamedHolds named;
        scenario.shim.access_events = true;
        scenario.bounds.time = std::min(scenario.bounds.time, Duration{last.at().ns} + named_after);
        if (hold_ups_ <= named_max) search.executor().run(scenario, schedule, {&named});
        candidates_ = named.candidates();
        std::erase_if(candidates_, [](const auto& holds) { return holds.empty(); });
        document_ = with_items(std::move(document_), "/schedule/ties", named.ties());
    }
    if (failure_) put(document_, "/expect", expectation_of(*failure_));
}

// The next of all combinations, those that change the fewest holds' first candidate and change it
// least coming first. False: there is none.
bool NamedFailure::next_naming(const Candidates& candidates, std::vector<std::size_t>& naming) {
    for (std::size_t hold = 0; hold < naming.size(); ++hold) {
        if (++naming[hold] < candidates[hold].size()) return true;
        naming[hold] = 0;
    }
    return false;
}

std::optional<Node> NamedFailure::named(Trials& trials) const {
    if (hold_ups_ > named_max) return std::nullopt;
    std::vector<std::size_t> naming(candidates_.size(), 0);
    for (std::uint64_t tried = 0; failure_ && tried < namings_max; ++tried) {
        std::vector<ExpectedHold> holds;
        for (std::size_t hold = 0; hold < candidates_.size(); ++hold)
            holds.push_back(candidates_[hold][naming[hold]]);
        // What fails without one that does not begin will do without it.
        for (ExpectedHold& hold : holds) hold.optional = true;
        Node with = with_items(document_, "/schedule/holds", holds);
        if (trials.fails(with)) return with;
        if (!next_naming(candidates_, naming)) break;
    }
    return std::nullopt;
}

}  // namespace xsksim
