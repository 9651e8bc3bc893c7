// SPDX-License-Identifier: GPL-2.0-only
// The explanation of a stall: headline, what waits, and the wakers of stall_wakers.cpp in order.
#include <algorithm>

#include <fmt/format.h>

#include "models/explain/stall_narrator.hpp"
#include "sim/core/error_name.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

namespace {

// " bind returned EINVAL at T", " it was unbound at T"
std::string why_unbound(const SocketState& socket) {
    const auto& failed = socket.bind_failed;
    if (failed.last.seen())
        return fmt::format(": bind returned {} at {}", error_name(failed.error),
                           time_text(failed.last.at));
    return socket.unbound.seen() ? ": it was unbound at " + time_text(socket.unbound.at) : "";
}

// What is known to be missing, of sockets and interface.
std::string what_is_not_there(const Picture& picture) {
    std::string text;
    for (std::uint64_t index = 0; index < picture.pairs().size(); ++index) {
        const SocketState& socket = picture.pairs().find(index)->socket;
        if (socket.known && !socket.bound)
            text +=
                fmt::format(" The socket of pair {} is not bound{}.", index, why_unbound(socket));
    }
    const Switch& up = picture.interface_up();
    if (!up.on)
        text += up.since.seen() ? " The interface is down since " + time_text(up.since.at) + "."
                                : " The interface was never up.";
    return text;
}

std::uint64_t positive(std::int64_t n) { return n > 0 ? static_cast<std::uint64_t>(n) : 0; }

}  // namespace

Explanation explain(const Picture& now) {
    const Picture* picture = &now;
    std::uint64_t index = 0;
    const PairState* pair = picture->stuck_pair(&index);
    if (pair == nullptr && picture->at_first_long_pause() != nullptr) {
        picture = picture->at_first_long_pause();
        pair = picture->stuck_pair(&index);
    }
    if (pair == nullptr)
        return {
            "No descriptor or datagram waits in a queue, but the scenario's end was not reached: "
            "nothing is pending that could bring it about." +
                what_is_not_there(*picture),
            allocation_lines(*picture),
            {},
            {Code::stall_nothing_waits}};
    return StallNarrator(*picture, index, *pair).explain();
}

std::vector<Told> allocation_lines(const Picture& picture) {
    const Picture::FailedAllocation& failed = picture.failed_allocation();
    if (!failed.mark.seen()) return {};
    const Told by = struck_by(picture, FaultWhat::allocation_failed, Code::waits_allocation_failed);
    return {{Code::waits_allocation_failed,
             fmt::format("guest: an allocation of {} bytes failed, the last such at {}.{}",
                         failed.bytes, time_text(failed.mark.at), by.text)}};
}

Explanation StallNarrator::explain() const {
    Told head = headline();
    return {std::move(head.text),
            waiting(),
            {tx_interrupt(), hrtimer(), tx_napi(), application(), rx_napi(), kernel_senders(),
             device()},
            std::move(head.codes)};
}

Told StallNarrator::headline() const {
    if (datagrams_starve())
        return {Code::stall_datagrams_starve,
                fmt::format("Datagrams starve on TX queue {} since {}: it is stopped since {} and "
                            "nobody wakes it, while AF_XDP goes on sending on it.",
                            index_, time_text(pair_.datagrams.progress),
                            time_text(pair_.datagrams.queue_stopped.since.at))};
    if (const SocketShare* share = starved_share())
        return {
            Code::stall_socket_starves,
            fmt::format("The AF_XDP socket of {} starves on TX queue {} since {}: {} in its TX "
                        "ring, while others on the queue are served. 5.11's xsk_tx_peek_desc asks "
                        "the newest socket first, each time, and goes on to the next only when "
                        "its ring is empty.",
                        picture_.names().context(share->sender), index_, time_text(share->progress),
                        counted(positive(share->submitted - share->taken), "descriptor waits",
                                "descriptors wait"))};
    const Instant since = pair_.socket.work_waits()      ? pair_.socket.progress
                          : pair_.datagrams.work_waits() ? pair_.datagrams.progress
                                                         : pair_.xdp.progress;
    return what_stands_still(
        fmt::format("TX queue {} stands still since {}: ", index_, time_text(since)));
}

Told StallNarrator::what_stands_still(const std::string& begin) const {
    const TxQueueState& queue = pair_.queue;
    if (queue.broken.seen())
        return Told(Code::stall_queue_broken, begin + "its virtqueue is broken") +
               device_fault().between("; ", "") + ".";
    if (queue.not_reaped() != 0)
        return with_interrupt(
            Told(Code::stall_not_reaped,
                 begin + fmt::format("{} {}, and nobody reaps {}",
                                     counted(queue.not_reaped(), "completed packet lies",
                                             "completed packets lie"),
                                     ring().packed ? "in the ring" : "in the used ring",
                                     queue.not_reaped() == 1 ? "it" : "them")) +
            hidden_entry().between("; ", ""));
    if (queue.at_device() != 0)
        return Told(Code::stall_not_completed,
                    begin + fmt::format("the device holds {} and completes none",
                                        counted(queue.at_device(), "buffer"))) +
               device_fault().between("; ", "") + ".";
    return what_waits_before_queue(begin);
}

Told StallNarrator::what_waits_before_queue(const std::string& begin) const {
    const bool socket_waits = pair_.socket.work_waits();
    if (socket_waits && picture_.in_flight_max(pair_) == 0U)
        return {Code::stall_no_headers, begin + why_none_in_flight()};
    if (socket_waits && pair_.socket.in_tx_ring() > 0) {
        const Mark& found_full = pair_.socket.completions_found_full;
        // A call that did not look came later.
        if (!found_full.seen() || pair_.socket.last_call_in_vain.after(found_full))
            return with_interrupt(who_calls(begin));
        return who_calls(begin) + Told(Code::stall_completion_ring_found_full,
                                       fmt::format("; its last look, at {}, found the completion "
                                                   "ring full.",
                                                   time_text(found_full.at)));
    }
    if (pair_.datagrams.blocked.on && pair_.datagrams.queue_stopped.on)
        return {Code::stall_senders_not_woken,
                begin + "its kernel senders are blocked and nobody wakes the queue."};
    if (pair_.datagrams.blocked.on)
        return {Code::stall_send_buffers_full,
                begin + "its kernel senders wait for room in their send buffers."};
    if (!socket_waits && pair_.datagrams.on_the_way() > 0)
        return with_interrupt(
            {Code::stall_datagrams_wait,
             begin + fmt::format("{} of kernel senders wait{}",
                                 counted(positive(pair_.datagrams.on_the_way()), "datagram"),
                                 pair_.datagrams.queue_stopped.on
                                     ? ", and nobody wakes the stopped queue"
                                     : "")});
    return {Code::stall_frames_not_returned,
            begin + "the application does not get its frames back."};
}

Told StallNarrator::with_interrupt(Told told) const {
    switch (pair_.interrupt.fate) {
        case InterruptFate::lost:
            return told + Told(Code::stall_interrupt_lost,
                               fmt::format("; interrupt {}, which would have, was lost.",
                                           pair_.interrupt.number));
        case InterruptFate::found_nothing:
            return told +
                   Told(Code::stall_interrupt_found_nothing,
                        fmt::format("; interrupt {} came to {} (IRQ_NONE).", pair_.interrupt.number,
                                    ring().packed ? "a ring without used descriptors"
                                                  : "an empty used ring"));
        default:
            return told + ".";
    }
}

// Who has called the driver since the sockets' last progress, and what came of it.
Told StallNarrator::who_calls(const std::string& begin) const {
    const SocketState& socket = pair_.socket;
    const std::string waits =
        begin + counted(positive(socket.in_tx_ring()), "descriptor waits", "descriptors wait") +
        " in the TX ring, and ";
    if (socket.wakeups_in_vain + socket.polls_in_vain == 0)
        return {Code::stall_driver_not_called, waits + "nobody calls the driver"};
    std::string who;
    if (socket.polls_in_vain != 0) who = counted(socket.polls_in_vain, "TX NAPI poll");
    if (socket.wakeups_in_vain != 0)
        who += (who.empty() ? "" : " and ") + counted(socket.wakeups_in_vain, "wake-up");
    return {Code::stall_driver_takes_none,
            waits + fmt::format("the driver takes none: {} since then came to nothing, the last "
                                "at {}",
                                who, time_text(socket.last_call_in_vain.at))};
}

// The socket moved after the datagrams did last.
bool StallNarrator::datagrams_starve() const {
    const DatagramState& datagrams = pair_.datagrams;
    return datagrams.work_waits() && datagrams.queue_stopped.on &&
           pair_.socket.progress > datagrams.progress &&
           pair_.socket.progress > datagrams.queue_stopped.since.at;
}

const SocketShare* StallNarrator::starved_share() const {
    const SocketShare* share = pair_.socket.slowest_share();
    if (share == nullptr || share->progress > pair_.waits_since()) return nullptr;
    const bool others_move = std::ranges::any_of(
        pair_.socket.shares, [&](const SocketShare& s) { return s.progress > share->progress; });
    return others_move ? share : nullptr;
}

std::vector<Told> StallNarrator::waiting() const {
    std::vector<Told> lines;
    if (!settings_.applications.empty()) add_socket_lines(lines);
    add_queue_lines(lines);
    if (settings_.has_udp) add_datagram_lines(lines);
    if (pair_.xdp.work_waits())
        lines.push_back(
            {Code::waits_xdp_frames,
             fmt::format("XDP: {} not yet on the wire",
                         counted(positive(pair_.xdp.added - pair_.xdp.sent), "frame", "frames"))});
    return lines;
}

void StallNarrator::add_socket_lines(std::vector<Told>& lines) const {
    const SocketState& socket = pair_.socket;
    if (socket.in_tx_ring() > 0)
        lines.push_back({Code::waits_tx_ring,
                         fmt::format("TX ring: {} that the driver has not taken",
                                     counted(positive(socket.in_tx_ring()), "descriptor"))});
    const std::int64_t held = socket.reserved() - static_cast<std::int64_t>(pair_.queue.in_queue());
    if (!picture_.kinds_mix() && held > 0)
        lines.push_back({Code::waits_driver,
                         fmt::format("driver: {} taken from the TX ring but not in the virtqueue",
                                     counted(positive(held), "descriptor"))});
    const std::uint64_t entries = positive(socket.peeked - socket.reclaimed);
    if (socket.completion.size > 0 && entries >= socket.completion.size)
        lines.push_back(
            {Code::waits_completion_ring_full,
             fmt::format("completion ring: full ({} of {} entries reserved or not read), "
                         "so xsk_tx_peek_desc returns none",
                         entries, socket.completion.size)});
    if (socket.invalid > 0)
        lines.push_back(
            {Code::waits_invalid_descriptors,
             fmt::format("kernel: {} dropped; 5.11 completes none, so their frames never "
                         "come back",
                         counted(positive(socket.invalid), "invalid descriptor"))});
    if (socket.with_kernel() > 0)
        lines.push_back(
            {Code::waits_frames, fmt::format("application: {} that it has not got back",
                                             counted(positive(socket.with_kernel()), "frame"))});
}

void StallNarrator::add_queue_lines(std::vector<Told>& lines) const {
    const TxQueueState& queue = pair_.queue;
    std::string line = fmt::format("virtqueue {}: {} in {} of {} descriptors, num_free {}",
                                   this->queue(), counted(queue.in_queue(), "packet"),
                                   ring().size - std::min(ring().size, queue.num_free), ring().size,
                                   queue.num_free);
    const bool is_full = picture_.ring_is_full(pair_);
    if (is_full)
        line +=
            fmt::format(", fewer than {} free: full for the driver", settings_.driver.full.told());
    lines.push_back({is_full ? Code::waits_virtqueue_full : Code::waits_virtqueue, line});
    if (const Told by = struck_by(picture_, FaultWhat::add_failed, Code::waits_add_failed);
        !by.is_nothing() && queue.add_failed.event > queue.last_add)
        lines.push_back(
            {Code::waits_add_failed,
             fmt::format("virtqueue {}: the last add failed, at {}, with {}.{}", this->queue(),
                         time_text(queue.add_failed.at), error_name(queue.add_error), by.text)});
    for (const Told& line : allocation_lines(picture_)) lines.push_back(line);
    if (picture_.is_at_limit(pair_))
        lines.push_back({Code::waits_headers_used_up,
                         fmt::format("{}s: {} of {} in use: full for the driver",
                                     settings_.driver.in_flight->each_takes,
                                     picture_.in_flight(pair_), *picture_.in_flight_max(pair_))});
    if (queue.not_reaped() != 0)
        lines.push_back(
            {Code::waits_used_ring,
             fmt::format("{}: {} that nobody has reaped", ring().packed ? "used" : "used ring",
                         counted(queue.not_reaped(), "completed buffer"))});
    if (queue.at_device() != 0)
        lines.push_back({Code::waits_device, fmt::format("device: {} not given back",
                                                         counted(queue.at_device(), "buffer"))});
}

void StallNarrator::add_datagram_lines(std::vector<Told>& lines) const {
    const DatagramState& senders = pair_.datagrams;
    if (senders.on_the_way() > 0)
        lines.push_back({Code::waits_datagrams,
                         fmt::format("kernel senders: {} not yet on the wire",
                                     counted(positive(senders.on_the_way()), "datagram"))});
    if (senders.blocked.on)
        lines.push_back(
            {senders.queue_stopped.on ? Code::waits_senders_stopped : Code::waits_senders_full,
             "kernel senders: blocked since " + time_text(senders.blocked.since.at) +
                 (senders.queue_stopped.on ? ", the TX queue is stopped"
                                           : ", the send buffer is full")});
}

// In the words of the driver's manifest.
std::string StallNarrator::why_none_in_flight() const {
    const InFlightLimit& limit = *settings_.driver.in_flight;
    std::string values;
    for (const std::string& name : limit.parameters())
        values +=
            fmt::format("{}{}={}", values.empty() ? "" : ", ", name, *picture_.parameter(name));
    return fmt::format(
        "the driver has no {} for any packet: {} = {} is 0, so the queue always looks full to it "
        "({}).",
        limit.each_takes, limit.called, limit.at_most->text(), values);
}

}  // namespace xsksim
