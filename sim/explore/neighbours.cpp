// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/neighbours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/explore/document_edit.hpp"

namespace xsksim {
namespace {

constexpr int lead_wanted = 12, weight_of_reference = 3;
// A failure that strikes in fewer than one of eight neighbours cannot be told from another's: not
// worth the runs.
constexpr int one_of = 8, neighbours_max = one_of * lead_wanted, shortfall_given_up = -3;
// A line more or less of the driver moves a hold's hit seldom and a tie's by as much.
constexpr std::int64_t ties_moved = 8;
// Times are that many parts of 1024 of what they were, holds up to so many hits earlier or later.
constexpr std::int64_t least_time = 768, most_time = 1280, hits_moved = 2;
constexpr std::int64_t jolts_max = 4, shortest_jolt_ns = 16, longest_jolt_ns = 1000;

// Of a hold or a tie.
void move_hit(Node& rule, std::int64_t most, Dice& dice) {
    const Node* const hit = rule.find("hit");
    const std::int64_t moved = (hit == nullptr ? 1 : hit->integer) + dice.between(-most, most);
    put(rule, "/hit", Node::of(std::max<std::int64_t>(moved, 1)));
}

// From half to twice as long, one in two some hits earlier or later.
void move_hold(Node& hold, Dice& dice) {
    if (Node* const length = hold.find("at_most_ns"))
        length->integer = length_beside({length->integer}, dice).ns;
    if (dice.coin()) move_hit(hold, hits_moved, dice);
}

// What the workload takes, each for itself.
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
            node.integer = std::max<std::int64_t>(
                node.integer * dice.between(least_time, most_time) / 1024, 1);
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

Neighbours::Neighbours(WorkloadSearch& search, Trials& trials, std::string signature)
    : seed_(search.explored().seed), trials_(trials), signature_(std::move(signature)) {}

std::uint64_t Neighbours::points_of(const Node& document) {
    return has_ties(document) ? 0 : trials_.points(document);
}

Neighbours::Fails Neighbours::of(const Node& document, int number) {
    Dice dice(seed_, fmt::format("neighbour {}", number));
    const Node neighbour = neighbour_of(document, dice);
    const Schedule jolts = draw_jolts(points_, dice);
    return {has_signature(trials_.run(neighbour, {}, jolts), signature_),
            has_signature(trials_.run_reference(neighbour, jolts), signature_)};
}

bool Neighbours::driver_leads(const Node& document) {
    points_ = points_of(document);
    int lead = 0;
    for (int number = 0; number < neighbours_max && lead - number / one_of > shortfall_given_up;
         ++number) {
        const Fails fails = of(document, number);
        lead += (fails.with_driver ? 1 : 0) - (fails.with_reference ? weight_of_reference : 0);
        if (lead >= lead_wanted) return true;
    }
    return false;
}

}  // namespace xsksim
