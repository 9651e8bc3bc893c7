// SPDX-License-Identifier: GPL-2.0-only
// Faults between models: a rule of the scenario as plain values, and how a model asks whether a
// rule strikes what it is about to do. The kinds are in models/fault_kinds.hpp.
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

#include "models/fault_kinds.hpp"
#include "models/ports.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// A time that a rule draws each time it strikes: fixed (low == high), uniform between, exponential
// with a mean, or any value of a table with equal chance.
struct FaultDelay {
    Duration low{}, high{};
    Duration mean{};                // set: exponential
    std::vector<Duration> table{};  // not empty: from it
    bool operator==(const FaultDelay&) const = default;
};

// One rule. The parts of `when` that are given must all hold.
struct FaultRule {
    FaultWhat what{};
    PairIndex pair = 0;
    bool rx = false;             // the RX queue or vector of the pair instead of the TX one
    std::optional<CpuId> cpu{};  // sites of a vCPU: which; absent: any

    std::vector<std::uint64_t> nth{};          // these opportunities, from 1, in order
    std::optional<std::uint64_t> every{};      // every so-manieth; absent: all
    std::optional<Probability> probability{};  // stream "fault/<number of the rule, from 1>"
    std::optional<Instant> from{}, until{};    // [from, until)
    std::optional<Duration> period{};          // happenings: again after so long
    std::vector<FaultCondition> conditions{};  // `while`
    bool at_place = false;                     // strikes once for each passing of its place

    FaultDelay delay{};
    std::uint64_t per_second = 0;
    std::uint64_t packets = 0, interrupts = 0;
    std::uint64_t entries = 0, id = 0, bytes = 0;  // of the used ring
    int error = 0;                                 // positive errno value
    bool operator==(const FaultRule&) const = default;
};

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
