// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/spurious_lines.hpp"

#include <utility>

namespace xsksim {

SpuriousLines::SpuriousLines(FaultSource& faults, const QueueMap& queues)
    : faults_(faults), queues_(queues) {
    for (const FaultStrike& rule : faults.rules_of(FaultSite::unhandled))
        counts_.push_back({rule, queues.vector(rule.rule->rx, rule.rule->pair)});
}

std::optional<FaultStrike> SpuriousLines::note(Vector vector, bool handled, Instant now) {
    if (counts_.empty()) return std::nullopt;
    if (!handled) count_unhandled(vector, now);
    for (Count& count : counts_) {
        if (count.vector != vector || ++count.interrupts < count.rule.rule->interrupts) continue;
        const std::uint64_t unhandled = std::exchange(count.unhandled, 0);
        if (unhandled * 1000 > std::exchange(count.interrupts, 0) * 999) return count.rule;
    }
    return std::nullopt;
}

void SpuriousLines::count_unhandled(Vector vector, Instant now) {
    for_each_strike(faults_, FaultSite::unhandled, queues_.queue_of_vector(vector), std::nullopt,
                    [&](const FaultStrike& strike) {
                        for (Count& count : counts_) {
                            if (count.rule.number != strike.number) continue;
                            if (now - count.last_unhandled > forgets_after) count.unhandled = 0;
                            ++count.unhandled;
                            count.last_unhandled = now;
                        }
                        return true;
                    });
}

}  // namespace xsksim
