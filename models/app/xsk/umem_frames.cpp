// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/xsk/umem_frames.hpp"

#include <algorithm>
#include <vector>

#include "models/app/frame_content.hpp"
#include "models/memory/digest.hpp"

namespace xsksim {

namespace {

constexpr unsigned unaligned_offset_shift = 48;  // uapi if_xdp.h: XSK_UNALIGNED_BUF_OFFSET_SHIFT

}  // namespace

UmemFrames::UmemFrames(const XskSenderOptions& options, std::uint64_t first_sequence)
    : options_(options), sequence_(first_sequence) {}

std::uint64_t UmemFrames::address_in(std::uint64_t chunk, std::uint64_t offset_in_chunk) const {
    const unsigned shift = options_.socket.unaligned ? unaligned_offset_shift : 0;
    return chunk + (offset_in_chunk << shift);
}

std::uint64_t UmemFrames::offset_of(std::uint64_t address) const {
    if (!options_.socket.unaligned) return address;
    return (address & ((std::uint64_t{1} << unaligned_offset_shift) - 1)) +
           (address >> unaligned_offset_shift);
}

void UmemFrames::fill(std::uint64_t offset, std::uint64_t count) {
    fill_frame(bytes_at(offset, count), FrameKind::xsk, sequence_++);
}

std::span<std::byte> UmemFrames::bytes_at(std::uint64_t offset, std::uint64_t count) const {
    const std::uint64_t begin = std::min(offset, bytes());
    return umem_.subspan(begin, std::min(count, bytes() - begin));
}

std::uint64_t UmemFrames::digest_at(std::uint64_t offset, std::uint64_t count) const {
    const std::span<std::byte> found = bytes_at(offset, count);
    if (found.size() == count) [[likely]]
        return content_digest(found);
    std::vector<std::byte> padded(count);
    std::copy(found.begin(), found.end(), padded.begin());
    return content_digest(padded);
}

}  // namespace xsksim
