// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/named_holds.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace xsksim {
namespace {

constexpr std::size_t near_before = 3, near_after = 2;

bool tells_of_holds(const Event& event) {
    return event.is<event::HoldBegin>() || event.is<event::HoldEnd>() || event.is<event::Point>();
}

}  // namespace

bool is_place_name(const std::string& name) {
    const auto is_of_file = name.find(':') != name.rfind(':');
    const auto is_known = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == ':' ||
               c == '[' || c == ']';
    };
    return !name.empty() && !is_of_file && !name.ends_with(':') && !name.starts_with(':') &&
           std::ranges::all_of(name, is_known);
}

void NamedHolds::listen_to(const HeardRun& run) {
    scenario_holds_ = run.scenario.holds.size();
    scenario_ties_ = run.scenario.ties.size();
    names_ = &run.names;
    run.readers.listen_to_all(*this);
}

NamedHolds::Seat NamedHolds::seat_of(ContextId context) const {
    const std::string name = names_->context(context);
    Seat seat;
    CpuId cpu = 0;
    const std::size_t slash = name.find('/');
    if (!name.starts_with("cpu") || slash == std::string::npos) return seat;
    if (std::from_chars(name.data() + 3, name.data() + slash, cpu).ec != std::errc{}) return seat;
    seat.cpu = cpu;
    if (name.ends_with("/softirq")) seat.level = Level::softirq;
    if (name.ends_with("/hardirq")) seat.level = Level::hardirq;
    return seat;
}

void NamedHolds::on_event(const Event& event) {
    if (event.is<event::HoldBegin>()) {
        const auto& hold = event.as<event::HoldBegin>();
        if (hold.rule <= scenario_holds_) return;
        waiting_[event.context] = seen_.size();
        seen_.push_back({event.context,
                         seat_of(event.context),
                         {.only_context = hold.only_context},
                         passed_.size(),
                         {}});
    }
    if (event.is<event::HoldEnd>()) {
        const auto& hold = event.as<event::HoldEnd>();
        if (hold.rule > scenario_holds_)
            seen_[hold.rule - scenario_holds_ - 1].rule.at_most = hold.held_ns;
    }
    if (event.is<event::PutLast>()) {
        const auto& tie = event.as<event::PutLast>();
        if (tie.rule > scenario_ties_)
            ties_.push_back({.last = names_->context(event.context), .hit = tie.hit});
        return;
    }
    if (event.is<event::Access>())
        note_access(event.as<event::Access>(), event.context);
    else if (event.context != no_context && !tells_of_holds(event) && seat_of(event.context).cpu)
        passed_.push_back({event.context, seat_of(event.context),
                           number_of("event:" + std::string(info_of(event.kind).name)),
                           ++events_[event.kind]});
}

std::size_t NamedHolds::number_of(const std::string& place) {
    const auto [entry, is_new] = numbers_.try_emplace(place, places_.size());
    if (is_new) places_.push_back(place);
    return entry->second;
}

void NamedHolds::note_access(const event::Access& access, ContextId context) {
    const auto held = waiting_.find(context);
    if (held != waiting_.end()) {
        seen_[held->second].passed = passed_.size();
        waiting_.erase(held);
    }
    passed_.push_back(
        {context, seat_of(context), number_of(names_->text(access.text)), access.hit});
}

ExpectedHold NamedHolds::hold_at(const HoldUpSeen& seen, std::size_t passed) const {
    ExpectedHold hold{seen.rule, false};
    hold.at.name = place_of(passed_[passed]);
    hold.hit = passed_[passed].hit;
    return hold;
}

// The same, counting only what contexts of that vCPU and level do there.
ExpectedHold NamedHolds::hold_of_context(const HoldUpSeen& seen, std::size_t passed) const {
    ExpectedHold hold = hold_at(seen, passed);
    hold.cpu = seen.seat.cpu;
    hold.level = seen.seat.level;
    hold.hit = 0;
    for (const Passed& other : passed_)
        hold.hit += other.place == passed_[passed].place && other.hit <= passed_[passed].hit &&
                            other.seat == seen.seat
                        ? 1
                        : 0;
    return hold;
}

// Named places that the held context passes before (step -1) or after that one.
void NamedHolds::add_near(const HoldUpSeen& seen, std::size_t at, int step, std::size_t count,
                          std::vector<ExpectedHold>& into) const {
    bool has_event = false;
    for (std::size_t i = at; count > 0; --count) {
        do {
            if (step < 0 ? i == 0 : i + 1 >= passed_.size()) return;
            i += static_cast<std::size_t>(step);
        } while (passed_[i].context != seen.context || !is_place_name(place_of(passed_[i])) ||
                 (has_event && place_of(passed_[i]).starts_with("event:")));
        has_event = has_event || place_of(passed_[i]).starts_with("event:");
        into.push_back(hold_at(seen, i));
    }
}

std::vector<std::vector<ExpectedHold>> NamedHolds::candidates() const {
    std::vector<std::vector<ExpectedHold>> all;
    for (const HoldUpSeen& seen : seen_) {
        std::vector<ExpectedHold>& holds = all.emplace_back();
        const std::size_t at = seen.passed.value_or(seen.before);
        if (seen.passed && is_place_name(place_of(passed_[at]))) {
            holds.push_back(hold_at(seen, at));
            holds.push_back(hold_of_context(seen, at));
        }
        add_near(seen, seen.before, -1, near_before, holds);
        add_near(seen, at, +1, near_after, holds);
    }
    return all;
}

}  // namespace xsksim
