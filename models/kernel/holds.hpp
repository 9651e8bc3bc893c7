// SPDX-License-Identifier: GPL-2.0-only
// Holds: a context is stopped at a named place until another one has got to its place, so that a
// scenario can force one interleaving instead of hoping for it.
// Stands for: a host that takes a vCPU away at the worst moment; with only_context, for a context
// that is slow there while its vCPU still takes interrupts.
// Places are those of places.hpp. A context that is to be held at an event stops at its next
// scheduling point after it. An explorer holds contexts up without a place: such a hold has the
// next number, as if it were the next rule, so that the rule that says it by its place tells the
// same. Owner: GuestKernel, only where a scenario has holds or its choice holds up. Callers:
// Places, Execution (at each point, for events), the shim's hooks (hold_up). Scheduling points: a
// hold is one. Errors: none; a hold whose `until` never comes ends after `at_most` and says so
// (hold_end).
#pragma once

#include <cstdint>
#include <vector>

#include "models/kernel/cpu/execution.hpp"
#include "models/kernel/cpu/host_steals.hpp"
#include "models/kernel/hold_rule.hpp"
#include "models/kernel/places.hpp"
#include "sim/core/choice.hpp"

namespace xsksim {

class Holds {
public:
    Holds(Engine& engine, Trace& trace, Execution& execution, HostSteals& host, Places& places,
          std::vector<HoldRule> rules);
    Holds(const Holds&) = delete;
    Holds& operator=(const Holds&) = delete;

    // Holds the running context before it does `next`. Not while it is interrupted or held. [point]
    void hold_up(const HoldUp& how, Operation next);

private:
    struct Progress {
        std::uint64_t seen = 0;
        std::uint64_t begun = 0;
        std::uint64_t until_seen = 0;
        KernelContext* held = nullptr;
        KernelContext* about_to_be_held = nullptr;
        Instant since;
        Instant deadline = Instant::never();
    };

    bool takes(std::size_t rule, const KernelContext& context) const;
    void pass(std::size_t rule, const Operation* next);
    void count_until(std::size_t rule);
    bool count_pass(std::size_t rule);
    void begin(std::size_t rule, KernelContext& context, Operation next);
    void end(std::size_t rule, bool gave_up);
    void begin_those_due(Operation next);
    Instant give_up_those_due();

    Engine& engine_;
    Trace& trace_;
    Execution& execution_;
    HostSteals& host_;
    std::vector<HoldRule> rules_;
    std::vector<Progress> progress_;
    std::vector<std::size_t> held_;  // the few rules that hold somebody now, in their order
    ContextId deadline_step_ = no_context;
};

}  // namespace xsksim
