// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/fault_trigger.hpp"

#include <algorithm>
#include <string>

#include "sim/core/check.hpp"

namespace xsksim {

FaultTrigger::FaultTrigger(const InterruptFaultRule& rule, std::size_t index, Choice& choice)
    : rule_(rule), choice_(choice) {
    XSKSIM_CHECK(!rule_.every || *rule_.every >= 1, "`every` of a fault rule is at least 1");
    std::sort(rule_.nth.begin(), rule_.nth.end());
    if (rule_.probability) stream_ = choice.stream("fault/" + std::to_string(index));
}

bool FaultTrigger::selects(const InterruptMessage& message, Instant now) {
    if (message.vector != rule_.vector || !counts(message.number)) return false;
    if (rule_.from && now < *rule_.from) return false;
    if (rule_.until && now >= *rule_.until) return false;
    return !rule_.probability || choice_.chance(stream_, *rule_.probability);
}

bool FaultTrigger::counts(std::uint64_t number) const {
    if (!rule_.nth.empty() && !std::binary_search(rule_.nth.begin(), rule_.nth.end(), number))
        return false;
    return !rule_.every || number % *rule_.every == 0;
}

}  // namespace xsksim
