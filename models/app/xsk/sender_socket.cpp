// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/sender_socket.hpp"

#include <utility>

#include "models/events.hpp"

namespace xsksim {

SenderSocket::SenderSocket(const XskSenderGuest& guest, PairIndex pair, XskSenderCounters& counters)
    : guest_(guest), pair_(pair), counters_(counters) {}

void SenderSocket::open(const XskSocketOptions& options, std::function<void()> on_change) {
    socket_ = &guest_.xsk.open_socket(options);
    socket_->on_change = std::move(on_change);
}

void SenderSocket::bind() { guest_.xsk.bind(*socket_); }

void SenderSocket::bind_shared(SenderSocket& owner) {
    guest_.xsk.bind_shared(*socket_, *owner.socket_);
}

int SenderSocket::sendmsg(std::uint32_t queued) {
    guest_.trace.emit(EventKind::app_sendmsg, pair_, socket_->tx.flags, queued);
    ++counters_.sendmsg_calls;
    const int result = guest_.xsk.sendmsg(*socket_);
    guest_.trace.emit(EventKind::app_sendmsg_done, pair_, static_cast<std::uint64_t>(-result));
    if (result != 0) ++counters_.sendmsg_errors;
    return result;
}

int SenderSocket::poll(Duration timeout) {
    guest_.trace.emit(EventKind::app_poll, pair_);
    ++counters_.poll_calls;
    return guest_.xsk.poll(*socket_, timeout);
}

void SenderSocket::kill() {
    killed_ = true;
    guest_.xsk.interrupt(*socket_);
}

void SenderSocket::exit_process(std::uint64_t in_flight) {
    guest_.trace.emit(EventKind::app_killed, pair_, in_flight);
    guest_.xsk.close(*socket_);
    killed_ = false;
}

}  // namespace xsksim
