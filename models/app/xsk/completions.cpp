// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/completions.hpp"

#include "models/events.hpp"

namespace xsksim {

Completions::Completions(const XskSenderGuest& guest, const XskSenderOptions& options,
                         const SenderCosts& costs, const UmemFrames& umem, FrameLedger& ledger)
    : guest_(guest),
      options_(options),
      costs_(costs),
      ring_(guest.tasks, guest.memory),
      senders_{{&umem, &ledger, options.socket.frames}},
      frames_(options.socket.frames) {}

void Completions::add_sender(UmemFrames& umem, FrameLedger& ledger, std::uint32_t frames) {
    umem.begin_after(frames_);
    senders_.push_back({&umem, &ledger, frames});
    frames_ += frames;
}

std::uint64_t Completions::in_flight() const {
    std::uint64_t count = 0;
    for (const Sender& sender : senders_) count += sender.ledger->in_flight();
    return count;
}

// What is nobody's frame is the owner's: it is unexpected there.
const Completions::Sender& Completions::sender_of(std::uint64_t offset) const {
    for (const Sender& sender : senders_)
        if (sender.umem->frame_at(offset) < sender.frames) return sender;
    return senders_.front();
}

void Completions::take_back(std::uint32_t count) {
    const UmemFrames& umem = *senders_.front().umem;
    for (std::uint32_t i = 0; i < count; ++i)
        __builtin_prefetch(umem.umem() + umem.offset_of(ring_.entry(i)));
    for (std::uint32_t i = 0; i < count; ++i) take_back_at(umem.offset_of(ring_.entry(i)));
    guest_.tasks.spend_user(costs_.reclaim * count, Operation::local());
}

void Completions::take_back_at(std::uint64_t offset) {
    const Sender& sender = sender_of(offset);
    FrameLedger& ledger = *sender.ledger;
    const bool expected = ledger.take_back(sender.umem->frame_at(offset));
    guest_.trace.emit(
        event::AppReclaim{.pair = options_.socket.pair,
                          .frame = {offset},
                          .digest = {sender.umem->digest_at(offset, ledger.length_at(offset))},
                          .in_flight = ledger.in_flight()});
    if (expected) ledger.forget(offset);
}

}  // namespace xsksim
