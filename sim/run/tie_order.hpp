// SPDX-License-Identifier: GPL-2.0-only
// Who goes first of several contexts that are due at one time: by the engine's own order, unless a
// rule of the scenario or the run's choice has it otherwise.
// Stands for: that nothing orders what happens at once. Owner: World, only where a scenario has
// such rules or its choice holds up. Caller: the engine. Event: put_last. One that a choice puts
// last has the next number, as if a rule had. Errors: none; a rule that never took effect is told
// with what a run lacks (expectation.hpp).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"
#include "sim/scenario/tie_rule.hpp"

namespace xsksim {

class TieOrder final : public TieBreaker {
public:
    TieOrder(Engine& engine, Trace& trace, Choice& choice, std::vector<TieRule> rules);
    ~TieOrder() override;
    TieOrder(const TieOrder&) = delete;
    TieOrder& operator=(const TieOrder&) = delete;

    bool puts_last(ContextId first) override;

private:
    std::uint64_t count(ContextId first);
    void tell(std::uint64_t rule, std::uint64_t hit);

    Engine& engine_;
    Trace& trace_;
    Choice& choice_;
    const std::vector<TieRule> rules_;
    std::uint64_t by_choice_ = 0;      // put last
    std::vector<std::uint64_t> hits_;  // by context: ties in which it would have gone first
};

}  // namespace xsksim
