// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/holds.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {

Holds::Holds(Engine& engine, Trace& trace, Execution& execution, HostSteals& host, Places& places,
             std::vector<HoldRule> rules)
    : engine_(engine),
      trace_(trace),
      execution_(execution),
      host_(host),
      rules_(std::move(rules)),
      progress_(rules_.size()) {
    // First whoever waited for a place goes on, then those who are to wait there begin.
    for (std::size_t i = 0; i < rules_.size(); ++i)
        places.watch(rules_[i].until, Places::Watch::hold,
                     [this, i](const Operation*) { count_until(i); });
    for (std::size_t i = 0; i < rules_.size(); ++i)
        places.watch(rules_[i].at, Places::Watch::hold,
                     [this, i](const Operation* next) { pass(i, next); });
    deadline_step_ =
        engine_.spawn_step({"holds", Rank::timer}, [this] { return give_up_those_due(); });
    execution_.on_point([this](Operation next) { begin_those_due(next); });
}

bool Holds::takes(std::size_t rule, const KernelContext& context) const {
    const HoldRule& r = rules_[rule];
    if (r.cpu && *r.cpu != context.cpu) return false;
    if (r.level && *r.level != context.level) return false;
    return !r.after || progress_[*r.after - 1].begun != 0;
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

void Holds::pass(std::size_t rule, const Operation* next) {
    KernelContext* context = execution_.current_or_null();
    if (context == nullptr || !takes(rule, *context) || !count_pass(rule)) return;
    if (next != nullptr) return begin(rule, *context, *next);
    progress_[rule].about_to_be_held = context;
    execution_.watch_points(true);
}

void Holds::hold_up(const HoldUp& how, Operation next) {
    rules_.push_back({.at_most = how.length, .only_context = how.only_context});
    progress_.push_back({});
    begin(rules_.size() - 1, execution_.current(), next);
}

void Holds::begin_those_due(Operation next) {
    KernelContext& context = execution_.current();
    bool more = false;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (progress_[i].about_to_be_held == &context) {
            progress_[i].about_to_be_held = nullptr;
            begin(i, context, next);
        }
        more = more || progress_[i].about_to_be_held != nullptr;
    }
    execution_.watch_points(more);
}

void Holds::begin(std::size_t rule, KernelContext& context, Operation next) {
    const HoldRule& r = rules_[rule];
    Progress& p = progress_[rule];
    ++p.begun;
    p.held = &context;
    held_.insert(std::ranges::lower_bound(held_, rule), rule);
    p.until_seen = 0;
    p.since = engine_.now();
    p.deadline = p.since + r.at_most;
    trace_.emit(event::HoldBegin{.rule = rule + 1,
                                 .cpu = context.cpu,
                                 .text = trace_.text(r.at.name),
                                 .only_context = r.only_context});
    engine_.wake_at(deadline_step_, p.deadline);
    host_.hold_until_released(!r.only_context, next);
}

void Holds::end(std::size_t rule, bool gave_up) {
    Progress& p = progress_[rule];
    KernelContext& context = *std::exchange(p.held, nullptr);
    std::erase(held_, rule);
    p.deadline = Instant::never();
    trace_.emit(event::HoldEnd{.rule = rule + 1,
                               .cpu = context.cpu,
                               .held_ns = (engine_.now() - p.since),
                               .gave_up = gave_up});
    host_.release(context);
}

Instant Holds::give_up_those_due() {
    for (const std::size_t rule : std::vector(held_))
        if (progress_[rule].held != nullptr && progress_[rule].deadline <= engine_.now())
            end(rule, rules_[rule].until.is_set());
    Instant next = Instant::never();
    for (const std::size_t rule : held_) next = std::min(next, progress_[rule].deadline);
    return next;
}

}  // namespace xsksim
