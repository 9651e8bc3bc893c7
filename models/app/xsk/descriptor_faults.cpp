// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/descriptor_faults.hpp"

#include <algorithm>

namespace xsksim {

namespace {

constexpr std::uint64_t bytes_before_page_end = 8;

}  // namespace

DescriptorFaults::DescriptorFaults(const XskSenderGuest& guest, const XskSenderOptions& options,
                                   const UmemFrames& umem, FrameLedger& ledger)
    : faults_(guest.faults),
      any_(guest.has_rule(FaultSite::descriptor)),
      options_(options),
      umem_(umem),
      ledger_(ledger) {}

void DescriptorFaults::spoil(Filling filling) {
    for_each_strike(*faults_, FaultSite::descriptor, options_.socket.pair, {},
                    [&](const FaultStrike& strike) {
                        if (apply(strike.what(), filling)) faults_->took_effect(strike);
                        return true;
                    });
    const FilledFrame& filled = filling.filled;
    if (filled.returns && filled.len != options_.frame_bytes) ledger_.note_odd_length(filled);
}

// False where the fault has nothing to do with this frame.
bool DescriptorFaults::apply(FaultWhat what, Filling& filling) {
    auto& [frame, slot, filled] = filling;
    switch (what) {
        case FaultWhat::invalid_options_descriptor:
            slot.options = 1;
            filled.returns = false;
            return true;
        case FaultWhat::out_of_umem_descriptor:
            slot.addr = filled.offset = umem_.bytes();
            filled.returns = false;
            return true;
        case FaultWhat::zero_length_descriptor:
            slot.len = filled.len = filled.written = 0;
            return true;
        case FaultWhat::page_crossing_descriptor:
            return cross_page(filling);
        case FaultWhat::highest_address_descriptor:
            return go_to_highest_address(filling);
        default:
            return false;
    }
}

// The first page border in the frame's chunk that leaves room before it and, if the packet is to
// stay in its chunk, after it.
bool DescriptorFaults::cross_page(Filling& filling) {
    FilledFrame& filled = filling.filled;
    const std::uint64_t chunk = umem_.chunk_of(filling.frame);
    const std::uint64_t page = GuestMemory::page_bytes;
    const std::uint64_t border = (chunk + bytes_before_page_end + page - 1) / page * page;
    const std::uint64_t packet = border - bytes_before_page_end;
    const std::uint64_t end = chunk + options_.socket.chunk_bytes;
    if (border > end || (options_.socket.unaligned && packet + filled.len > end)) return false;
    move_to(filling, chunk, packet - chunk);
    filled.written = static_cast<std::uint32_t>(std::min<std::uint64_t>(filled.len, end - packet));
    filled.returns = filled.returns && packet + filled.len < end;
    return true;
}

bool DescriptorFaults::go_to_highest_address(Filling& filling) {
    auto& [frame, slot, filled] = filling;
    FramePool& pool = ledger_.pool();
    const std::uint32_t last = options_.socket.frames - 1;
    const std::uint64_t kept_free = options_.socket.unaligned ? 1 : std::uint64_t{filled.len} + 1;
    if (kept_free > options_.socket.chunk_bytes || (frame != last && !pool.is_free(last)))
        return false;
    if (frame != last) {
        pool.put(frame);
        pool.take(last);
        frame = last;
    }
    move_to(filling, umem_.chunk_of(last), options_.socket.chunk_bytes - kept_free);
    filled.written = options_.socket.unaligned ? std::min(filled.len, 1U) : filled.len;
    return true;
}

void DescriptorFaults::move_to(Filling& filling, std::uint64_t chunk,
                               std::uint64_t offset_in_chunk) {
    filling.slot.addr = umem_.address_in(chunk, offset_in_chunk);
    filling.filled.offset = chunk + offset_in_chunk;
}

}  // namespace xsksim
