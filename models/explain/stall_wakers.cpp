// SPDX-License-Identifier: GPL-2.0-only
// For each way of waking the TX queue, why it did not and will not happen.
#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

namespace {

// By what the driver's last notification was suppressed.
std::string kick_suppressor(const Buffers::Queue& ring, std::uint64_t told) {
    if (!ring.packed)
        return fmt::format("{} {}", ring.event_idx ? "avail_event" : "used flags", told);
    const EventWish wish = Buffers::wish(ring, told);
    return wish.when == EventWish::When::at_index
               ? fmt::format("the device's event index, of buffer {}", wish.index)
               : "the device's RING_EVENT_FLAGS_DISABLE";
}

}  // namespace

std::string StallNarrator::who(const Mark& mark) const {
    const std::string context = picture_.names().context(mark.context);
    switch (mark.doing) {
        case Doing::wakeup:
            return "ndo_xsk_wakeup on " + context;
        case Doing::tx_napi:
            return "TX NAPI on " + context;
        case Doing::rx_napi:
            return "RX NAPI on " + context;
        case Doing::interrupt:
            return "the interrupt handler on " + context;
        case Doing::timer:
            return "the timer callback on " + context;
        case Doing::nothing:
            break;
    }
    return context;
}

std::string rule_text(const Picture& picture, std::uint64_t rule) {
    const bool known = rule < picture.rules().size() && !picture.rules()[rule].text.empty();
    return known ? fmt::format("fault rule {} ({})", rule, picture.rules()[rule].text)
                 : fmt::format("fault rule {}", rule);
}

Told struck_by(const Picture& picture, FaultWhat what, Code code, const Mark& since) {
    const std::vector<FaultSubject>& subjects = picture.settings().faults;
    std::string text;
    for (std::uint64_t number = 1; number < picture.rules().size(); ++number) {
        const Picture::Rule& rule = picture.rules()[number];
        if (number > subjects.size() || subjects[number - 1].what != what) continue;
        if (rule.struck.seen() && rule.struck.after(since))
            text += fmt::format(" F{} struck last at {}.", rule_text(picture, number).substr(1),
                                time_text(rule.struck.at));
    }
    return text.empty() ? Told() : Told(code, std::move(text));
}

Told StallNarrator::vcpu_stolen() const {
    if (picture_.stolen_until() <= pair_.waits_since()) return {};
    return struck_by(picture_, FaultWhat::vcpu_stolen, Code::fault_vcpu_stolen);
}

WakerStory StallNarrator::hrtimer() const {
    const TimerState& timer = picture_.timers().of_pair(index_);
    if (timer.queued)
        return story(
            "hrtimer",
            Told(Code::stall_timer_queued,
                 "is queued and fires at " + time_text(timer.expires) + ".") +
                struck_by(picture_, FaultWhat::timer_late, Code::fault_timer_late, timer.started) +
                vcpu_stolen(),
            timer.started);
    const std::string& timeout = settings_.driver.timer_timeout;
    if (!timeout.empty() && picture_.parameter(timeout) == 0)
        return story("hrtimer",
                     {Code::stall_timer_off, fmt::format("is off ({}=0): the driver starts none "
                                                         "when it finds the queue full.",
                                                         timeout)});
    if (!timer.started.seen() && timeout.empty() && !timer.known)
        return story("hrtimer", {Code::stall_timer_absent, "this driver has none."});
    if (!timer.started.seen())
        return story("hrtimer", {Code::stall_timer_never_started,
                                 timeout.empty() ? "was never started."
                                                 : "was never started: it is for a queue that the "
                                                   "driver finds full."});
    const Mark& last = timer.fired.after(timer.cancelled) ? timer.fired : timer.cancelled;
    return story("hrtimer", timer_history(), last.seen() ? last : timer.started);
}

Told StallNarrator::timer_history() const {
    const TimerState& timer = picture_.timers().of_pair(index_);
    if (timer.cancelled.after(timer.fired))
        return {Code::stall_timer_cancelled,
                fmt::format("started at {}, cancelled at {} by {}, not started again.",
                            time_text(timer.started.at), time_text(timer.cancelled.at),
                            who(timer.cancelled))};
    const Told told(
        Code::stall_timer_fired,
        fmt::format("fired last at {} and was not started again", time_text(timer.fired.at)));
    if (!timer.outcome) return told + ".";
    switch (*timer.outcome) {
        case NapiSchedule::scheduled:
            return told + "; it scheduled TX NAPI then.";
        case NapiSchedule::already_scheduled:
            return told + Told(Code::stall_timer_found_scheduled,
                               "; TX NAPI was scheduled already, so it did nothing.");
        case NapiSchedule::disabled:
            return told + Told(Code::stall_timer_found_disabled,
                               "; TX NAPI was disabled, so it did nothing.");
    }
    return told + ".";
}

WakerStory StallNarrator::tx_napi() const {
    const NapiState& napi = pair_.tx_napi;
    const std::string& enabled_by = settings_.driver.tx_napi_enabled_by;
    if (napi.id == 0)
        return story("TX NAPI", {Code::stall_napi_never_registered, "was never registered."});
    if (!napi.enabled && napi.disabled.seen())
        return story(
            "TX NAPI",
            {Code::stall_napi_disabled, "is disabled since " + time_text(napi.disabled.at) + "."},
            napi.disabled);
    const auto value = picture_.parameter(enabled_by);
    const std::string why = value ? fmt::format(" ({}={})", enabled_by, *value) : "";
    if (!napi.enabled)
        return story("TX NAPI",
                     {Code::stall_napi_never_enabled,
                      fmt::format("was never enabled{}: scheduling it does nothing.", why)});
    if (napi.running())
        return story(
            "TX NAPI",
            Told(Code::stall_napi_poll_endless,
                 "is in a poll that began at " + time_text(napi.poll.at) + " and does not end.") +
                vcpu_stolen(),
            napi.poll);
    if (napi.scheduled.on) return scheduled_tx_napi();
    if (!napi.polled.seen())
        return story("TX NAPI", {Code::stall_napi_never_scheduled, "was never scheduled."});
    return story("TX NAPI",
                 {Code::stall_napi_idle,
                  fmt::format("is idle. Its last poll, at {}, took {}, added {}, returned {} of {} "
                              "and completed; nobody has scheduled it since.",
                              time_text(napi.polled.at), counted(napi.took, "used buffer"),
                              counted(napi.added, "packet"), napi.work, napi.budget)},
                 napi.completed);
}

WakerStory StallNarrator::scheduled_tx_napi() const {
    const NapiState& napi = pair_.tx_napi;
    const std::string scheduled =
        fmt::format("is scheduled since {}, by {}, ", time_text(napi.scheduled.since.at),
                    who(napi.scheduled.since));
    const Told starved = struck_by(picture_, FaultWhat::ksoftirqd_starved,
                                   Code::fault_ksoftirqd_starved, napi.scheduled.since) +
                         vcpu_stolen();
    if (napi.polls_scheduled == 0)
        return story("TX NAPI",
                     Told(Code::stall_napi_not_polled,
                          scheduled + (napi.listed ? "but not polled: it is on a poll list, and "
                                                     "its softirq does not run."
                                                   : "but not polled: nobody has put it on a "
                                                     "poll list.")) +
                         starved,
                     napi.scheduled.since);
    return story(
        "TX NAPI",
        Told(Code::stall_napi_polled_in_vain,
             scheduled +
                 fmt::format(
                     "and was polled {} since; the last poll, at {}, took {}, added {}, returned "
                     "{} of {}{}.",
                     napi.polls_scheduled == 1 ? "once" : counted(napi.polls_scheduled, "time"),
                     time_text(napi.polled.at), counted(napi.took, "used buffer"),
                     counted(napi.added, "packet"), napi.work, napi.budget,
                     napi.repoll ? " and is to be polled again" : "")) +
            starved,
        napi.polled);
}

WakerStory StallNarrator::rx_napi() const {
    const NapiState& napi = pair_.rx_napi;
    const std::string& reaper = settings_.driver.roles.reaps_in_rx_napi;
    std::string text;
    if (!settings_.has_rx) text = "no RX traffic, which would have it polled";
    if (!settings_.has_rx && !reaper.empty()) text += " and " + reaper + " run";
    if (napi.polled.seen())
        text += fmt::format("{} last polled at {}", text.empty() ? "" : "; it",
                            time_text(napi.polled.at));
    if (napi.reaped.seen())
        text += fmt::format("; it last reaped TX buffers ({}) at {}", napi.reaped_count,
                            time_text(napi.reaped.at));
    if (text.empty()) text = "has not polled";
    const Code code = !settings_.has_rx    ? Code::stall_rx_no_traffic
                      : napi.polled.seen() ? Code::stall_rx_polled
                                           : Code::stall_rx_not_polled;
    return story("RX NAPI", {code, text + "."}, napi.polled);
}

WakerStory StallNarrator::kernel_senders() const {
    const DatagramState& senders = pair_.datagrams;
    if (!settings_.has_udp)
        return story("start_xmit",
                     {Code::stall_senders_none,
                      "no kernel sender uses the queue, so none reaps in start_xmit."});
    if (senders.queue_stopped.on)
        return story("start_xmit",
                     Told(Code::stall_senders_stopped,
                          fmt::format("the stack does not call it: the TX queue is stopped since "
                                      "{}, by {}, and nobody wakes it. ",
                                      time_text(senders.queue_stopped.since.at),
                                      who(senders.queue_stopped.since))) +
                         why_not_woken(),
                     senders.queue_stopped.since);
    if (!senders.last_submit.seen())
        return story("start_xmit", {Code::stall_senders_silent, "no kernel sender has sent yet."});
    return story("start_xmit",
                 {Code::stall_senders_last_sent, "the last datagram was handed over at " +
                                                     time_text(senders.last_submit.at) + "."},
                 senders.last_submit);
}

Told StallNarrator::why_not_woken() const {
    const DatagramState& senders = pair_.datagrams;
    const std::uint64_t polls = senders.polls_while_stopped;
    const auto& [reaps, stops, wakes] = settings_.driver.roles;
    if (polls == 0 && pair_.queue.enabled.after(senders.queue_stopped.since))
        return {Code::stall_waker_not_polled,
                "TX NAPI, whose poll would wake it, has not polled since, although a callback "
                "was armed."};
    if (polls == 0)
        return {
            Code::stall_waker_not_armed,
            "TX NAPI, whose poll would wake it, has not polled since, and nobody has armed a "
            "callback since" +
                (stops.empty() ? "." : fmt::format(" (a full queue is stopped in {}).", stops))};
    const std::string polled = polls == 1 ? std::string("TX NAPI has polled once since")
                                          : fmt::format("TX NAPI has polled {} times since", polls);
    const auto& wakes_at = settings_.driver.wakes_at;
    if (!wakes_at)
        return {
            Code::stall_waker_left_it,
            polled + fmt::format(" and left at most {} free; when it wakes the queue is not known.",
                                 counted(senders.most_free, "descriptor"))};
    if (senders.most_free >= wakes_at->free)
        return {Code::stall_waker_had_room,
                polled + fmt::format(" and left {} free, enough to wake it, but did not.",
                                     counted(senders.most_free, "descriptor"))};
    return {Code::stall_waker_had_no_room,
            polled + fmt::format(" and left at most {} free: {} wakes the queue only "
                                 "with {}{}.",
                                 counted(senders.most_free, "descriptor"),
                                 wakes.empty() ? "it" : wakes, wakes_at->told(),
                                 datagrams_starve()
                                     ? ", and the AF_XDP run in the same poll refills what it frees"
                                     : "")};
}

WakerStory StallNarrator::device() const {
    const TxQueueState& queue = pair_.queue;
    if (queue.broken.seen())
        return story("device",
                     Told(Code::stall_queue_broken, "the driver declared the queue broken: " +
                                                        picture_.names().text(queue.broken_text)) +
                         device_fault().between("; ", "") + ".",
                     queue.broken);
    if (queue.at_device() != 0) return device_with_buffers();
    if (!queue.last_publish.seen())
        return story("device", {Code::stall_device_never_given, "never got a buffer."});
    return story(
        "device",
        {Code::stall_device_idle,
         fmt::format("has nothing to do: it has published every buffer it got, "
                     "the last at {}{}.",
                     time_text(queue.last_publish.at), queue.asleep.on ? ", and sleeps" : "")},
        queue.last_publish);
}

WakerStory StallNarrator::device_with_buffers() const {
    const TxQueueState& queue = pair_.queue;
    std::string text = fmt::format("holds {}, {} of them not yet taken; ",
                                   counted(queue.at_device(), "buffer"), queue.not_taken());
    if (queue.bad.seen())
        return story(
            "device",
            {Code::stall_device_refused, text + "it refused one at " + time_text(queue.bad.at) +
                                             ": " + picture_.names().text(queue.bad_text) + "."},
            queue.bad);
    const Told fault = device_fault();
    if (!fault.is_nothing()) text += fault.text + "; ";
    const auto device = [&](Code code, const std::string& more, const Mark& mark) {
        WakerStory told = story("device", {code, text + more}, mark);
        told.codes.insert(told.codes.end(), fault.codes.begin(), fault.codes.end());
        return told;
    };
    if (!queue.asleep.on)
        return device(Code::stall_device_awake, "it is awake.", queue.asleep.since);
    text += queue.asleep.since.seen() ? "it sleeps since " + time_text(queue.asleep.since.at)
                                      : "it never woke";
    if (queue.kick_prepare.seen() && !queue.kick_needed)
        return device(
            Code::stall_kick_suppressed,
            fmt::format(", and the driver's last notification, at {}, was suppressed ({}).",
                        time_text(queue.kick_prepare.at),
                        kick_suppressor(ring(), queue.kick_event)),
            queue.kick_prepare);
    if (queue.notify.seen() && !queue.doorbell.after(queue.notify))
        return device(
            Code::stall_kick_on_its_way,
            "; the notification of " + time_text(queue.notify.at) + " has not reached it.",
            queue.notify);
    if (queue.notify.seen()) return device(Code::stall_device_asleep, ".", queue.asleep.since);
    return device(Code::stall_device_not_notified, "; nobody notified it.", queue.asleep.since);
}

}  // namespace xsksim
