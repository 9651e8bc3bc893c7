// SPDX-License-Identifier: GPL-2.0-only
// One thing that shall go wrong with interrupts: what, of which vector, when. Mirrors a rule of a
// scenario without knowing it. The parts of `when` that are given must all hold; without any, the
// rule applies to every interrupt of the vector. Interrupts count per vector from 1, as in
// irq_raise; the window is judged when the message leaves the device.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/ports.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

enum class InterruptFaultKind { lost, delayed, rate_capped };

struct InterruptFaultRule {
    InterruptFaultKind kind = InterruptFaultKind::lost;
    Vector vector = 0;
    std::vector<std::uint64_t> nth{};          // exactly these
    std::optional<std::uint64_t> every{};      // every so-manieth
    std::optional<Probability> probability{};  // stream "fault/<index of the rule, from 1>"
    std::optional<Instant> from{}, until{};    // [from, until)
    Duration delay{};                          // delayed
    std::uint64_t per_second = 0;              // rate_capped
};

// "interrupt lost: TX vector of pair 0, nth 3 7".
std::string describe(const InterruptFaultRule& rule);

}  // namespace xsksim
