// SPDX-License-Identifier: GPL-2.0-only
#include "models/faults/fault_plan.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

FaultSite site_of(const FaultTrigger& trigger) { return info_of(trigger.rule().what).site; }

}  // namespace

FaultPlan::FaultPlan(Engine& engine, Trace& trace, Choice& choice, const QueueMap& queues,
                     std::vector<FaultRule> rules)
    : engine_(engine), trace_(trace) {
    bool any_condition = false, any_happening = false;
    for (FaultRule& rule : rules) {
        any_condition = any_condition || !rule.conditions.empty();
        const QueueIndex queue = queues.queue(rule.rx, rule.pair);
        rules_.push_back({FaultTrigger(std::move(rule), rules_.size() + 1, queue, choice)});
        Rule& made = rules_.back();
        if (!is_happening(site_of(made.trigger))) continue;
        any_happening = true;
        if (!made.trigger.rule().at.is_set())
            made.next = made.trigger.rule().from.value_or(Instant{});
    }
    if (any_condition) {
        conditions_ = std::make_unique<FaultConditions>(trace, queues);
        conditions_->on_change = [this] { look_at_conditions(); };
    }
    if (!any_happening) return;
    context_ = engine_.spawn_step({"faults", Rank::stimulus}, [this] { return step(); });
    for (const Rule& made : rules_)
        if (!made.next.is_never()) engine_.wake_at(context_, made.next);
}

bool FaultPlan::has(FaultSite site) const {
    return std::any_of(rules_.begin(), rules_.end(),
                       [&](const Rule& rule) { return site_of(rule.trigger) == site; });
}

std::optional<FaultStrike> FaultPlan::strike(FaultSite site, std::uint32_t where, std::size_t after,
                                             std::optional<std::uint64_t> number) {
    for (std::size_t i = after; i < rules_.size(); ++i) {
        FaultTrigger& trigger = rules_[i].trigger;
        if (site_of(trigger) != site || !trigger.is_at(where)) continue;
        if (!trigger.strikes(number, engine_.now(), conditions_of(rules_[i]))) continue;
        return FaultStrike{i + 1, &trigger.rule(), trigger.draw_delay()};
    }
    return std::nullopt;
}

void FaultPlan::took_effect(const FaultStrike& strike) {
    Rule& struck = rule(strike.number);
    if (struck.fired++ == 0) struck.text = trace_.text(describe(*strike.rule));
    trace_.emit(
        event::FaultFired{.rule = strike.number, .count = struck.fired, .text = struck.text});
}

void FaultPlan::on_happening(FaultSite site, std::function<void(const FaultStrike&)> act) {
    XSKSIM_CHECK(is_happening(site), "that site's faults wait for an opportunity");
    acts_[site] = std::move(act);
}

std::vector<FaultStrike> FaultPlan::rules_of(FaultSite site) const {
    std::vector<FaultStrike> found;
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (site_of(rules_[i].trigger) == site)
            found.push_back({i + 1, &rules_[i].trigger.rule(), {}});
    return found;
}

void FaultPlan::pass_place(std::size_t number) {
    Rule& passed = rule(number);
    if (!passed.trigger.pass_place() || !is_happening(site_of(passed.trigger))) return;
    passed.is_due = true;
    engine_.wake(context_);
}

std::uint64_t FaultPlan::fired(std::size_t number) const {
    return const_cast<FaultPlan*>(this)->rule(number).fired;
}

FaultPlan::Rule& FaultPlan::rule(std::size_t number) {
    XSKSIM_CHECK(number >= 1 && number <= rules_.size(), "there is no such fault rule");
    return rules_[number - 1];
}

FaultTrigger::Holds FaultPlan::conditions_of(const Rule& rule) const {
    return [this, pair = rule.trigger.rule().pair](FaultCondition condition) {
        return conditions_->holds(condition, pair);
    };
}

bool FaultPlan::conditions_hold(const Rule& rule) const {
    const auto& conditions = rule.trigger.rule().conditions;
    return std::all_of(conditions.begin(), conditions.end(), conditions_of(rule));
}

void FaultPlan::look_at_conditions() {
    for (const Rule& waiting : rules_)
        if (waiting.is_due && conditions_hold(waiting)) return engine_.wake(context_);
}

Instant FaultPlan::step() {
    const Instant now = engine_.now();
    Instant next = Instant::never();
    for (std::size_t number = 1; number <= rules_.size(); ++number) {
        happen(number, now);
        next = std::min(next, rules_[number - 1].next);
    }
    return next;
}

void FaultPlan::happen(std::size_t number, Instant now) {
    Rule& due = rule(number);
    const FaultRule& rule = due.trigger.rule();
    if (due.next <= now) {
        due.is_due = true;
        due.next = rule.period ? due.next + *rule.period : Instant::never();
        if (rule.until && due.next >= *rule.until) due.next = Instant::never();
    }
    if (!due.is_due || !conditions_hold(due)) return;
    due.is_due = false;
    if (!due.trigger.strikes(std::nullopt, now, conditions_of(due))) return;
    const FaultStrike strike{number, &rule, due.trigger.draw_delay()};
    const auto act = acts_.find(info_of(rule.what).site);
    XSKSIM_CHECK(act != acts_.end(), "nobody does what this fault asks for");
    took_effect(strike);
    act->second(strike);
}

}  // namespace xsksim
