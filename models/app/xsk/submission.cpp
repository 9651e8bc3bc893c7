// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/submission.hpp"

#include <algorithm>

#include "models/events.hpp"

namespace xsksim {

Submission::Submission(const XskSenderGuest& guest, const XskSenderOptions& options,
                       const SenderRole& role, UmemFrames& umem, FrameLedger& ledger)
    : guest_(guest),
      options_(options),
      role_(role),
      umem_(umem),
      ledger_(ledger),
      faults_(guest, options, umem, ledger),
      schedule_(options.schedule),
      tx_(guest.tasks, guest.memory),
      batch_(options.batch) {}

std::uint32_t Submission::due() const {
    std::uint64_t limit =
        std::min({options_.batch, options_.socket.tx_ring_size, options_.socket.frames});
    if (role_.frames)
        limit = std::min(limit, *role_.frames - std::min(ledger_.promised(), *role_.frames));
    return static_cast<std::uint32_t>(schedule_.due(guest_.engine.now(), limit));
}

bool Submission::reserve(std::uint32_t count) {
    return ledger_.pool().free_frames() >= count && tx_.reserve(count);
}

bool Submission::has_room_in_truth(std::uint32_t count) const {
    return ledger_.pool().free_frames() >= count && tx_.free_slots_in_truth() >= count;
}

void Submission::fill(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t frame = ledger_.pool().take();
        const std::uint64_t address = umem_.address_of(frame);
        tx_.slot(i) = {address, options_.frame_bytes, 0};
        batch_[i] = {umem_.offset_of(address), 0, options_.frame_bytes, options_.frame_bytes, true};
        if (faults_.any()) faults_.spoil({frame, tx_.slot(i), batch_[i]});
        // A frame was last touched thousands of packets ago: the host's misses overlap.
        __builtin_prefetch(umem_.umem() + batch_[i].offset, 1);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const GuestPhysical frame = guest_.memory.physical_or_none(umem_.umem() + batch_[i].offset);
        guest_.engine.tell(Operation::access(plain_write, frame.value, batch_[i].written));
        umem_.fill(batch_[i].offset, batch_[i].written);
        batch_[i].digest = umem_.digest_at(batch_[i].offset, batch_[i].len);
    }
    guest_.tasks.spend_user(role_.costs.fill * count, Operation::local());
}

void Submission::publish(std::uint32_t count) {
    tx_.publish(count);
    const std::span<const FilledFrame> handed_over{batch_.data(), count};
    ledger_.hand_over(handed_over);
    schedule_.sent(guest_.engine.now(), count);
    for (const FilledFrame& frame : handed_over)
        guest_.trace.emit(event::AppSubmit{.pair = options_.socket.pair,
                                           .frame = {frame.offset},
                                           .len = frame.len,
                                           .digest = {frame.digest}});
}

}  // namespace xsksim
