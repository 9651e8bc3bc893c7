// SPDX-License-Identifier: GPL-2.0-only
// Where a fault rule took a wake-up away, the words that say so.
#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

const PairState::Fault* StallNarrator::fault(FaultWhat what) const {
    const auto found = pair_.faults.find(what);
    return found == pair_.faults.end() ? nullptr : &found->second;
}

const PairState::Fault* StallNarrator::fault_since(FaultWhat what, const Mark& since) const {
    const PairState::Fault* found = fault(what);
    return found != nullptr && found->mark.after(since) ? found : nullptr;
}

std::string StallNarrator::by(const PairState::Fault& fault) const {
    return fmt::format("at {} by {}", time_text(fault.mark.at), rule_text(fault.rule));
}

// Of several the one that lasts. Empty: none.
std::string StallNarrator::device_fault() const {
    const TxQueueState& queue = pair_.queue;
    if (const auto* dead = fault(FaultWhat::queue_dead))
        return "nobody serves the queue: it was made dead " + by(*dead);
    if (const auto* broken = fault(FaultWhat::ring_broken))
        return "the device serves it no more: the ring was broken " + by(*broken);
    if (queue.broken.seen()) {
        for (const FaultWhat lie :
             {FaultWhat::used_wrong_id, FaultWhat::used_twice, FaultWhat::used_index_ahead,
              FaultWhat::used_index_back, FaultWhat::used_wrong_length})
            if (const auto* told = fault(lie)) return "the used ring was falsified " + by(*told);
        return "";
    }
    if (const auto* paused = fault_since(FaultWhat::device_paused, queue.last_publish))
        return "the device was paused " + by(*paused);
    if (const auto* stuck = fault_since(FaultWhat::head_stuck, queue.woke))
        return "the device failed at its next buffer " + by(*stuck) +
               " and tries again at a kick only";
    if (const auto* lost = fault_since(FaultWhat::kick_lost, queue.asleep.since))
        return "the kick was lost " + by(*lost);
    if (const auto* late = fault_since(FaultWhat::kick_delayed, queue.asleep.since))
        return "the kick was held back " + by(*late);
    if (const auto* stale = fault_since(FaultWhat::kick_suppressed, queue.woke))
        return "the device went to sleep without asking for a kick, " + by(*stale);
    if (const auto* blind = fault_since(FaultWhat::kick_not_rechecked, queue.woke))
        return "the device went to sleep without looking again, " + by(*blind);
    if (const auto* late = fault_since(FaultWhat::used_late, queue.last_publish))
        return "what the device has done becomes visible late, held back " + by(*late);
    return "";
}

bool StallNarrator::was_made_to_omit() const {
    return fault_since(FaultWhat::interrupt_omitted, pair_.interrupt.raised) != nullptr ||
           fault_since(FaultWhat::event_idx_stale, pair_.interrupt.raised) != nullptr;
}

std::string StallNarrator::interrupt_fault() const {
    const InterruptState& interrupt = pair_.interrupt;
    if (const auto* killed = fault(FaultWhat::interrupt_killed))
        return " Its line was given up " + by(*killed) + "; the handler is polled each 100 ms.";
    if (interrupt.fate == InterruptFate::masked)
        if (const auto* masked = fault(FaultWhat::interrupt_masked))
            return " It was masked " + by(*masked) + ".";
    if (const auto* late = fault_since(FaultWhat::interrupt_coalesced, pair_.queue.signal))
        return " The next decision was put off " + by(*late) + ".";
    for (const FaultWhat what : {FaultWhat::interrupt_omitted, FaultWhat::event_idx_stale})
        if (const auto* omitted = fault_since(what, interrupt.raised))
            return " The device decided against the interrupt that it owed, made to " +
                   by(*omitted) + ".";
    return "";
}

}  // namespace xsksim
