// SPDX-License-Identifier: GPL-2.0-only
// Why the application did not wake the TX queue and will not.
#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "sim/core/error_name.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

WakerStory StallNarrator::application() const {
    const SocketState& socket = pair_.socket;
    if (settings_.applications.empty() || (!socket.known && socket.submitted == 0))
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

// Of this pair, if there is one.
bool StallNarrator::all_senders(NeedWakeupPolicy policy) const {
    bool is_any = false;
    for (const XskSenderOptions& sender : settings_.applications) {
        if (sender.socket.pair != index_) continue;
        if (sender.need_wakeup != policy) return false;
        is_any = true;
    }
    return is_any;
}

Told StallNarrator::clear_flag() const {
    const Switch& flag = pair_.socket.need_wakeup;
    std::string text = fmt::format("need_wakeup is clear since {}, by {}", time_text(flag.since.at),
                                   who(flag.since));
    text += all_senders(NeedWakeupPolicy::flag) ? ", so it does not call sendmsg" : "";
    if (settings_.xsk.sendmsg_gate)
        text += all_senders(NeedWakeupPolicy::flag)
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
    if (all_senders(NeedWakeupPolicy::flag_at_submit) && flag.since.seen())
        return {unseen, fmt::format("It looks at need_wakeup only when it submits; the flag was "
                                    "set at {}, too late for its last submission.",
                                    time_text(flag.since.at))};
    if (all_senders(NeedWakeupPolicy::flag_at_submit) && socket.waits)
        return {unseen,
                "need_wakeup was set all along, but it looks at need_wakeup only when it "
                "submits" +
                    (last_call.empty() ? "." : "; its " + last_call)};
    if (all_senders(NeedWakeupPolicy::flag) && socket.waits && !socket.wait_saw_need_wakeup)
        return {unseen,
                "It found need_wakeup clear before it waited; the flag was set " +
                    (flag.since.seen() ? "at " + time_text(flag.since.at) + "." : "later.")};
    return {Code::stall_need_wakeup_set,
            last_call.empty() ? "It never called sendmsg." : "Its " + last_call};
}

Told StallNarrator::what_application_does() const {
    const SocketState& socket = pair_.socket;
    if (socket.waits && socket.poll.seen())
        return {Code::stall_application_waits,
                "sleeps in poll since " + time_text(socket.poll.at) +
                    ", which only a TX ring that is half empty ends. "};
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
        told += Told(
            Code::fault_application_paused,
            " It stands still until " + time_text(socket.still_until) + "." +
                struck_by(picture_, FaultWhat::application_paused, Code::fault_application_paused)
                    .text);
    if (socket.drains_from > socket.progress)
        told += Told(Code::fault_completions_not_drained,
                     " It takes no completions until " + time_text(socket.drains_from) + "." +
                         struck_by(picture_, FaultWhat::completions_not_drained,
                                   Code::fault_completions_not_drained)
                             .text);
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

}  // namespace xsksim
