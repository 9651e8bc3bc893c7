// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/shrinker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/explore/document_edit.hpp"
#include "sim/explore/rounded_numbers.hpp"
#include "sim/explore/shortest_wait.hpp"

namespace xsksim {
namespace {

constexpr std::string_view holds_pointer = "/schedule/holds", ties_pointer = "/schedule/ties";
constexpr std::int64_t hits_tried = 40, level_hits_tried = 12;

std::string hold_pointer(std::size_t hold) { return fmt::format("{}/{}", holds_pointer, hold); }

// `rule`: of a hold or a tie.
std::int64_t hit_of(const Node& document, const std::string& rule) {
    const Node* hit = node_at(document, rule + "/hit");
    return hit == nullptr ? 1 : hit->integer;
}

Node with_hit(Node document, const std::string& rule, std::int64_t hit) {
    const std::string pointer = rule + "/hit";
    if (hit == 1)
        take_out(document, pointer);
    else
        put(document, pointer, Node::of(hit));
    return document;
}

std::size_t items_in(const Node& document, std::string_view list) {
    const Node* items = node_at(document, list);
    return items == nullptr ? 0 : items->items.size();
}

// Whatever counts passes.
std::vector<std::string> rules_with_hits(const Node& document) {
    std::vector<std::string> rules;
    for (const std::string_view list : {holds_pointer, ties_pointer})
        for (std::size_t i = 0; i < items_in(document, list); ++i)
            rules.push_back(fmt::format("{}/{}", list, i));
    return rules;
}

// "/udp" and "/udp/0", not what is in it.
bool is_list_or_item(std::string_view pointer, std::string_view list) {
    if (!is_below(pointer, list)) return false;
    return pointer.substr(list.size()).rfind('/') == 0 || pointer == list;
}

// Times and rates: round is better than small.
bool is_time(const std::string& pointer) {
    return pointer.ends_with("_ns") || pointer.ends_with("_pps");
}

// Passes of a place, and what is no amount at all.
bool is_no_size(const std::string& pointer) {
    return pointer.ends_with("/hit") || pointer.ends_with("/until_hit") || pointer == "/seed" ||
           pointer.ends_with("/cpu") || pointer.ends_with("/pair") || is_time(pointer);
}

}  // namespace

Part part_of(std::string_view pointer, const Node& document) {
    for (const char* told :
         {"/$schema", "/name", "/question", "/expect", "/found", "/driver/name", "/bounds"})
        if (is_below(pointer, told)) return Part::told;
    if (is_below(pointer, "/faults")) return Part::fault;
    if (is_list_or_item(pointer, holds_pointer)) return Part::hold;
    if (is_list_or_item(pointer, ties_pointer)) return Part::hold;
    if (is_below(pointer, ties_pointer)) return Part::hold_detail;
    // Without it the hold would last longer, not less.
    if (is_below(pointer, holds_pointer) && pointer.ends_with("/until")) return Part::told;
    if (is_below(pointer, holds_pointer)) return Part::hold_detail;
    for (const char* list : {"/steps", "/applications", "/udp", "/rx"})
        if (is_list_or_item(pointer, list)) return Part::context;
    // Without it there would be one context more.
    const Node* enabled = node_at(document, "/application/enabled");
    const bool is_left_out = enabled != nullptr && !enabled->boolean;
    if (is_left_out && (pointer == "/application/enabled" || pointer == "/application"))
        return Part::told;
    return Part::setting;
}

std::size_t Shrinker::holds() const { return items_in(document_, holds_pointer); }

bool Shrinker::take(Node candidate) {
    if (trials_.are_used_up() || !trials_.fails(candidate)) return false;
    document_ = std::move(candidate);
    return true;
}

bool Shrinker::take_with_other_hits(const Node& candidate) {
    switch (trials_.ask(candidate)) {
        case Trials::Answer::same:
            return take(candidate);
        case Trials::Answer::refused:
            return false;
        case Trials::Answer::other:
            break;
    }
    for (const std::string& rule : rules_with_hits(candidate)) {
        if (trials_.are_used_up()) break;
        const std::int64_t hit = hit_of(candidate, rule);
        for (const std::int64_t other :
             {hit - 1, hit + 1, hit - 2, hit + 2, hit / 2, hit / 4, std::int64_t{1}})
            if (other >= 1 && other != hit && take(with_hit(candidate, rule, other))) return true;
    }
    return false;
}

void Shrinker::shrink() {
    bool smaller = true;
    while (smaller && !trials_.are_used_up()) {
        smaller = leave_out(Part::fault);
        smaller = leave_out(Part::hold) || smaller;
        smaller = insist_on_holds() || smaller;
        smaller = leave_out(Part::context) || smaller;
        smaller = hold_earlier() || smaller;
        smaller = leave_out(Part::setting) || smaller;
        smaller = count_by_level() || smaller;
        smaller = lower_sizes() || smaller;
        smaller = round_times() || smaller;
        smaller = wait_for_events() || smaller;
        smaller = leave_out(Part::hold_detail) || smaller;
    }
}

bool Shrinker::leave_out(Part part) {
    bool any = false;
    for (const std::string& pointer : pointers_in(document_)) {
        if (trials_.are_used_up()) break;
        if (part_of(pointer, document_) != part) continue;
        Node without = document_;
        if (!take_out(without, pointer)) continue;
        const bool moves_hits = part == Part::context || part == Part::setting;
        any = (moves_hits ? take_with_other_hits(without) : take(std::move(without))) || any;
    }
    if (part != Part::context || part_of("/application", document_) == Part::told) return any;
    Node alone = document_;
    take_out(alone, "/application");
    put(alone, "/application/enabled", Node::of(false));
    return take_with_other_hits(alone) || any;
}

// A hold that is needed begins; what it waits for is found only where it may not give up.
bool Shrinker::insist_on_holds() {
    bool any = false;
    for (std::size_t hold = 0; hold < holds(); ++hold) {
        Node insisting = document_;
        if (take_out(insisting, hold_pointer(hold) + "/optional"))
            any = take(std::move(insisting)) || any;
    }
    return any;
}

// The first pass of its place at which it fails.
bool Shrinker::hold_earlier() {
    bool any = false;
    for (std::size_t hold = 0; hold < holds(); ++hold)
        for (std::int64_t hit = 1;
             hit < std::min(hit_of(document_, hold_pointer(hold)), hits_tried); ++hit)
            if (take(with_hit(document_, hold_pointer(hold), hit))) {
                any = true;
                break;
            }
    return any;
}

// Passes of one level are fewer, and stay what they are when others do more.
bool Shrinker::count_by_level() {
    bool any = false;
    for (std::size_t hold = 0; hold < holds(); ++hold) {
        const std::string pointer = hold_pointer(hold) + "/level";
        const std::int64_t hit = hit_of(document_, hold_pointer(hold));
        if (hit <= 3 || node_at(document_, pointer) != nullptr) continue;
        bool found = false;
        for (const char* level : {"softirq", "task", "hardirq"})
            for (std::int64_t its = 1; !found && its <= std::min(hit / 2, level_hits_tried);
                 ++its) {
                Node with = with_hit(document_, hold_pointer(hold), its);
                put(with, pointer, Node::of(level));
                found = take(std::move(with));
            }
        any = any || found;
    }
    return any;
}

// As the holds are; then with other passes, for which a few of the numbers must do.
bool Shrinker::lower(const std::string& pointer, const std::vector<std::int64_t>& values) {
    const auto with = [&](std::int64_t value) {
        Node document = document_;
        put(document, pointer, Node::of(value));
        return document;
    };
    for (const std::int64_t value : values)
        if (take(with(value))) return true;
    if (is_time(pointer)) return false;
    for (const std::int64_t value : values)
        if (std::has_single_bit(static_cast<std::uint64_t>(value)) &&
            take_with_other_hits(with(value)))
            return true;
    return false;
}

bool Shrinker::lower_sizes() {
    bool any = false;
    for (const std::string& pointer : pointers_in(document_)) {
        const Node* node = node_at(document_, pointer);
        if (node == nullptr || node->kind != Node::Kind::integer || is_no_size(pointer) ||
            part_of(pointer, document_) == Part::told)
            continue;
        any = lower(pointer, smaller_sizes(node->integer)) || any;
    }
    return any;
}

bool Shrinker::round_times() {
    bool any = false;
    for (const std::string& pointer : pointers_in(document_)) {
        const Node* node = node_at(document_, pointer);
        if (node == nullptr || node->kind != Node::Kind::integer || !is_time(pointer) ||
            part_of(pointer, document_) == Part::told)
            continue;
        any = lower(pointer, rounder_times(node->integer)) || any;
    }
    return any;
}

// What a hold waits for says more than how long it does.
bool Shrinker::wait_for_events() {
    bool any = false;
    for (std::size_t hold = 0; hold < holds(); ++hold) {
        if (node_at(document_, hold_pointer(hold) + "/until") != nullptr) continue;
        const auto wait = shortest_wait(trials_, document_, hold);
        if (wait) any = take(waiting_until(document_, hold, wait->events[wait->needed])) || any;
    }
    return any;
}

}  // namespace xsksim
