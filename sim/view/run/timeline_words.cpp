// SPDX-License-Identifier: GPL-2.0-only
// The words of a timeline's lines, which must be understood without a legend.
#include <fmt/format.h>

#include "sim/core/time_text.hpp"
#include "sim/view/run/event_words.hpp"
#include "sim/view/run/timeline.hpp"

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

bool has(const TimelineLine& line, ClauseSet flag) { return (line.flags & flag) != 0; }

// How a run of the queue ended: out of work, out of room, or with work left for a reason that no
// event tells.
void add_outcome(Clauses& clauses, const TimelineLine& line, const DriverVocabulary& driver) {
    constexpr ClauseSet ran = clause::took | clause::added;
    clauses.semicolon();
    clauses.add(has(line, clause::completion_ring_full), "completion ring full");
    clauses.add(has(line, clause::ring_empty), "TX ring empty");
    clauses.add(has(line, clause::need_wakeup_set), "sets need_wakeup");
    clauses.semicolon();
    const char* const waits = line.numbers[4] != 0 ? ", waits" : "";
    clauses.add(has(line, clause::full),
                fmt::format("full ({} of {} free){}", line.numbers[2], line.numbers[3], waits));
    if (has(line, clause::at_limit))
        clauses.add(true, fmt::format("full ({} of {} {}s in use){}", line.numbers[2],
                                      line.numbers[3], driver.in_flight->each_takes, waits));
    clauses.add(
        !has(line, clause::full | clause::at_limit) && has(line, ran) && line.numbers[4] != 0,
        "leaves " + count_text(line.numbers[4]) + " in the TX ring");
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

std::string tx_poll_words(const TimelineLine& line, const DriverVocabulary& driver) {
    Clauses clauses;
    add_ring_work(clauses, line);
    add_outcome(clauses, line, driver);
    const bool goes_on = has(line, clause::goes_on);
    if (clauses.empty()) return goes_on ? "TX NAPI ends its poll" : "TX NAPI polls for nothing";
    return (goes_on ? "TX NAPI goes on: " : "TX NAPI: ") + clauses.text();
}

std::string rx_poll_words(const TimelineLine& line) {
    Clauses clauses;
    clauses.add(line.numbers[4] != 0, counted(line.numbers[4], "frame"));
    clauses.add(has(line, clause::took), "takes " + count_text(line.numbers[0]) + " used TX");
    clauses.add(has(line, clause::schedules), "schedules TX NAPI");
    clauses.add(has(line, clause::queue_woken), "wakes the TX queue");
    clauses.add(has(line, clause::repoll), "polls again");
    const bool goes_on = has(line, clause::goes_on);
    if (clauses.empty()) return goes_on ? "RX NAPI ends its poll" : "RX NAPI polls for nothing";
    return (goes_on ? "RX NAPI goes on: " : "RX NAPI: ") + clauses.text();
}

std::string wakeup_words(const TimelineLine& line, const DriverVocabulary& driver) {
    constexpr ClauseSet touched = clause::took | clause::added | clause::ring_empty |
                                  clause::completion_ring_full | clause::timer_armed;
    if (has(line, clause::turned_away) && !has(line, touched))
        return fmt::format("xsk_wakeup returns at once: {} was set",
                           driver.name_of_bit(line.numbers[6]));
    Clauses clauses;
    add_ring_work(clauses, line);
    add_outcome(clauses, line, driver);
    clauses.add(has(line, clause::schedules),
                has(line, clause::softirq_left)
                    ? "schedules TX NAPI, for the next interrupt or tick of its vCPU"
                    : "schedules TX NAPI");
    clauses.add(has(line, clause::schedule_late), "TX NAPI was scheduled already");
    clauses.add(has(line, clause::schedule_disabled), "TX NAPI is disabled");
    if (clauses.empty())
        return has(line, clause::goes_on) ? "xsk_wakeup returns" : "xsk_wakeup does nothing";
    return (has(line, clause::goes_on) ? "xsk_wakeup goes on: " : "xsk_wakeup: ") + clauses.text();
}

std::string interrupt_words(const TimelineLine& line, const QueueMap& queues) {
    std::string text = std::string(side_of_queue(line.numbers[1], queues)) + " interrupt";
    if (queues.transmits(line.numbers[1])) text += fmt::format(" {}", line.numbers[0]);
    text += ": ";
    if (has(line, clause::irq_none)) return text + "nothing used any more, IRQ_NONE";
    if (has(line, clause::schedules)) return text + "schedules NAPI";
    if (has(line, clause::goes_on) && !has(line, clause::queue_woken)) return text + "handled";
    if (has(line, clause::schedule_late)) return text + "NAPI was scheduled already";
    if (has(line, clause::schedule_disabled)) return text + "NAPI is disabled";
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

}  // namespace

std::string words_of(const TimelineLine& line, const Picture& picture) {
    switch (line.kind) {
        case LineKind::event:
            return words_of(line.event, picture);
        case LineKind::tx_poll:
            return tx_poll_words(line, picture.settings().driver);
        case LineKind::rx_poll:
            return rx_poll_words(line);
        case LineKind::wakeup:
            return wakeup_words(line, picture.settings().driver);
        case LineKind::interrupt:
            return interrupt_words(line, picture.queues());
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
