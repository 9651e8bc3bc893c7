// SPDX-License-Identifier: GPL-2.0-only
// Faults between models: how a model asks whether a rule strikes what it is about to do. The rule
// as plain values is in models/fault_rule.hpp, the kinds are in models/fault_kinds.hpp.
//
// A site is where something can go wrong. Most sites are opportunities: the model asks strike() at
// each of them and does what the rule says. The others are happenings, which come by themselves:
// the model registers what it does then (on_happening).
// Adding a fault: a line in XSKSIM_FAULTS, the effect where the site is, a test, a scenario under
// scenarios/faults/, a row in docs/scenario-format.md (the test of the documentation prints it).
// Owner: the world owns the one FaultSource (models/faults). Callers: models, in the context or
// step in which the opportunity comes. Scheduling points and costs: none. Emits fault_fired.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/fault_rule.hpp"
#include "models/ports.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// A rule strikes.
struct FaultStrike {
    std::size_t number = 0;  // of the rule, from 1
    const FaultRule* rule = nullptr;
    Duration delay;  // drawn

    FaultWhat what() const { return rule->what; }
};

class FaultSource {
public:
    virtual ~FaultSource() = default;

    // Whether the scenario has a rule for this site at all: what need not be asked need not be
    // kept.
    virtual bool has(FaultSite site) const = 0;
    // An opportunity came. The first rule after rule number `after` (0: from the first) that
    // strikes it. `number` counts opportunities where the model does that itself; else each rule
    // counts the times that it was asked with `after` 0 or reached.
    virtual std::optional<FaultStrike> strike(FaultSite site, std::uint32_t where,
                                              std::size_t after = 0,
                                              std::optional<std::uint64_t> number = {}) = 0;
    // The strike had an effect: counts it and tells the trace. Not called where a rule strikes but
    // has nothing to do (a rate cap that an interrupt does not exceed).
    virtual void took_effect(const FaultStrike& strike) = 0;
    // What to do when a rule of the site happens. One a site.
    virtual void on_happening(FaultSite site, std::function<void(const FaultStrike&)> act) = 0;
    // The site's rules, with their numbers, for those that keep state for each.
    virtual std::vector<FaultStrike> rules_of(FaultSite site) const = 0;
};

// Calls act(strike) for each rule that strikes, in the order of the scenario, while it returns
// true.
template <class Act>
void for_each_strike(FaultSource& faults, FaultSite site, std::uint32_t where,
                     std::optional<std::uint64_t> number, Act act) {
    for (auto strike = faults.strike(site, where, 0, number); strike;
         strike = faults.strike(site, where, strike->number, number))
        if (!act(*strike)) return;
}

// "interrupt lost: TX vector of pair 0, nth 3 7".
std::string describe(const FaultRule& rule);

}  // namespace xsksim
