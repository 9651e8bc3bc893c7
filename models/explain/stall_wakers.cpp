// SPDX-License-Identifier: GPL-2.0-only
// For each way of waking the TX queue, why it did not and will not happen.
#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "sim/core/error_name.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

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

Told struck_by(const Picture& picture, std::string_view kind, Code code) {
    std::string text;
    for (std::uint64_t number = 0; number < picture.rules().size(); ++number) {
        const Picture::Rule& rule = picture.rules()[number];
        if (rule.text.starts_with(kind))
            text += fmt::format(" F{} struck last at {}.", rule_text(picture, number).substr(1),
                                time_text(rule.struck.at));
    }
    return text.empty() ? Told() : Told(code, std::move(text));
}

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
                    it + " was lost: " + rule_text(interrupt.rule) + "." +
                        (interrupt.lost_total > 1
                             ? fmt::format(" {} were lost in this run.",
                                           counted(interrupt.lost_total, "interrupt"))
                             : "")};
        case InterruptFate::delayed:
            return {Code::stall_interrupt_delayed,
                    it + fmt::format(" is held back for {} by {}.", duration_text(interrupt.delay),
                                     rule_text(interrupt.rule))};
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
                    it + " found the used ring empty at " + when +
                        ": vring_interrupt returned IRQ_NONE and skb_xmit_done did not run" +
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
    if (queue.event_idx) return next_interrupt_by_event();
    if (!queue.signal_wanted && queue.signal.seen() && (queue.signal_event & 1) != 0)
        return suppressed_by_flags();
    if (!queue.callbacks.on)
        return {Code::stall_callbacks_disabled,
                fmt::format("Callbacks are disabled (VRING_AVAIL_F_NO_INTERRUPT) since {}, by {}: "
                            "the device may not interrupt.",
                            time_text(queue.callbacks.since.at), who(queue.callbacks.since))};
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
    const bool known = !queue.callbacks.on && queue.callbacks.since.seen();
    return {
        Code::stall_interrupt_suppressed,
        fmt::format(
            "At its last decision, at {}, the device found VRING_AVAIL_F_NO_INTERRUPT set{}, "
            "and so raised none; {} since, and no other decision is due before the next "
            "completion.{}",
            time_text(queue.signal.at),
            known ? " (by " + who(queue.callbacks.since) + " at " +
                        time_text(queue.callbacks.since.at) + ")"
                  : "",
            queue.not_reaped() == 0
                ? "nothing waits in the used ring"
                : counted(queue.not_reaped(), "used entry waits", "used entries wait"),
            since ? fmt::format(" Callbacks were enabled only at {}.", time_text(queue.enabled.at))
                  : "")};
}

// Where somebody polls, or is going to, it is not true that nobody calls what would move it.
std::string StallNarrator::nobody_moves_used_event() const {
    const TxQueueState& queue = pair_.queue;
    const InterruptFate fate = pair_.interrupt.fate;
    const bool is_under_way = fate == InterruptFate::delayed || fate == InterruptFate::merged ||
                              fate == InterruptFate::masked || fate == InterruptFate::delivered ||
                              fate == InterruptFate::raised;
    const bool may_be_called =
        pair_.tx_napi.scheduled.on || is_under_way || picture_.timers().of_pair(index_).queued;
    if (!may_be_called) return "nobody calls them";
    const std::string since =
        queue.used_event_written.seen() ? " since " + time_text(queue.used_event_written.at) : "";
    return "neither has" + since;
}

Told StallNarrator::next_interrupt_by_event() const {
    const TxQueueState& queue = pair_.queue;
    const auto beyond = static_cast<std::uint16_t>(queue.used_index - queue.used_event);
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
                        queue.used_event, queue.used_index, nobody_moves_used_event(), ignored)};
    }
    if (queue.at_device() == 0)
        return {Code::stall_nothing_to_complete,
                fmt::format("With EVENT_IDX the next one comes when the device publishes entry {}, "
                            "but no completion is outstanding.",
                            queue.used_event)};
    const auto distance = static_cast<std::uint16_t>(queue.used_event - queue.used_index);
    return {Code::stall_completion_awaited,
            fmt::format("With EVENT_IDX the next one comes when the device publishes entry {}, {} "
                        "after the last published; the device holds {}.",
                        queue.used_event, distance + 1, counted(queue.at_device(), "buffer"))};
}

WakerStory StallNarrator::hrtimer() const {
    const TimerState& timer = picture_.timers().of_pair(index_);
    if (timer.queued)
        return story("hrtimer",
                     Told(Code::stall_timer_queued,
                          "is queued and fires at " + time_text(timer.expires) + ".") +
                         struck_by("timer late", Code::fault_timer_late) + vcpu_stolen(),
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
                                 "was never started: the driver starts it only when it finds "
                                 "the queue full and waits."});
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
    if (!napi.enabled)
        return story("TX NAPI",
                     {Code::stall_napi_never_enabled,
                      fmt::format("was never enabled{}: scheduling it does nothing.",
                                  enabled_by.empty() ? "" : " (" + enabled_by + "=0?)")});
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
    const Told starved =
        struck_by("ksoftirqd starved", Code::fault_ksoftirqd_starved) + vcpu_stolen();
    if (napi.polls_scheduled == 0)
        return story("TX NAPI",
                     Told(Code::stall_napi_not_polled,
                          scheduled + "but not polled: its softirq does not run, or nobody put it "
                                      "on a poll list.") +
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

WakerStory StallNarrator::application() const {
    const SocketState& socket = pair_.socket;
    if (!settings_.has_application || (!socket.known && socket.submitted == 0))
        return story("application", {Code::stall_application_none, "there is none."});
    if (socket.done()) return story("application", {Code::stall_application_done, "has finished."});
    if (!socket.bound)
        return story("application",
                     {Code::stall_application_unbound,
                      socket.bind_failed.last.seen()
                          ? fmt::format("its socket is not bound: bind returned {} at {}.",
                                        error_name(socket.bind_failed.error),
                                        time_text(socket.bind_failed.last.at))
                          : "its socket is not bound."},
                     socket.bind_failed.last);
    const bool clear = socket.need_wakeup.since.seen() && !socket.need_wakeup.on;
    const Mark& taken_away = clear ? socket.need_wakeup.since : socket.wait;
    return story("application",
                 what_application_does() + (clear ? clear_flag() : set_flag()) + sendmsg_results() +
                     wakeup_return() + pauses(),
                 taken_away);
}

Told StallNarrator::clear_flag() const {
    const Switch& flag = pair_.socket.need_wakeup;
    std::string text = fmt::format("need_wakeup is clear since {}, by {}", time_text(flag.since.at),
                                   who(flag.since));
    text += settings_.application_polls_flag() ? ", so it does not call sendmsg" : "";
    if (settings_.xsk.sendmsg_gate)
        text += settings_.application_polls_flag()
                    ? "; and if it did, 5.11's sendmsg would return at its need_wakeup gate"
                    : "; 5.11's sendmsg returns at its need_wakeup gate";
    return {Code::stall_need_wakeup_clear, text + "."};
}

Told StallNarrator::set_flag() const {
    const SocketState& socket = pair_.socket;
    const Switch& flag = socket.need_wakeup;
    const Code unseen = Code::stall_need_wakeup_unseen;
    const std::string last_call =
        socket.sendmsg.seen() ? "last sendmsg was at " + time_text(socket.sendmsg.at) + "." : "";
    if (settings_.application_looks_at_submit() && flag.since.seen())
        return {unseen, fmt::format("It looks at need_wakeup only when it submits; the flag was "
                                    "set at {}, too late for its last submission.",
                                    time_text(flag.since.at))};
    if (settings_.application_looks_at_submit() && socket.waits)
        return {unseen,
                "need_wakeup was set all along, but it looks at need_wakeup only when it "
                "submits" +
                    (last_call.empty() ? "." : "; its " + last_call)};
    if (settings_.application_polls_flag() && socket.waits && !socket.wait_saw_need_wakeup)
        return {unseen,
                "It found need_wakeup clear before it waited; the flag was set " +
                    (flag.since.seen() ? "at " + time_text(flag.since.at) + "." : "later.")};
    return {Code::stall_need_wakeup_set,
            last_call.empty() ? "It never called sendmsg." : "Its " + last_call};
}

Told StallNarrator::what_application_does() const {
    const SocketState& socket = pair_.socket;
    if (socket.waits)
        return {Code::stall_application_waits, "waits since " + time_text(socket.wait.at) + ". "};
    if (!socket.sendmsg.seen() || socket.sendmsg.at < pair_.waits_since())
        return {Code::stall_application_runs, "runs, but does nothing for the queue. "};
    if (socket.sendmsgs_in_vain < 2)  // one may still be at it
        return {Code::stall_application_runs, "runs. "};
    return {Code::stall_application_calls,
            fmt::format("runs; {} of sendmsg since its frames moved last, at {}, came to nothing. ",
                        counted(socket.sendmsgs_in_vain, "call"), time_text(socket.progress))};
}

Told StallNarrator::sendmsg_results() const {
    const SocketState::Failure& failed = pair_.socket.sendmsg_failed;
    if (!failed.last.seen()) return {};
    if (failed.times == 1)
        return {Code::stall_sendmsg_fails,
                fmt::format(" sendmsg returned {} at {}.", error_name(failed.error),
                            time_text(failed.last.at))};
    return {
        Code::stall_sendmsg_fails,
        fmt::format(" The last {} calls of sendmsg returned {}, the last at {}.",
                    count_text(failed.times), error_name(failed.error), time_text(failed.last.at))};
}

Told StallNarrator::pauses() const {
    const SocketState& socket = pair_.socket;
    Told told;
    if (socket.still_until > socket.progress)
        told += Told(Code::fault_application_paused,
                     " It stands still until " + time_text(socket.still_until) + "." +
                         struck_by("application paused", Code::fault_application_paused).text);
    if (socket.drains_from > socket.progress)
        told += Told(
            Code::fault_completions_not_drained,
            " It takes no completions until " + time_text(socket.drains_from) + "." +
                struck_by("completions not drained", Code::fault_completions_not_drained).text);
    return told + vcpu_stolen();
}

Told StallNarrator::wakeup_return() const {
    const SocketState& socket = pair_.socket;
    if (!socket.wakeup_bit.on) return {};
    return {Code::stall_wakeup_turned_away,
            fmt::format(" {} is set since {}, by {}: ndo_xsk_wakeup {} at once.",
                        socket.wakeup_bit_name, time_text(socket.wakeup_bit.since.at),
                        who(socket.wakeup_bit.since),
                        socket.turned_away.after(socket.wakeup_bit.since) ? "returned and returns"
                                                                          : "would return")};
}

WakerStory StallNarrator::rx_napi() const {
    const NapiState& napi = pair_.rx_napi;
    const std::string& reaper = settings_.driver.roles.reaps_in_rx_napi;
    std::string text = settings_.has_rx ? ""
                                        : fmt::format("no RX traffic, so {} does not run",
                                                      reaper.empty() ? "it" : reaper);
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
        return {Code::stall_waker_not_armed,
                "TX NAPI, whose poll would wake it, has not polled since, and whoever stopped "
                "it armed no callback" +
                    (stops.empty() ? "."
                                   : fmt::format(": with TX NAPI, {} of 5.11 arms none.", stops))};
    const FullMark wakes_at;
    const std::string polled = polls == 1 ? std::string("TX NAPI has polled once since")
                                          : fmt::format("TX NAPI has polled {} times since", polls);
    if (senders.most_free >= wakes_at.free)
        return {Code::stall_waker_had_room,
                polled + fmt::format(" and left {} free, enough to wake it, but did not.",
                                     counted(senders.most_free, "descriptor"))};
    return {Code::stall_waker_had_no_room,
            polled + fmt::format(" and left at most {} free: {} wakes the queue only "
                                 "with {} = {}{}.",
                                 counted(senders.most_free, "descriptor"),
                                 wakes.empty() ? "it" : wakes, wakes_at.text, wakes_at.free,
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
        return device(Code::stall_kick_suppressed,
                      fmt::format(", and the driver's last notification, at {}, was suppressed "
                                  "({} {}).",
                                  time_text(queue.kick_prepare.at),
                                  queue.event_idx ? "avail_event" : "used flags", queue.kick_event),
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
