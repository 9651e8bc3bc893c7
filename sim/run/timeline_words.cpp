// SPDX-License-Identifier: GPL-2.0-only
// The words of a timeline's lines, which must be understood without a legend.
#include <fmt/format.h>

#include "sim/core/time_text.hpp"
#include "sim/run/timeline.hpp"

namespace xsksim {

namespace {

class Clauses {
public:
    void add(bool said, const std::string& text) {
        if (!said) return;
        text_ += (text_.empty() ? "" : separator_) + text;
        separator_ = ", ";
    }
    void semicolon() { separator_ = "; "; }
    bool empty() const { return text_.empty(); }
    const std::string& text() const { return text_; }

private:
    std::string text_;
    const char* separator_ = ", ";
};

bool has(const TimelineLine& line, std::uint32_t flag) { return (line.flags & flag) != 0; }

// How a run of the queue ended: out of work, or out of room.
void add_outcome(Clauses& clauses, const TimelineLine& line) {
    const bool handed_on = has(line, clause::repoll | clause::schedules | clause::schedule_late);
    const bool out_of_work =
        has(line, clause::ring_empty) || has(line, clause::completion_ring_full);
    clauses.semicolon();
    clauses.add(has(line, clause::completion_ring_full), "completion ring full");
    clauses.add(has(line, clause::ring_empty), "TX ring empty");
    clauses.add(has(line, clause::need_wakeup_set), "sets need_wakeup");
    clauses.semicolon();
    clauses.add(has(line, clause::bound) && !out_of_work && !handed_on,
                fmt::format("full ({} of {} free), waits", line.numbers[2], line.numbers[3]));
    clauses.add(has(line, clause::timer_armed),
                "timer in " + duration_text(Duration{static_cast<std::int64_t>(line.numbers[5])}));
    clauses.add(has(line, clause::queue_stopped), "stops the TX queue");
    clauses.add(has(line, clause::queue_woken), "wakes the TX queue");
    clauses.add(has(line, clause::repoll), "polls again");
    clauses.add(has(line, clause::missed), "was scheduled meanwhile: polls again");
}

void add_ring_work(Clauses& clauses, const TimelineLine& line) {
    clauses.add(has(line, clause::timer_cancelled) && !has(line, clause::timer_armed),
                "cancels its timer");
    clauses.add(has(line, clause::took), "takes " + count_text(line.numbers[0]) + " used");
    clauses.add(has(line, clause::added), "adds " + count_text(line.numbers[1]));
    clauses.add(has(line, clause::kicked), "kicks");
    clauses.add(has(line, clause::kick_suppressed) && !has(line, clause::kicked), "no kick");
}

std::string tx_poll_words(const TimelineLine& line) {
    Clauses clauses;
    add_ring_work(clauses, line);
    add_outcome(clauses, line);
    return clauses.empty() ? "TX NAPI polls for nothing" : "TX NAPI: " + clauses.text();
}

std::string rx_poll_words(const TimelineLine& line) {
    Clauses clauses;
    clauses.add(line.numbers[4] != 0, counted(line.numbers[4], "frame"));
    clauses.add(has(line, clause::took), "takes " + count_text(line.numbers[0]) + " used TX");
    clauses.add(has(line, clause::schedules), "schedules TX NAPI");
    clauses.add(has(line, clause::queue_woken), "wakes the TX queue");
    clauses.add(has(line, clause::repoll), "polls again");
    return clauses.empty() ? "RX NAPI polls for nothing" : "RX NAPI: " + clauses.text();
}

std::string wakeup_words(const TimelineLine& line) {
    constexpr std::uint32_t touched = clause::took | clause::added | clause::ring_empty |
                                      clause::completion_ring_full | clause::timer_armed;
    if (has(line, clause::turned_away) && !has(line, touched))
        return "xsk_wakeup returns at once: WAKEUP was set";
    Clauses clauses;
    add_ring_work(clauses, line);
    add_outcome(clauses, line);
    clauses.add(has(line, clause::schedules),
                has(line, clause::softirq_left)
                    ? "schedules TX NAPI, for the next interrupt or tick of its vCPU"
                    : "schedules TX NAPI");
    clauses.add(has(line, clause::schedule_late), "TX NAPI was scheduled already");
    return "xsk_wakeup" + (clauses.empty() ? " does nothing" : ": " + clauses.text());
}

std::string interrupt_words(const TimelineLine& line) {
    const bool is_tx = (line.numbers[1] & 1) != 0;
    std::string text = is_tx ? fmt::format("TX interrupt {}: ", line.numbers[0]) : "RX interrupt: ";
    if (has(line, clause::irq_none)) return text + "used ring empty already, IRQ_NONE";
    if (has(line, clause::schedules)) return text + "schedules NAPI";
    if (has(line, clause::schedule_late)) return text + "NAPI was scheduled already, or disabled";
    return text + (has(line, clause::queue_woken) ? "wakes the TX queue" : "handled");
}

std::string application_words(const TimelineLine& line) {
    Clauses clauses;
    clauses.add(has(line, clause::reclaimed), "gets " + count_text(line.numbers[1]) + " back");
    clauses.add(has(line, clause::submitted), "submits " + count_text(line.numbers[0]));
    clauses.semicolon();
    clauses.add(has(line, clause::waits),
                fmt::format("waits (TX ring {}, need_wakeup {})",
                            line.numbers[2] == 0 ? "empty" : count_text(line.numbers[2]) + " deep",
                            line.numbers[3] != 0 ? "set" : "clear"));
    return "application: " + clauses.text();
}

std::string device_words(const TimelineLine& line) {
    Clauses clauses;
    clauses.add(has(line, clause::wakes), "wakes");
    clauses.add(has(line, clause::wire), "sends " + counted(line.numbers[0], "packet"));
    std::string published = "publishes " + count_text(line.numbers[1]) + " used";
    if (line.numbers[2] > 1) published += fmt::format(" in {} parts", count_text(line.numbers[2]));
    clauses.add(has(line, clause::published), published);
    clauses.semicolon();
    clauses.add(has(line, clause::signalled), fmt::format("raises interrupt {}", line.numbers[3]));
    clauses.add(has(line, clause::signal_suppressed) && !has(line, clause::signalled),
                "no interrupt wanted");
    clauses.add(has(line, clause::sleeps), "sleeps");
    return "device: " + (clauses.empty() ? std::string("is kicked") : clauses.text());
}

std::string sender_words(const TimelineLine& line) {
    Clauses clauses;
    clauses.add(has(line, clause::submitted), "sends " + counted(line.numbers[0], "datagram"));
    clauses.add(has(line, clause::failed), count_text(line.numbers[1]) + " dropped");
    return "kernel sender: " + clauses.text();
}

std::string fold_words(const TimelineLine& line) {
    const std::string what = line.numbers[0] == 1
                                 ? std::string("the line above")
                                 : fmt::format("the {} lines above", line.numbers[0]);
    return fmt::format(
        "{}{} {}, every ~{}, until {}", what, line.numbers[3] != 0 ? "" : ", much the same,",
        line.numbers[1] == 1 ? "once more" : count_text(line.numbers[1]) + " more times",
        duration_text(Duration{static_cast<std::int64_t>(line.numbers[2])}), time_text(line.at));
}

std::string result_words(std::uint64_t result) {
    const auto code = static_cast<std::int64_t>(result);
    return code == 0 ? "" : fmt::format(" with error {}", code);
}

std::string state_words(const TimelineLine& line, const TraceNames& names) {
    using enum EventKind;
    const auto& n = line.numbers;
    switch (line.event_kind) {
        case step_begin:
            return "step: " + names.text(n[0]);
        case step_end:
            return "step done: " + names.text(n[0]) + result_words(n[2]);
        case umem_register:
            return fmt::format("UMEM of {} bytes registered", count_text(n[2]));
        case xsk_bind:
            return n[1] != 0 ? "bind ended" + result_words(n[1])
                             : fmt::format("socket bound to queue pair {}, {}", n[0],
                                           n[2] != 0 ? "zero copy" : "copy mode");
        case xsk_unbind:
            return std::string(n[2] != 0 ? "interface goes away: socket unbound, its UMEM kept"
                                         : "socket unbound") +
                   result_words(n[1]);
        case xsk_share:
            return n[1] != 0
                       ? "joining another socket's UMEM ended" + result_words(n[1])
                       : fmt::format("socket {} joined the UMEM on queue pair {}", n[2], n[0]);
        case senders_cease:
            return "senders cease; what is on its way has " +
                   duration_text(Duration{static_cast<std::int64_t>(n[0])});
        case vq_setup:
            return fmt::format("virtqueue {}: {} descriptors{}{}", n[0], n[1],
                               (n[2] & 1) != 0 ? ", EVENT_IDX" : "",
                               (n[2] & 2) != 0 ? ", INDIRECT_DESC" : "");
        case dev_reset:
            return fmt::format("virtqueue {} is reset: the device lets go of its buffers", n[0]);
        case napi_enable:
            return fmt::format("NAPI {} enabled", n[0]);
        case napi_disable:
            return fmt::format("NAPI {} {}", n[0], n[1] == 0 ? "is being disabled" : "disabled");
        case netdev_open:
            return "interface up" + result_words(n[0]);
        case netdev_stop:
            return "interface down" + result_words(n[0]);
        case app_killed:
            return fmt::format("application killed, {} in flight", counted(n[1], "frame"));
        case suspend:
            return (n[0] == 0 ? "suspended" : "resumed") + result_words(n[1]);
        case xdp_set:
            return (n[0] != 0 ? "XDP program loaded" : "XDP program unloaded") + result_words(n[2]);
        case netdev_stats:
            return fmt::format("the interface's counters: {} packets, {} bytes transmitted",
                               count_text(n[0]), count_text(n[1]));
        case rcu_sync_begin:
            return "waits for an RCU grace period";
        case rcu_sync_end:
            return "the grace period is over";
        case run_end:
            return std::string("the run ends: ") +
                   (n[0] == static_cast<std::uint64_t>(EndReason::idle)
                        ? "nothing will ever happen again"
                        : names.text(n[1]));
        default:
            return std::string(info_of(line.event_kind).meaning);
    }
}

std::string event_words(const TimelineLine& line, const TraceNames& names) {
    using enum EventKind;
    const auto& n = line.numbers;
    const auto duration = [](std::uint64_t ns) {
        return duration_text(Duration{static_cast<std::int64_t>(ns)});
    };
    const char* const side = (n[0] & 1) != 0 ? "TX" : "RX";
    switch (line.event_kind) {
        case app_done:
            return fmt::format("application: has all {} frames back", count_text(n[2]));
        case app_poll:
            return "application: calls poll";
        case app_pause:
            return fmt::format("application: {} for {}",
                               n[2] == 0 ? "stands still" : "takes no completions", duration(n[1]));
        case app_overwrite:
            return fmt::format("application: writes into frame {:#x}, which it has handed over",
                               n[1]);
        case alloc_failed:
            return fmt::format("{} of {} bytes FAILS", names.text(n[1]), n[0]);
        case udp_blocked:
            return "kernel sender: waits, the TX queue is stopped";
        case xsk_gate:
            return "sendmsg returns at the need_wakeup gate: the driver is not called";
        case xsk_invalid_desc:
            return fmt::format("invalid descriptor at {:#x} skipped", n[1]);
        case vq_broken:
            return fmt::format("virtqueue {} BROKEN: {}", n[0], names.text(n[1]));
        case hrtimer_fire:
            return "timer fires" + (n[2] == 0 ? "" : ", " + duration(n[2]) + " late");
        case work_schedule:
            return n[2] == 0 ? "delayed work is queued"
                             : fmt::format("delayed work is to be queued in {} ticks", n[2]);
        case work_run:
            return "a kworker does the delayed work";
        case work_cancel:
            return n[1] != 0 ? "delayed work cancelled before it ran"
                             : "no delayed work is pending";
        case lock_contend:
            return "spins on " + names.text(n[1]) + ", held by " +
                   names.context(static_cast<ContextId>(n[2]));
        case vcpu_steal:
            return fmt::format("vCPU {} taken away by the host for {}", n[0], duration(n[1]));
        case hold_begin:
            return fmt::format("HELD at {} (hold {}{})", names.text(n[2]), n[0],
                               n[3] != 0 ? ", this context only" : ", with its vCPU");
        case hold_end:
            return fmt::format("hold {} ends after {}{}", n[0], duration(n[2]),
                               n[3] != 0 ? ": what it waited for never came" : "");
        case irq_lost:
            return fmt::format("{} interrupt {} LOST (fault rule {})", side, n[1], n[2]);
        case irq_delay:
            return fmt::format("{} interrupt {} delayed by {} (fault rule {})", side, n[1],
                               duration(n[3]), n[2]);
        case irq_coalesce:
            return fmt::format("{} interrupt {} merged with a pending one", side, n[1]);
        case irq_masked:
            return fmt::format("{} interrupt {} pending: vector masked", side, n[1]);
        case dev_bad:
            return "device: REFUSES a buffer: " + names.text(n[2]);
        case dev_stale:
            return fmt::format("device: reads memory GIVEN BACK, at {:#x}", n[2]);
        case finding:
            return (n[2] == 0 ? "note: " : "FINDING: ") + names.text(n[0]);
        case gap:
            return "GAP in the shim: " + names.text(n[0]);
        default:
            return state_words(line, names);
    }
}

}  // namespace

std::string words_of(const TimelineLine& line, const TraceNames& names) {
    switch (line.kind) {
        case LineKind::event:
            return event_words(line, names);
        case LineKind::tx_poll:
            return tx_poll_words(line);
        case LineKind::rx_poll:
            return rx_poll_words(line);
        case LineKind::wakeup:
            return wakeup_words(line);
        case LineKind::interrupt:
            return interrupt_words(line);
        case LineKind::application:
            return application_words(line);
        case LineKind::device:
            return device_words(line);
        case LineKind::sender:
            return sender_words(line);
        case LineKind::fold:
            return fold_words(line);
    }
    return "";
}

}  // namespace xsksim
