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
// How far a neighbour lies: times are that many parts of 1024 of what they were, holds up to so
// many hits earlier or later.
struct Reach {
    std::int64_t least, most, hits;
};
constexpr Reach near{768, 1280, 2}, far{512, 2048, 8};
// In search of a failure of the reference's, and around that until so many failures were met.
constexpr int far_max = 96, around_max = 64, failures_wanted = 16;
constexpr std::int64_t jolts_max = 4, shortest_jolt_ns = 16, longest_jolt_ns = 1000;

// Of a hold or a tie.
void move_hit(Node& rule, std::int64_t most, Dice& dice) {
    const Node* const hit = rule.find("hit");
    const std::int64_t moved = (hit == nullptr ? 1 : hit->integer) + dice.between(-most, most);
    put(rule, "/hit", Node::of(std::max<std::int64_t>(moved, 1)));
}

// From half to twice as long, one in two some hits earlier or later.
void move_hold(Node& hold, Reach reach, Dice& dice) {
    if (Node* const length = hold.find("at_most_ns"))
        length->integer = length_beside({length->integer}, dice).ns;
    if (dice.coin()) move_hit(hold, reach.hits, dice);
}

// What the workload takes, each for itself.
bool may_move(const std::string& pointer) {
    return (pointer.ends_with("_ns") || pointer.ends_with("_pps")) &&
           !pointer.starts_with("/bounds/") && !pointer.starts_with("/schedule/holds/");
}

bool has_ties(const Node& document) { return node_at(document, "/schedule/ties") != nullptr; }

// Where ties count, times stay what they are: other times, other ties.
void move_times(Node& document, Reach reach, Dice& dice) {
    if (has_ties(document)) return;
    for (const std::string& pointer : pointers_in(document)) {
        Node& node = *node_at(document, pointer);
        if (may_move(pointer) && node.integer > 0)
            node.integer = std::max<std::int64_t>(
                node.integer * dice.between(reach.least, reach.most) / 1024, 1);
    }
}

Node neighbour_of(Node document, Reach reach, Dice& dice) {
    move_times(document, reach, dice);
    if (dice.coin())
        put(document, "/seed", Node::of(static_cast<std::int64_t>(dice.below(1'000'000))));
    if (Node* const holds = node_at(document, "/schedule/holds"))
        for (Node& hold : holds->items) move_hold(hold, reach, dice);
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

Neighbours::Fails Neighbours::of(const Node& document, std::string_view purpose, int number) {
    Dice dice(seed_, fmt::format("{} {}", purpose, number));
    const Node neighbour = neighbour_of(document, near, dice);
    const Schedule jolts = draw_jolts(points_, dice);
    return {has_signature(trials_.run(neighbour, {}, jolts), signature_),
            has_signature(trials_.run_reference(neighbour, jolts), signature_)};
}

bool Neighbours::driver_leads(const Node& document) {
    points_ = points_of(document);
    int lead = 0;
    for (int number = 0; number < neighbours_max && lead - number / one_of > shortfall_given_up;
         ++number) {
        const Fails fails = of(document, "neighbour", number);
        lead += (fails.with_driver ? 1 : 0) - (fails.with_reference ? weight_of_reference : 0);
        if (lead >= lead_wanted) return true;
    }
    return false;
}

std::optional<Node> Neighbours::failure_of_reference(const Node& document) {
    for (int number = 0; number < far_max; ++number) {
        Dice dice(seed_, fmt::format("far neighbour {}", number));
        Node neighbour = neighbour_of(document, far, dice);
        if (has_signature(trials_.run_reference(neighbour, {}), signature_)) return neighbour;
    }
    return std::nullopt;
}

bool Neighbours::reference_leads(const Node& its_failure) {
    points_ = points_of(its_failure);
    int drivers = 0, references = 0;
    for (int number = 0; number < around_max && drivers + references < failures_wanted; ++number) {
        const Fails fails = of(its_failure, "around the reference's", number);
        drivers += fails.with_driver ? 1 : 0;
        references += fails.with_reference ? 1 : 0;
    }
    return references > 2 * drivers;
}

}  // namespace xsksim
