// SPDX-License-Identifier: GPL-2.0-only
// When one rule strikes: all parts of its `when` that are given must hold. Chance is asked last,
// and only when all else holds, so that a rule draws as seldom as it can.
//
// Owner: FaultPlan, one a rule. Draws from the streams "fault/N" (whether) and "fault/N/delay" (how
// long), N the rule's number.
#pragma once

#include <cstdint>
#include <functional>

#include "models/fault_port.hpp"
#include "sim/core/choice.hpp"

namespace xsksim {

class FaultTrigger {
public:
    using Holds = std::function<bool(FaultCondition)>;  // for the rule's pair, now

    // `queue`: the one that the rule is about where its site is one.
    FaultTrigger(FaultRule rule, std::size_t number, QueueIndex queue, Choice& choice);

    const FaultRule& rule() const { return rule_; }
    // Without a `where`, the rule's own place is meant.
    bool is_at(std::uint32_t where) const;
    // The so-manieth opportunity, by the model's count or, without one, by ours.
    bool strikes(std::optional<std::uint64_t> number, Instant now, const Holds& holds);
    // Its place was passed. True where that is the passing that counts: the next opportunity is
    // struck.
    bool pass_place();
    Duration draw_delay();

private:
    bool counts(std::uint64_t number) const;
    bool is_in_time(Instant now) const;

    FaultRule rule_;  // nth sorted
    QueueIndex queue_;
    Choice& choice_;
    StreamId stream_ = 0, delay_stream_ = 0;
    std::uint64_t opportunities_ = 0;
    std::uint64_t passed_ = 0;
    bool is_armed_ = false;
};

}  // namespace xsksim
