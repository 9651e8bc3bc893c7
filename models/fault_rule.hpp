// SPDX-License-Identifier: GPL-2.0-only
// One fault rule: what, where, when, how much. An item of a scenario's `faults`; the kinds are in
// models/fault_kinds.hpp, when it strikes is models/faults'.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fault_kinds.hpp"
#include "models/numbers.hpp"
#include "models/place.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// A time that a rule draws each time it strikes: fixed, uniform, exponential with a mean, or any
// value of a table with equal chance.
struct FaultDelay {
    std::optional<Duration> low{};   // absent: none
    std::optional<Duration> high{};  // absent: as low
    std::optional<Duration> mean{};  // set: exponential
    std::vector<Duration> table{};   // not empty: from it

    Duration least() const { return low.value_or(Duration{}); }
    Duration most() const { return high.value_or(least()); }
    bool operator==(const FaultDelay&) const = default;
};

// The parts of `when` that are given must all hold.
struct FaultRule {
    FaultWhat what{};
    PairIndex pair = 0;
    bool rx = false;             // the RX queue or vector of the pair instead of the TX one
    std::optional<CpuId> cpu{};  // sites of a vCPU: which; absent: any

    std::vector<std::uint64_t> nth{};          // these opportunities, from 1
    std::optional<std::uint64_t> every{};      // every so-manieth; absent: all
    std::optional<Probability> probability{};  // stream "fault/<number of the rule, from 1>"
    std::optional<Instant> from{}, until{};    // [from, until)
    std::optional<Duration> period{};          // happenings: again after so long
    std::vector<FaultCondition> conditions{};  // `while`
    Place at{};                                // strikes once for each passing of it
    std::optional<std::uint64_t> hit{};        // only for the so-manieth; absent: for each

    FaultDelay delay{};
    std::uint64_t per_second = 0;
    std::uint64_t packets = 0, interrupts = 0;
    std::uint64_t entries = 0, id = 0, bytes = 0;  // of the used ring
    int error = 0;                                 // positive errno value; 0: none
    bool operator==(const FaultRule&) const = default;
};

}  // namespace xsksim
