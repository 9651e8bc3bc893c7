// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/sender_socket.hpp"

#include <algorithm>
#include <utility>

#include "models/events.hpp"

namespace xsksim {

SenderSocket::SenderSocket(const XskSenderGuest& guest, const XskSenderOptions& options,
                           XskSenderCounters& counters)
    : guest_(guest), options_(options), counters_(counters) {}

void SenderSocket::open(std::uint32_t umem_frames, bool borrows_umem,
                        std::function<void()> on_change) {
    XskSocketOptions o = options_.socket;
    o.frames = umem_frames;
    o.use_need_wakeup = options_.need_wakeup != NeedWakeupPolicy::always;
    o.borrows_umem = borrows_umem;
    socket_ = &guest_.xsk.open_socket(o);
    socket_->on_change = std::move(on_change);
}

void SenderSocket::bind() { guest_.xsk.bind(*socket_); }

void SenderSocket::bind_shared(SenderSocket& owner) {
    guest_.xsk.bind_shared(*socket_, *owner.socket_);
}

int SenderSocket::sendmsg(std::uint32_t queued) {
    guest_.trace.emit(event::AppSendmsg{
        .pair = options_.socket.pair, .flags = socket_->tx.flags, .tx_queued = queued});
    ++counters_.sendmsg_calls;
    const int result = guest_.xsk.sendmsg(*socket_);
    guest_.trace.emit(
        event::AppSendmsgDone{.pair = options_.socket.pair, .result = CallResult::of(result)});
    if (result != 0) ++counters_.sendmsg_errors;
    return result;
}

int SenderSocket::poll(Instant deadline) {
    const Duration until_deadline =
        deadline.is_never() ? options_.poll_timeout : deadline - guest_.engine.now();
    guest_.trace.emit(event::AppPoll{.pair = options_.socket.pair});
    return guest_.xsk.poll(*socket_, std::min(options_.poll_timeout, until_deadline));
}

void SenderSocket::kill() {
    killed_ = true;
    guest_.xsk.interrupt(*socket_);
}

void SenderSocket::exit_process(std::uint64_t in_flight) {
    guest_.trace.emit(event::AppKilled{.pair = options_.socket.pair, .in_flight = in_flight});
    guest_.xsk.close(*socket_);
    killed_ = false;
}

}  // namespace xsksim
