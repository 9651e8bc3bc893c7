// SPDX-License-Identifier: GPL-2.0-only
// What a faulty application does: stand still, leave completions where they are, hand over odd
// descriptors, write into frames that it has handed over.
#include <algorithm>

#include "models/app/frame_content.hpp"
#include "models/app/xsk_sender.hpp"
#include "models/events.hpp"

namespace xsksim {

namespace {

constexpr unsigned unaligned_offset_shift = 48;
constexpr std::uint64_t bytes_before_page_end = 8;

}  // namespace

void XskSender::suffer(const FaultStrike& strike) {
    if (strike.rule->pair != options_.pair) return;
    if (strike.what() == FaultWhat::foreign_frame_written) {
        overwrite_next_ = true;
        return overwrite_oldest();
    }
    const bool stands_still = strike.what() == FaultWhat::application_paused;
    Instant& until = stands_still ? still_until_ : drains_from_;
    until = std::max(until, guest_.engine.now() + strike.delay);
    guest_.trace.emit(event::AppPause{
        .pair = options_.pair, .duration_ns = strike.delay, .drains = !stands_still});
}

// As a process that is stopped, or waits for something else: it gives its vCPU away.
void XskSender::stand_still() {
    while (!killed_ && guest_.engine.now() < still_until_) guest_.tasks.sleep_until(still_until_);
}

bool XskSender::drains() const { return guest_.engine.now() >= drains_from_; }

// --- descriptors ---

void XskSender::spoil(std::uint32_t index, std::uint32_t frame) {
    for_each_strike(*guest_.faults, FaultSite::descriptor, options_.pair, {},
                    [&](const FaultStrike& strike) {
                        if (spoil_by(strike.what(), index, frame))
                            guest_.faults->took_effect(strike);
                        return true;
                    });
    const Filled& filled = batch_[index];
    if (filled.returns && filled.len != options_.frame_bytes)
        odd_lengths_[filled.offset] = filled.len;
}

// False where the fault has nothing to do with this frame.
bool XskSender::spoil_by(FaultWhat what, std::uint32_t index, std::uint32_t& frame) {
    Filled& filled = batch_[index];
    switch (what) {
        case FaultWhat::invalid_options_descriptor:
            tx_.slot(index).options = 1;
            filled.returns = false;
            return true;
        case FaultWhat::out_of_umem_descriptor:
            tx_.slot(index).addr = filled.offset = umem_bytes();
            filled.returns = false;
            return true;
        case FaultWhat::zero_length_descriptor:
            tx_.slot(index).len = filled.len = filled.written = 0;
            return true;
        case FaultWhat::page_crossing_descriptor:
            return cross_page(index, frame);
        case FaultWhat::highest_address_descriptor:
            return go_to_highest_address(index, frame);
        default:
            return false;
    }
}

// The first page border in the frame's chunk that leaves room before it and, if the packet is to
// stay in its chunk, after it.
bool XskSender::cross_page(std::uint32_t index, std::uint32_t frame) {
    Filled& filled = batch_[index];
    const std::uint64_t chunk = (std::uint64_t{first_frame_} + frame) * options_.chunk_bytes;
    const std::uint64_t page = GuestMemory::page_bytes;
    const std::uint64_t border = (chunk + bytes_before_page_end + page - 1) / page * page;
    const std::uint64_t packet = border - bytes_before_page_end;
    const std::uint64_t end = chunk + options_.chunk_bytes;
    if (border > end || (options_.unaligned && packet + filled.len > end)) return false;
    set_address(index, chunk, packet - chunk);
    filled.written = static_cast<std::uint32_t>(std::min<std::uint64_t>(filled.len, end - packet));
    filled.returns = filled.returns && packet + filled.len < end;
    return true;
}

bool XskSender::go_to_highest_address(std::uint32_t index, std::uint32_t& frame) {
    Filled& filled = batch_[index];
    const std::uint32_t last = options_.frames - 1;
    const std::uint64_t kept_free = options_.unaligned ? 1 : std::uint64_t{filled.len} + 1;
    if (kept_free > options_.chunk_bytes || (frame != last && !frames_.is_free(last))) return false;
    if (frame != last) {
        frames_.put(frame);
        frames_.take(last);
        frame = last;
    }
    set_address(index, (std::uint64_t{first_frame_} + last) * options_.chunk_bytes,
                options_.chunk_bytes - kept_free);
    filled.written = options_.unaligned ? std::min(filled.len, 1U) : filled.len;
    return true;
}

void XskSender::set_address(std::uint32_t index, std::uint64_t chunk,
                            std::uint64_t offset_in_chunk) {
    const unsigned shift = options_.unaligned ? unaligned_offset_shift : 0;
    tx_.slot(index).addr = chunk + (offset_in_chunk << shift);
    batch_[index].offset = chunk + offset_in_chunk;
}

// --- frames that it has handed over ---

void XskSender::note_handed_over(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i)
        if (batch_[i].returns && batch_[i].written != 0) handed_over_.push_back(batch_[i]);
    if (overwrite_next_) overwrite_oldest();
}

void XskSender::note_taken_back(std::uint64_t offset) {
    odd_lengths_.erase(offset);
    const auto found = std::find_if(handed_over_.begin(), handed_over_.end(),
                                    [&](const Filled& f) { return f.offset == offset; });
    if (found != handed_over_.end()) handed_over_.erase(found);
}

void XskSender::overwrite_oldest() {
    if (handed_over_.empty() || !rings_are_current()) return;
    overwrite_next_ = false;
    const Filled& oldest = handed_over_.front();
    const std::span<std::byte> frame = bytes_at(oldest.offset, oldest.written);
    fill_frame(frame, FrameKind::xsk, sequence_++);
    guest_.trace.emit(event::AppOverwrite{.pair = options_.pair,
                                          .frame = {oldest.offset},
                                          .digest = {digest_at(oldest.offset, oldest.len)},
                                          .submitted = {oldest.digest}});
}

std::uint32_t XskSender::length_at(std::uint64_t offset) const {
    if (odd_lengths_.empty()) [[likely]]
        return options_.frame_bytes;
    const auto odd = odd_lengths_.find(offset);
    return odd == odd_lengths_.end() ? options_.frame_bytes : odd->second;
}

}  // namespace xsksim
