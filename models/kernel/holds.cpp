// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/holds.hpp"

#include <algorithm>

namespace xsksim {
namespace {

bool matches(const HoldPlace& place, const Event& event) {
    if (place.event != event.kind) return false;
    return std::all_of(place.where.begin(), place.where.end(), [&](const auto& condition) {
        return event.arg[condition.first] == condition.second;
    });
}

std::string function_of(const std::string& point) { return point.substr(0, point.find(':')); }

}  // namespace

std::string HoldPlace::text() const {
    return event ? "event:" + std::string(info_of(*event).name) : point;
}

Holds::Holds(Engine& engine, Trace& trace, Cpus& cpus, std::vector<HoldRule> rules)
    : engine_(engine),
      trace_(trace),
      cpus_(cpus),
      rules_(std::move(rules)),
      progress_(rules_.size()) {
    std::vector<EventKind> kinds;
    for (const HoldRule& rule : rules_)
        for (const HoldPlace* place : {&rule.at, &rule.until}) {
            if (place->event) kinds.push_back(*place->event);
            if (!place->point.empty()) functions_.push_back(function_of(place->point));
        }
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    if (!kinds.empty()) trace_.listen(*this, kinds);
    deadline_step_ =
        engine_.spawn_step({"holds", Rank::timer}, [this] { return give_up_those_due(); });
    cpus_.on_point([this] { begin_those_due(); });
}

bool Holds::watches_call(std::string_view call) const {
    const auto names = [&](const HoldPlace& place) {
        return place.point.ends_with(call) && place.point.size() > call.size() &&
               place.point[place.point.size() - call.size() - 1] == ':';
    };
    return std::any_of(rules_.begin(), rules_.end(),
                       [&](const HoldRule& rule) { return names(rule.at) || names(rule.until); });
}

bool Holds::takes(std::size_t rule, const KernelContext& context) const {
    const HoldRule& r = rules_[rule];
    if (r.cpu && *r.cpu != context.cpu) return false;
    if (r.level && *r.level != context.level) return false;
    return r.after == 0 || progress_[r.after - 1].begun != 0;
}

bool Holds::count_pass(std::size_t rule) {
    const HoldRule& r = rules_[rule];
    Progress& p = progress_[rule];
    if (p.held != nullptr || p.about_to_be_held != nullptr) return false;
    ++p.seen;
    return p.seen >= r.hit && p.begun < r.times;
}

void Holds::count_until(std::size_t rule) {
    Progress& p = progress_[rule];
    if (p.held != nullptr && ++p.until_seen >= rules_[rule].until_hit) end(rule, false);
}

// First whoever waited for this place goes on, then those who are to wait here begin.
void Holds::pass_point(std::string_view point) {
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (rules_[i].until.point == point) count_until(i);
    KernelContext& context = cpus_.current();
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (rules_[i].at.point == point && takes(i, context) && count_pass(i)) begin(i, context);
}

void Holds::on_event(const Event& event) {
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (matches(rules_[i].until, event)) count_until(i);
    KernelContext* context = cpus_.current_or_null();
    if (context == nullptr) return;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (!matches(rules_[i].at, event) || !takes(i, *context) || !count_pass(i)) continue;
        progress_[i].about_to_be_held = context;
        cpus_.watch_points(true);
    }
}

void Holds::begin_those_due() {
    KernelContext& context = cpus_.current();
    bool more = false;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (progress_[i].about_to_be_held == &context) {
            progress_[i].about_to_be_held = nullptr;
            begin(i, context);
        }
        more = more || progress_[i].about_to_be_held != nullptr;
    }
    cpus_.watch_points(more);
}

void Holds::begin(std::size_t rule, KernelContext& context) {
    const HoldRule& r = rules_[rule];
    Progress& p = progress_[rule];
    ++p.begun;
    p.held = &context;
    p.until_seen = 0;
    p.since = engine_.now();
    p.deadline = p.since + r.at_most;
    trace_.emit(EventKind::hold_begin, rule + 1, context.cpu, trace_.text(r.at.text()),
                r.only_context ? 1 : 0);
    engine_.wake_at(deadline_step_, p.deadline);
    cpus_.hold_until_released(!r.only_context);
}

void Holds::end(std::size_t rule, bool gave_up) {
    Progress& p = progress_[rule];
    KernelContext& context = *std::exchange(p.held, nullptr);
    p.deadline = Instant::never();
    trace_.emit(EventKind::hold_end, rule + 1, context.cpu,
                static_cast<std::uint64_t>((engine_.now() - p.since).ns), gave_up ? 1 : 0);
    cpus_.release(context);
}

Instant Holds::give_up_those_due() {
    Instant next = Instant::never();
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        Progress& p = progress_[i];
        if (p.held != nullptr && p.deadline <= engine_.now()) end(i, rules_[i].until.is_set());
        if (p.held != nullptr) next = std::min(next, p.deadline);
    }
    return next;
}

}  // namespace xsksim
