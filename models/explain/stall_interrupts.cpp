// SPDX-License-Identifier: GPL-2.0-only
// Why the interrupt of the TX queue did not wake it and will not.
#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

namespace {

const char* disabling_flag(const Buffers::Queue& ring) {
    return ring.packed ? "RING_EVENT_FLAGS_DISABLE" : "VRING_AVAIL_F_NO_INTERRUPT";
}

}  // namespace

WakerStory StallNarrator::tx_interrupt() const {
    const InterruptState& interrupt = pair_.interrupt;
    const Mark& taken_away =
        interrupt.fate == InterruptFate::never_raised ? pair_.queue.signal : interrupt.decided;
    return story("TX interrupt", last_interrupt() + interrupt_fault() + " " + next_interrupt(),
                 taken_away);
}

Told StallNarrator::last_interrupt() const {
    const InterruptState& interrupt = pair_.interrupt;
    const std::string it = fmt::format("interrupt {} of vector {}, raised at {},", interrupt.number,
                                       vector(), time_text(interrupt.raised.at));
    const std::string when = time_text(interrupt.decided.at);
    switch (interrupt.fate) {
        case InterruptFate::never_raised:
            return {Code::stall_interrupt_never_raised,
                    fmt::format("the device never raised vector {}.", vector())};
        case InterruptFate::raised:
            return {Code::stall_interrupt_on_its_way, it + " is on its way."};
        case InterruptFate::lost:
            return {Code::stall_interrupt_lost,
                    it + " was lost: " + rule_text(picture_, interrupt.rule) + "." +
                        (interrupt.lost_total > 1
                             ? fmt::format(" {} were lost in this run.",
                                           counted(interrupt.lost_total, "interrupt"))
                             : "")};
        case InterruptFate::delayed:
            return {Code::stall_interrupt_delayed,
                    it + fmt::format(" is held back for {} by {}.", duration_text(interrupt.delay),
                                     rule_text(picture_, interrupt.rule))};
        case InterruptFate::merged:
            return {Code::stall_interrupt_merged,
                    it + " was merged with one that was pending already."};
        case InterruptFate::masked:
            return {Code::stall_interrupt_masked, it + " is pending while its vector is masked."};
        case InterruptFate::delivered:
            return Told(Code::stall_interrupt_delivered,
                        it + " reached its vCPU at " + when + ".") +
                   vcpu_stolen();
        case InterruptFate::found_nothing:
            return {Code::stall_interrupt_found_nothing,
                    it +
                        (ring().packed ? " found no used descriptor at "
                                       : " found the used ring empty at ") +
                        when + ": vring_interrupt returned IRQ_NONE and called nobody" +
                        (pair_.queue.last_get.seen()
                             ? " (" + who(pair_.queue.last_get) + " had reaped before)."
                             : ".")};
        case InterruptFate::handled:
            break;
    }
    return {Code::stall_interrupt_handled, it + " was handled at " + when + "."};
}

Told StallNarrator::next_interrupt() const {
    const TxQueueState& queue = pair_.queue;
    if (queue.broken.seen())
        return {Code::stall_interrupts_ignored,
                "The virtqueue is broken: its interrupts are ignored."};
    const bool by_event = ring().event_idx && (!ring().packed || queue.callbacks.on);
    if (by_event) return next_interrupt_by_event();
    if (!queue.signal_wanted && queue.signal.seen() &&
        Buffers::wish(ring(), queue.signal_event).when == EventWish::When::never)
        return suppressed_by_flags();
    if (!queue.callbacks.on)
        return {Code::stall_callbacks_disabled,
                fmt::format("Callbacks are disabled ({}) since {}, by {}: "
                            "the device may not interrupt.",
                            disabling_flag(ring()), time_text(queue.callbacks.since.at),
                            who(queue.callbacks.since))};
    if (queue.at_device() == 0)
        return {Code::stall_nothing_to_complete,
                "Without EVENT_IDX the next completion would raise another, but no completion is "
                "outstanding: the device has given every buffer back."};
    return {Code::stall_completion_awaited,
            fmt::format("Without EVENT_IDX the next completion raises another, but the device does "
                        "not complete the {} it holds.",
                        counted(queue.at_device(), "buffer"))};
}

// Without EVENT_IDX: what the device saw when it decided, and what the driver has done about it
// since.
Told StallNarrator::suppressed_by_flags() const {
    const TxQueueState& queue = pair_.queue;
    const bool since = queue.callbacks.on && queue.enabled.after(queue.signal);
    const bool before = queue.callbacks.on && queue.enabled.seen() && !since;
    const bool known = !queue.callbacks.on && queue.callbacks.since.seen();
    return {
        Code::stall_interrupt_suppressed,
        fmt::format(
            "At its last decision, at {}, the device found {} set{}, "
            "and so raised none; {} since, and no other decision is due before the next "
            "completion.{}",
            time_text(queue.signal.at), disabling_flag(ring()),
            known ? " (by " + who(queue.callbacks.since) + " at " +
                        time_text(queue.callbacks.since.at) + ")"
                  : "",
            queue.not_reaped() == 0
                ? (ring().packed ? "nothing used waits" : "nothing waits in the used ring")
                : counted(queue.not_reaped(), "used entry waits", "used entries wait"),
            since ? fmt::format(" Callbacks were enabled only at {}.", time_text(queue.enabled.at))
            : before
                ? fmt::format(" The driver had enabled callbacks at {}; the ring did not say so.",
                              time_text(queue.enabled.at))
                : "")};
}

// Where somebody polls, or is going to, it is not true that nobody calls what would move it.
std::string StallNarrator::nobody_moves_used_event() const {
    const TxQueueState& queue = pair_.queue;
    const bool may_be_called = pair_.tx_napi.scheduled.on || pair_.interrupt.is_under_way() ||
                               picture_.timers().of_pair(index_).queued;
    if (!may_be_called) return "nobody calls them";
    const std::string since =
        queue.used_event_written.seen() ? " since " + time_text(queue.used_event_written.at) : "";
    return "neither has" + since;
}

Told StallNarrator::next_interrupt_by_event() const {
    const TxQueueState& queue = pair_.queue;
    const auto beyond = static_cast<std::uint16_t>(ring().used_index - queue.used_event);
    const bool passed = beyond != 0 && beyond < 0x8000;
    if (passed) {
        const char* ignored = queue.signal_wanted || was_made_to_omit()
                                  ? ""
                                  : " At its last publication the device decided against an "
                                    "interrupt, as it had crossed used_event before.";
        return {
            Code::stall_event_passed,
            fmt::format("With EVENT_IDX no further interrupt arises: used_event is {}, the "
                        "device has published up to {} and so has passed it; only "
                        "virtqueue_get_buf or enable_cb would move used_event, and {}.{}",
                        queue.used_event, ring().used_index, nobody_moves_used_event(), ignored)};
    }
    if (queue.at_device() == 0)
        return {Code::stall_nothing_to_complete,
                fmt::format("With EVENT_IDX the next one comes when the device publishes entry {}, "
                            "but no completion is outstanding.",
                            queue.used_event)};
    const auto distance = static_cast<std::uint16_t>(queue.used_event - ring().used_index);
    return {Code::stall_completion_awaited,
            fmt::format("With EVENT_IDX the next one comes when the device publishes entry {}, {} "
                        "after the last published; the device holds {}.",
                        queue.used_event, distance + 1, counted(queue.at_device(), "buffer"))};
}

}  // namespace xsksim
