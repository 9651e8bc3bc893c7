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

std::string struck_by(const Picture& picture, std::string_view kind) {
    std::string text;
    for (std::uint64_t number = 0; number < picture.rules().size(); ++number) {
        const Picture::Rule& rule = picture.rules()[number];
        if (rule.text.starts_with(kind))
            text += fmt::format(" F{} struck last at {}.", rule_text(picture, number).substr(1),
                                time_text(rule.struck.at));
    }
    return text;
}

WakerStory StallNarrator::tx_interrupt() const {
    const InterruptState& interrupt = pair_.interrupt;
    const Mark& taken_away =
        interrupt.fate == InterruptFate::never_raised ? pair_.queue.signal : interrupt.decided;
    return story("TX interrupt", last_interrupt() + interrupt_fault() + " " + next_interrupt(),
                 taken_away);
}

std::string StallNarrator::last_interrupt() const {
    const InterruptState& interrupt = pair_.interrupt;
    const std::string it = fmt::format("interrupt {} of vector {}, raised at {},", interrupt.number,
                                       vector(), time_text(interrupt.raised.at));
    const std::string when = time_text(interrupt.decided.at);
    switch (interrupt.fate) {
        case InterruptFate::never_raised:
            return fmt::format("the device never raised vector {}.", vector());
        case InterruptFate::raised:
            return it + " is on its way.";
        case InterruptFate::lost:
            return it + " was lost: " + rule_text(interrupt.rule) + "." +
                   (interrupt.lost_total > 1
                        ? fmt::format(" {} were lost in this run.",
                                      counted(interrupt.lost_total, "interrupt"))
                        : "");
        case InterruptFate::delayed:
            return it + fmt::format(" is held back for {} by {}.", duration_text(interrupt.delay),
                                    rule_text(interrupt.rule));
        case InterruptFate::merged:
            return it + " was merged with one that was pending already.";
        case InterruptFate::masked:
            return it + " is pending while its vector is masked.";
        case InterruptFate::delivered:
            return it + " reached its vCPU at " + when + "." + struck_by("vcpu stolen");
        case InterruptFate::found_nothing:
            return it + " found the used ring empty at " + when +
                   ": vring_interrupt returned IRQ_NONE and skb_xmit_done did not run" +
                   (pair_.queue.last_get.seen()
                        ? " (" + who(pair_.queue.last_get) + " had reaped before)."
                        : ".");
        case InterruptFate::handled:
            return it + " was handled at " + when + ".";
    }
    return it;
}

std::string StallNarrator::next_interrupt() const {
    const TxQueueState& queue = pair_.queue;
    if (queue.broken.seen()) return "The virtqueue is broken: its interrupts are ignored.";
    if (queue.event_idx) return next_interrupt_by_event();
    if (!queue.signal_wanted && queue.signal.seen() && (queue.signal_event & 1) != 0)
        return suppressed_by_flags();
    if (!queue.callbacks.on)
        return fmt::format(
            "Callbacks are disabled (VRING_AVAIL_F_NO_INTERRUPT) since {}, by {}: "
            "the device may not interrupt.",
            time_text(queue.callbacks.since.at), who(queue.callbacks.since));
    if (queue.at_device() == 0)
        return "Without EVENT_IDX the next completion would raise another, but no completion is "
               "outstanding: the device has given every buffer back.";
    return fmt::format(
        "Without EVENT_IDX the next completion raises another, but the device does "
        "not complete the {} it holds.",
        counted(queue.at_device(), "buffer"));
}

// Without EVENT_IDX: what the device saw when it decided, and what the driver has done about it
// since.
std::string StallNarrator::suppressed_by_flags() const {
    const TxQueueState& queue = pair_.queue;
    const bool since = queue.callbacks.on && queue.enabled.after(queue.signal);
    return fmt::format(
        "At its last decision, at {}, the device found VRING_AVAIL_F_NO_INTERRUPT set{}, and so "
        "raised none; {} since, and no other decision is due before the next completion.{}",
        time_text(queue.signal.at),
        queue.callbacks.on || !queue.callbacks.since.seen()
            ? ""
            : " (by " + who(queue.callbacks.since) + " at " + time_text(queue.callbacks.since.at) +
                  ")",
        queue.not_reaped() == 0
            ? "nothing waits in the used ring"
            : counted(queue.not_reaped(), "used entry waits", "used entries wait"),
        since ? fmt::format(" Callbacks were enabled only at {}.", time_text(queue.enabled.at))
              : "");
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

std::string StallNarrator::next_interrupt_by_event() const {
    const TxQueueState& queue = pair_.queue;
    const auto beyond = static_cast<std::uint16_t>(queue.used_index - queue.used_event);
    const bool passed = beyond != 0 && beyond < 0x8000;
    if (passed) {
        const char* ignored = queue.signal_wanted || was_made_to_omit()
                                  ? ""
                                  : " At its last publication the device decided against an "
                                    "interrupt, as it had crossed used_event before.";
        return fmt::format(
            "With EVENT_IDX no further interrupt arises: used_event is {}, the "
            "device has published up to {} and so has passed it; only "
            "virtqueue_get_buf or enable_cb would move used_event, and {}.{}",
            queue.used_event, queue.used_index, nobody_moves_used_event(), ignored);
    }
    if (queue.at_device() == 0)
        return fmt::format(
            "With EVENT_IDX the next one comes when the device publishes entry {}, "
            "but no completion is outstanding.",
            queue.used_event);
    const auto distance = static_cast<std::uint16_t>(queue.used_event - queue.used_index);
    return fmt::format(
        "With EVENT_IDX the next one comes when the device publishes entry {}, {} "
        "after the last published; the device holds {}.",
        queue.used_event, distance + 1, counted(queue.at_device(), "buffer"));
}

WakerStory StallNarrator::hrtimer() const {
    const TimerState& timer = picture_.timers().of_pair(index_);
    if (timer.queued)
        return story("hrtimer",
                     "is queued and fires at " + time_text(timer.expires) + "." +
                         struck_by("timer late") + struck_by("vcpu stolen"),
                     timer.started);
    const std::string& timeout = settings_.driver.timer_timeout;
    if (!timeout.empty() && picture_.parameter(timeout) == 0)
        return story("hrtimer", fmt::format("is off ({}=0): the driver starts none when it finds "
                                            "the queue full.",
                                            timeout));
    if (!timer.started.seen())
        return story("hrtimer", timeout.empty() && !timer.known
                                    ? "this driver has none."
                                    : "was never started: the driver starts it only when it finds "
                                      "the queue full and waits.");
    const Mark& last = timer.fired.after(timer.cancelled) ? timer.fired : timer.cancelled;
    return story("hrtimer", timer_history(), last.seen() ? last : timer.started);
}

std::string StallNarrator::timer_history() const {
    const TimerState& timer = picture_.timers().of_pair(index_);
    if (timer.cancelled.after(timer.fired))
        return fmt::format("started at {}, cancelled at {} by {}, not started again.",
                           time_text(timer.started.at), time_text(timer.cancelled.at),
                           who(timer.cancelled));
    std::string text =
        fmt::format("fired last at {} and was not started again", time_text(timer.fired.at));
    if (!timer.outcome) return text + ".";
    switch (*timer.outcome) {
        case NapiSchedule::scheduled:
            return text + "; it scheduled TX NAPI then.";
        case NapiSchedule::already_scheduled:
            return text + "; TX NAPI was scheduled already, so it did nothing.";
        case NapiSchedule::disabled:
            return text + "; TX NAPI was disabled, so it did nothing.";
    }
    return text + ".";
}

WakerStory StallNarrator::tx_napi() const {
    const NapiState& napi = pair_.tx_napi;
    const std::string& enabled_by = settings_.driver.tx_napi_enabled_by;
    if (napi.id == 0) return story("TX NAPI", "was never registered.");
    if (!napi.enabled)
        return napi.disabled.seen()
                   ? story("TX NAPI", "is disabled since " + time_text(napi.disabled.at) + ".",
                           napi.disabled)
                   : story("TX NAPI",
                           fmt::format("was never enabled{}: scheduling it does nothing.",
                                       enabled_by.empty() ? "" : " (" + enabled_by + "=0?)"));
    if (napi.running())
        return story("TX NAPI",
                     "is in a poll that began at " + time_text(napi.poll.at) +
                         " and does not end." + struck_by("vcpu stolen"),
                     napi.poll);
    if (napi.scheduled.on && napi.polls_scheduled != 0)
        return story(
            "TX NAPI",
            fmt::format(
                "is scheduled since {}, by {}, and was polled {} since; the last poll, at {}, "
                "took {}, added {}, returned {} of {}{}.",
                time_text(napi.scheduled.since.at), who(napi.scheduled.since),
                napi.polls_scheduled == 1 ? "once" : counted(napi.polls_scheduled, "time"),
                time_text(napi.polled.at), counted(napi.took, "used buffer"),
                counted(napi.added, "packet"), napi.work, napi.budget,
                napi.repoll ? " and is to be polled again" : "") +
                struck_by("ksoftirqd starved") + struck_by("vcpu stolen"),
            napi.polled);
    if (napi.scheduled.on)
        return story("TX NAPI",
                     fmt::format("is scheduled since {}, by {}, but not polled: its softirq does "
                                 "not run, or nobody put it on a poll list.",
                                 time_text(napi.scheduled.since.at), who(napi.scheduled.since)) +
                         struck_by("ksoftirqd starved") + struck_by("vcpu stolen"),
                     napi.scheduled.since);
    if (!napi.polled.seen()) return story("TX NAPI", "was never scheduled.");
    return story("TX NAPI",
                 fmt::format("is idle. Its last poll, at {}, took {}, added {}, returned {} of {} "
                             "and completed; nobody has scheduled it since.",
                             time_text(napi.polled.at), counted(napi.took, "used buffer"),
                             counted(napi.added, "packet"), napi.work, napi.budget),
                 napi.completed);
}

WakerStory StallNarrator::application() const {
    const SocketState& socket = pair_.socket;
    if (!settings_.application || (!socket.known && socket.submitted == 0))
        return story("application", "there is none.");
    if (socket.done()) return story("application", "has finished.");
    if (!socket.bound)
        return story("application",
                     socket.bind_failed.last.seen()
                         ? fmt::format("its socket is not bound: bind returned {} at {}.",
                                       error_name(socket.bind_failed.error),
                                       time_text(socket.bind_failed.last.at))
                         : "its socket is not bound.",
                     socket.bind_failed.last);
    std::string text = what_application_does();
    const Switch& flag = socket.need_wakeup;
    const bool clear = flag.since.seen() && !flag.on;
    if (clear) {
        text += fmt::format("need_wakeup is clear since {}, by {}", time_text(flag.since.at),
                            who(flag.since));
        text += settings_.application_polls_flag ? ", so it does not call sendmsg" : "";
        if (settings_.sendmsg_gate)
            text += settings_.application_polls_flag
                        ? "; and if it did, 5.11's sendmsg would return at its need_wakeup gate"
                        : "; 5.11's sendmsg returns at its need_wakeup gate";
        text += ".";
    } else if (settings_.application_looks_at_submit && flag.since.seen()) {
        text += fmt::format(
            "It looks at need_wakeup only when it submits; the flag was set at {}, too late for "
            "its last submission.",
            time_text(flag.since.at));
    } else if (settings_.application_looks_at_submit && socket.waits) {
        text += "need_wakeup was set all along, but it looks at need_wakeup only when it submits";
        text += socket.sendmsg.seen()
                    ? "; its last sendmsg was at " + time_text(socket.sendmsg.at) + "."
                    : ".";
    } else if (settings_.application_polls_flag && socket.waits && !socket.wait_saw_need_wakeup) {
        text += "It found need_wakeup clear before it waited; the flag was set ";
        text += flag.since.seen() ? "at " + time_text(flag.since.at) + "." : "later.";
    } else {
        text += socket.sendmsg.seen()
                    ? "Its last sendmsg was at " + time_text(socket.sendmsg.at) + "."
                    : "It never called sendmsg.";
    }
    const Mark& taken_away = clear ? flag.since : socket.wait;
    return story("application", text + sendmsg_results() + wakeup_return() + pauses(), taken_away);
}

std::string StallNarrator::what_application_does() const {
    const SocketState& socket = pair_.socket;
    if (socket.waits) return "waits since " + time_text(socket.wait.at) + ". ";
    if (!socket.sendmsg.seen() || socket.sendmsg.at < pair_.waits_since())
        return "runs, but does nothing for the queue. ";
    if (socket.sendmsgs_in_vain < 2) return "runs. ";  // one may still be at it
    return fmt::format("runs; {} of sendmsg since its frames moved last, at {}, came to nothing. ",
                       counted(socket.sendmsgs_in_vain, "call"), time_text(socket.progress));
}

std::string StallNarrator::sendmsg_results() const {
    const SocketState::Failure& failed = pair_.socket.sendmsg_failed;
    if (!failed.last.seen()) return "";
    if (failed.times == 1)
        return fmt::format(" sendmsg returned {} at {}.", error_name(failed.error),
                           time_text(failed.last.at));
    return fmt::format(" The last {} calls of sendmsg returned {}, the last at {}.",
                       count_text(failed.times), error_name(failed.error),
                       time_text(failed.last.at));
}

std::string StallNarrator::pauses() const {
    const SocketState& socket = pair_.socket;
    std::string text;
    if (socket.still_until > socket.progress)
        text += " It stands still until " + time_text(socket.still_until) + "." +
                struck_by("application paused");
    if (socket.drains_from > socket.progress)
        text += " It takes no completions until " + time_text(socket.drains_from) + "." +
                struck_by("completions not drained");
    return text + struck_by("vcpu stolen");
}

std::string StallNarrator::wakeup_return() const {
    const SocketState& socket = pair_.socket;
    if (!socket.wakeup_bit.on) return "";
    return fmt::format(" {} is set since {}, by {}: ndo_xsk_wakeup {} at once.",
                       socket.wakeup_bit_name, time_text(socket.wakeup_bit.since.at),
                       who(socket.wakeup_bit.since),
                       socket.turned_away.after(socket.wakeup_bit.since) ? "returned and returns"
                                                                         : "would return");
}

WakerStory StallNarrator::rx_napi() const {
    const NapiState& napi = pair_.rx_napi;
    const std::string& reaper = settings_.driver.roles.reaps_in_rx_napi;
    std::string text = settings_.rx ? ""
                                    : fmt::format("no RX traffic, so {} does not run",
                                                  reaper.empty() ? "it" : reaper);
    if (napi.polled.seen())
        text += fmt::format("{} last polled at {}", text.empty() ? "" : "; it",
                            time_text(napi.polled.at));
    if (napi.reaped.seen())
        text += fmt::format("; it last reaped TX buffers ({}) at {}", napi.reaped_count,
                            time_text(napi.reaped.at));
    if (text.empty()) text = "has not polled";
    return story("RX NAPI", text + ".", napi.polled);
}

WakerStory StallNarrator::kernel_senders() const {
    const DatagramState& senders = pair_.datagrams;
    if (!settings_.udp)
        return story("start_xmit", "no kernel sender uses the queue, so none reaps in start_xmit.");
    if (senders.queue_stopped.on)
        return story("start_xmit",
                     fmt::format("the stack does not call it: the TX queue is stopped since {}, by "
                                 "{}, and nobody wakes it. {}",
                                 time_text(senders.queue_stopped.since.at),
                                 who(senders.queue_stopped.since), why_not_woken()),
                     senders.queue_stopped.since);
    if (!senders.last_submit.seen()) return story("start_xmit", "no kernel sender has sent yet.");
    return story("start_xmit",
                 "the last datagram was handed over at " + time_text(senders.last_submit.at) + ".",
                 senders.last_submit);
}

std::string StallNarrator::why_not_woken() const {
    const DatagramState& senders = pair_.datagrams;
    const std::uint64_t polls = senders.polls_while_stopped;
    const auto& [reaps, stops, wakes] = settings_.driver.roles;
    if (polls == 0)
        return pair_.queue.enabled.after(senders.queue_stopped.since)
                   ? "TX NAPI, whose poll would wake it, has not polled since, although a callback "
                     "was armed."
                   : "TX NAPI, whose poll would wake it, has not polled since, and whoever stopped "
                     "it armed no callback" +
                         (stops.empty()
                              ? "."
                              : fmt::format(": with TX NAPI, {} of 5.11 arms none.", stops));
    const FullMark wakes_at;
    const std::string polled = polls == 1 ? std::string("TX NAPI has polled once since")
                                          : fmt::format("TX NAPI has polled {} times since", polls);
    if (senders.most_free >= wakes_at.free)
        return polled + fmt::format(" and left {} free, enough to wake it, but did not.",
                                    counted(senders.most_free, "descriptor"));
    return polled + fmt::format(
                        " and left at most {} free: {} wakes the queue only "
                        "with {} = {}{}.",
                        counted(senders.most_free, "descriptor"), wakes.empty() ? "it" : wakes,
                        wakes_at.text, wakes_at.free,
                        datagrams_starve()
                            ? ", and the AF_XDP run in the same poll refills what it frees"
                            : "");
}

WakerStory StallNarrator::device() const {
    const TxQueueState& queue = pair_.queue;
    const std::string fault = device_fault();
    if (queue.broken.seen())
        return story(
            "device",
            "the driver declared the queue broken: " + picture_.names().text(queue.broken_text) +
                (fault.empty() ? "." : "; " + fault + "."),
            queue.broken);
    if (queue.at_device() == 0)
        return story("device",
                     queue.last_publish.seen()
                         ? fmt::format("has nothing to do: it has published every buffer it got, "
                                       "the last at {}{}.",
                                       time_text(queue.last_publish.at),
                                       queue.asleep.on ? ", and sleeps" : "")
                         : "never got a buffer.",
                     queue.last_publish);
    std::string text = fmt::format("holds {}, {} of them not yet taken; ",
                                   counted(queue.at_device(), "buffer"), queue.not_taken());
    if (queue.bad.seen())
        return story("device",
                     text + "it refused one at " + time_text(queue.bad.at) + ": " +
                         picture_.names().text(queue.bad_text) + ".",
                     queue.bad);
    if (!fault.empty()) text += fault + "; ";
    if (!queue.asleep.on) return story("device", text + "it is awake.", queue.asleep.since);
    text += queue.asleep.since.seen() ? "it sleeps since " + time_text(queue.asleep.since.at)
                                      : "it never woke";
    if (queue.kick_prepare.seen() && !queue.kick_needed)
        return story("device",
                     fmt::format("{}, and the driver's last notification, at {}, was suppressed "
                                 "({} {}).",
                                 text, time_text(queue.kick_prepare.at),
                                 queue.event_idx ? "avail_event" : "used flags", queue.kick_event),
                     queue.kick_prepare);
    if (queue.notify.seen() && !queue.doorbell.after(queue.notify))
        return story(
            "device",
            text + "; the notification of " + time_text(queue.notify.at) + " has not reached it.",
            queue.notify);
    return story("device", text + (queue.notify.seen() ? "." : "; nobody notified it."),
                 queue.asleep.since);
}

}  // namespace xsksim
