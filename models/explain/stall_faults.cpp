// SPDX-License-Identifier: GPL-2.0-only
// Where a fault rule took a wake-up away, the words that say so.
#include <array>

#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "models/irq/interrupt_controller_options.hpp"
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
    return fmt::format("at {} by {}", time_text(fault.mark.at), rule_text(picture_, fault.rule));
}

namespace {

struct Lie {
    FaultWhat what;
    Code code;
};
constexpr std::array lies = {Lie{FaultWhat::used_wrong_id, Code::fault_used_wrong_id},
                             Lie{FaultWhat::used_twice, Code::fault_used_twice},
                             Lie{FaultWhat::used_index_ahead, Code::fault_used_index_ahead},
                             Lie{FaultWhat::used_index_back, Code::fault_used_index_back},
                             Lie{FaultWhat::used_wrong_length, Code::fault_used_wrong_length}};

}  // namespace

// Of several the one that lasts.
Told StallNarrator::device_fault() const {
    if (const auto* dead = fault(FaultWhat::queue_dead))
        return {Code::fault_queue_dead, "nobody serves the queue: it was made dead " + by(*dead)};
    if (const auto* broken = fault(FaultWhat::ring_broken))
        return {Code::fault_ring_broken,
                "the device serves it no more: the ring was broken " + by(*broken)};
    if (!pair_.queue.broken.seen()) return device_fault_since();
    for (const Lie& lie : lies)
        if (const auto* told = fault(lie.what))
            return {lie.code, "the used ring was falsified " + by(*told)};
    return {};
}

// What the driver takes for not used, and does not come past.
Told StallNarrator::hidden_entry() const {
    if (const auto* stale = fault(FaultWhat::used_stale_wrap))
        return {Code::fault_used_stale_wrap,
                "a used descriptor got the wrap counter of the turn before " + by(*stale)};
    if (const auto* skipped = fault(FaultWhat::used_skips))
        return {Code::fault_used_skips,
                "the device went on further than its used buffer's descriptors " + by(*skipped)};
    return {};
}

Told StallNarrator::device_fault_since() const {
    const TxQueueState& queue = pair_.queue;
    if (Told hidden = hidden_entry(); !hidden.is_nothing()) return hidden;
    if (const auto* paused = fault_since(FaultWhat::device_paused, queue.last_publish))
        return {Code::fault_device_paused, "the device was paused " + by(*paused)};
    if (const auto* stuck = fault_since(FaultWhat::head_stuck, queue.woke))
        return {Code::fault_head_stuck, "the device failed at its next buffer " + by(*stuck) +
                                            " and tries again at a kick only"};
    if (const auto* lost = fault_since(FaultWhat::kick_lost, queue.asleep.since))
        return {Code::fault_kick_lost, "the kick was lost " + by(*lost)};
    if (const auto* late = fault_since(FaultWhat::kick_delayed, queue.asleep.since))
        return {Code::fault_kick_delayed, "the kick was held back " + by(*late)};
    if (const auto* stale = fault_since(FaultWhat::kick_suppressed, queue.woke))
        return {Code::fault_kick_suppressed,
                "the device went to sleep without asking for a kick, " + by(*stale)};
    if (const auto* blind = fault_since(FaultWhat::kick_not_rechecked, queue.woke))
        return {Code::fault_kick_not_rechecked,
                "the device went to sleep without looking again, " + by(*blind)};
    if (const auto* late = fault_since(FaultWhat::used_late, queue.last_publish))
        return {Code::fault_used_late,
                "what the device has done becomes visible late, held back " + by(*late)};
    return {};
}

bool StallNarrator::was_made_to_omit() const {
    return fault_since(FaultWhat::interrupt_omitted, pair_.interrupt.raised) != nullptr ||
           fault_since(FaultWhat::event_idx_stale, pair_.interrupt.raised) != nullptr;
}

Told StallNarrator::interrupt_fault() const {
    const InterruptState& interrupt = pair_.interrupt;
    if (const auto* killed = fault(FaultWhat::interrupt_killed))
        return {Code::fault_interrupt_killed,
                fmt::format(" Its line was given up {}; the handler is polled each {} ms.",
                            by(*killed), given_up_poll_interval.ns / 1'000'000)};
    if (interrupt.fate == InterruptFate::masked)
        if (const auto* masked = fault(FaultWhat::interrupt_masked))
            return {Code::fault_interrupt_masked, " It was masked " + by(*masked) + "."};
    if (const auto* late = fault_since(FaultWhat::interrupt_coalesced, pair_.queue.signal))
        return {Code::fault_interrupt_coalesced,
                " The next decision was put off " + by(*late) + "."};
    const char* const owed = " The device decided against the interrupt that it owed, made to ";
    if (const auto* omitted = fault_since(FaultWhat::interrupt_omitted, interrupt.raised))
        return {Code::fault_interrupt_omitted, owed + by(*omitted) + "."};
    if (const auto* stale = fault_since(FaultWhat::event_idx_stale, interrupt.raised))
        return {Code::fault_event_idx_stale, owed + by(*stale) + "."};
    return {};
}

}  // namespace xsksim
