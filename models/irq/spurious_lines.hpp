// SPDX-License-Identifier: GPL-2.0-only
// Counts interrupts that nobody handled, and says when the guest gives a line up.
//
// Real counterpart: note_interrupt() of kernel/irq/spurious.c ("irq 38: nobody cared", facts §5):
// of each 100,000 interrupts of a line, more than 99,900 came back as IRQ_NONE; ones that are more
// than 100 ms apart do not add up. Here it is a fault with a number of interrupts of its own, so
// that a scenario can be short, and only what the rule strikes counts as unhandled.
// Simplified: Linux polls a line it gave up only if it can be shared (INTx); an MSI-X vector of a
// single queue would stay silent for ever. Here every one is polled.
// Owner: InterruptController. Emits nothing: the controller does.
#pragma once

#include <vector>

#include "models/fault_port.hpp"
#include "models/queue_map.hpp"

namespace xsksim {

class SpuriousLines {
public:
    SpuriousLines(FaultSource& faults, const QueueMap& queues);

    // An interrupt of the vector was handled, or not. The rule that gives its line up now.
    std::optional<FaultStrike> note(Vector vector, bool handled, Instant now);

private:
    static constexpr Duration forgets_after = Duration::milliseconds(100);
    struct Count {
        FaultStrike rule;
        Vector vector = 0;
        std::uint64_t interrupts = 0, unhandled = 0;
        Instant last_unhandled{};
    };
    void count_unhandled(Vector vector, Instant now);

    FaultSource& faults_;
    const QueueMap& queues_;
    std::vector<Count> counts_;  // one a rule
};

}  // namespace xsksim
