// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/counterexample.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/explore/document_edit.hpp"
#include "sim/explore/named_failure.hpp"
#include "sim/explore/shrinker.hpp"

namespace xsksim {
namespace {

constexpr std::string_view progress_bound = "/bounds/progress_ns";
constexpr std::uint64_t fewer_tried = 300;  // runs: of hundreds of hold-ups few are needed

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

std::size_t items_at(const Node& document, std::string_view list) {
    const Node* items = node_at(document, list);
    return items == nullptr ? 0 : items->items.size();
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

std::size_t Counterexample::holds() const { return items_at(document, "/schedule/holds"); }

std::size_t Counterexample::ties() const { return items_at(document, "/schedule/ties"); }

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

std::optional<Counterexample> make_counterexample(WorkloadSearch& search, const MetFailure& met,
                                                  std::uint64_t runs_max) {
    const NamedFailure failed(search, met, fewer_tried);
    if (!failed.failure()) return std::nullopt;
    Counterexample found;
    found.failure = *failed.failure();
    for (const auto reference : {Trials::Reference::must_pass, Trials::Reference::may_fail}) {
        Trials trials(search, met.signature, reference, runs_max);
        const auto with = failed.named(trials);
        if (!with) continue;
        found.document = *with;
        found.reference_fails = reference == Trials::Reference::may_fail;
        finish(trials, search.explored().seed, found);
        return found;
    }
    return std::nullopt;
}

}  // namespace xsksim
