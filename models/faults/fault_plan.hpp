// SPDX-License-Identifier: GPL-2.0-only
// The faults of one run: decides when the scenario's rules strike; the models do what they say.
//
// Owner: the world, made before the models that ask. Callers: those models (FaultSource), the world
// (pass_place, when a context gets to the place that a rule names). A step context, "faults", rank
// stimulus, lets happenings happen; an event that makes one due only wakes it, so that no model is
// called from within another's event. Emits fault_fired. No costs, no scheduling points.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/fault_port.hpp"
#include "models/faults/fault_conditions.hpp"
#include "models/faults/fault_trigger.hpp"
#include "models/queue_map.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class FaultPlan final : public FaultSource {
public:
    FaultPlan(Engine& engine, Trace& trace, Choice& choice, const QueueMap& queues,
              std::vector<FaultRule> rules);
    FaultPlan(const FaultPlan&) = delete;
    FaultPlan& operator=(const FaultPlan&) = delete;

    bool has(FaultSite site) const override;
    std::optional<FaultStrike> strike(FaultSite site, std::uint32_t where, std::size_t after,
                                      std::optional<std::uint64_t> number) override;
    void took_effect(const FaultStrike& strike) override;
    void on_happening(FaultSite site, std::function<void(const FaultStrike&)> act) override;
    std::vector<FaultStrike> rules_of(FaultSite site) const override;

    // What the driver takes for a full ring, for `while`.
    void ring_is_full_below(std::uint64_t free) {
        if (conditions_) conditions_->ring_is_full_below(free);
    }
    // A context got to the place of this rule, counted from 1.
    void pass_place(std::size_t number);
    // How often a rule took effect.
    std::uint64_t fired(std::size_t number) const;

private:
    struct Rule {
        FaultTrigger trigger;
        Text text{};  // of describe(), once it fired
        std::uint64_t fired = 0;
        // Happenings.
        Instant next = Instant::never();
        bool is_due = false;
    };

    Rule& rule(std::size_t number);
    FaultTrigger::Holds conditions_of(const Rule& rule) const;
    bool conditions_hold(const Rule& rule) const;
    void look_at_conditions();
    Instant step();
    void happen(std::size_t number, Instant now);

    Engine& engine_;
    Trace& trace_;
    std::vector<Rule> rules_;
    std::unique_ptr<FaultConditions> conditions_;  // where a rule asks
    std::map<FaultSite, std::function<void(const FaultStrike&)>> acts_;
    ContextId context_ = no_context;  // where a rule is a happening
};

}  // namespace xsksim
