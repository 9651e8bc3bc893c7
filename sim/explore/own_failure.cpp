// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/own_failure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/explore/document_edit.hpp"
#include "sim/explore/named_failure.hpp"

namespace xsksim {
namespace {

// What needs more of them has no name that could be tried in a reasonable time.
constexpr std::size_t hold_ups_max = 12;
constexpr std::uint64_t fewer_tried = 48;  // runs: enough for a few of some hundred hold-ups
constexpr std::uint64_t namings_max = 24;  // runs, of which most answer in the first few
constexpr int lead_wanted = 12, weight_of_reference = 3;
// A failure that strikes in fewer than one of eight neighbours cannot be told from another's: not
// worth the runs.
constexpr int one_of = 8, neighbours_max = one_of * lead_wanted, shortfall_given_up = -3;
// A line more or less of the driver moves a hold's hit seldom and a tie's by as much.
constexpr std::int64_t hits_moved = 2, ties_moved = 8;
constexpr std::int64_t jolts_max = 4, shortest_jolt_ns = 16, longest_jolt_ns = 1000;

// Of a hold or a tie.
void move_hit(Node& rule, std::int64_t most, Dice& dice) {
    const Node* const hit = rule.find("hit");
    const std::int64_t moved = (hit == nullptr ? 1 : hit->integer) + dice.between(-most, most);
    put(rule, "/hit", Node::of(std::max<std::int64_t>(moved, 1)));
}

// From half to twice as long, one in two up to two hits earlier or later.
void move_hold(Node& hold, Dice& dice) {
    if (Node* const length = hold.find("at_most_ns"))
        length->integer = length_beside({length->integer}, dice).ns;
    if (dice.coin()) move_hit(hold, hits_moved, dice);
}

// What the workload takes: a quarter more or less, each for itself.
bool may_move(const std::string& pointer) {
    return (pointer.ends_with("_ns") || pointer.ends_with("_pps")) &&
           !pointer.starts_with("/bounds/") && !pointer.starts_with("/schedule/holds/");
}

bool has_ties(const Node& document) { return node_at(document, "/schedule/ties") != nullptr; }

// Where ties count, times stay what they are: other times, other ties.
void move_times(Node& document, Dice& dice) {
    if (has_ties(document)) return;
    for (const std::string& pointer : pointers_in(document)) {
        Node& node = *node_at(document, pointer);
        if (may_move(pointer) && node.integer > 0)
            node.integer = std::max<std::int64_t>(node.integer * dice.between(768, 1280) / 1024, 1);
    }
}

Node neighbour_of(Node document, Dice& dice) {
    move_times(document, dice);
    if (dice.coin())
        put(document, "/seed", Node::of(static_cast<std::int64_t>(dice.below(1'000'000))));
    if (Node* const holds = node_at(document, "/schedule/holds"))
        for (Node& hold : holds->items) move_hold(hold, dice);
    if (Node* const ties = node_at(document, "/schedule/ties"))
        for (Node& tie : ties->items) move_hit(tie, ties_moved, dice);
    return document;
}

Schedule draw_jolts(std::uint64_t points, Dice& dice) {
    Schedule jolts;
    if (points == 0) return jolts;
    for (auto left = dice.between(0, jolts_max); left > 0; --left)
        jolts.push_back({dice.below(points),
                         {{dice.magnitude(shortest_jolt_ns, longest_jolt_ns)}, dice.coin()}});
    put_in_order(jolts);
    return jolts;
}

bool has_signature(const std::optional<RunResult>& result, const std::string& signature) {
    const auto failure = result ? failure_of(*result) : std::nullopt;
    return failure && failure->signature() == signature;
}

}  // namespace

bool is_own_failure(WorkloadSearch& search, const MetFailure& met) {
    const NamedFailure failed(search, met, fewer_tried);
    if (failed.hold_ups() > hold_ups_max) return false;
    Trials trials(search, met.signature, Trials::Reference::must_pass, namings_max);
    const auto document = failed.named(trials);
    if (!document) return false;
    trials.keep_short(*document);
    const std::uint64_t points = has_ties(*document) ? 0 : trials.points(*document);
    int lead = 0;
    for (int number = 0; number < neighbours_max && lead - number / one_of > shortfall_given_up;
         ++number) {
        Dice dice(search.explored().seed, fmt::format("neighbour {}", number));
        const Node neighbour = neighbour_of(*document, dice);
        const Schedule jolts = draw_jolts(points, dice);
        if (has_signature(trials.run(neighbour, {}, jolts), met.signature)) ++lead;
        if (has_signature(trials.run_reference(neighbour, jolts), met.signature))
            lead -= weight_of_reference;
        if (lead >= lead_wanted) return true;
    }
    return false;
}

}  // namespace xsksim
