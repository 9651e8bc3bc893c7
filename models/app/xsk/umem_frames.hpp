// SPDX-License-Identifier: GPL-2.0-only
// A sender's frames as places in the UMEM: their addresses, and the bytes in them.
//
// Stands for: xsk_umem__get_data, xsk_umem__add_offset_to_addr and the like of libbpf's xsk.h
// (facts §2.7). In unaligned mode the headroom goes into the address's offset part, as drivers and
// libraries that use that mode do. Frames are numbered from 0 for each sender; an offset is one
// into the whole UMEM. Owner: XskSender. Plain values: no scheduling points, no cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "models/app/xsk_sender_options.hpp"

namespace xsksim {

class UmemFrames {
public:
    UmemFrames(const XskSenderOptions& options, std::uint64_t first_sequence);

    // Before map(), where several send on the UMEM: how many frames of others come first.
    void begin_after(std::uint32_t frames) { first_ = frames; }
    void map(std::byte* umem, std::uint64_t bytes) { umem_ = {umem, bytes}; }
    std::byte* umem() const { return umem_.data(); }
    std::uint64_t bytes() const { return umem_.size(); }

    std::uint64_t chunk_of(std::uint32_t frame) const {
        return (std::uint64_t{first_} + frame) * options_.socket.chunk_bytes;
    }
    // Which frame's chunk it lies in; one that is not below options.socket.frames is another
    // sender's.
    std::uint64_t frame_at(std::uint64_t offset) const {
        return offset / options_.socket.chunk_bytes - first_;
    }
    // As a descriptor says it.
    std::uint64_t address_of(std::uint32_t frame) const {
        return address_in(chunk_of(frame), options_.headroom);
    }
    std::uint64_t address_in(std::uint64_t chunk, std::uint64_t offset_in_chunk) const;
    std::uint64_t offset_of(std::uint64_t address) const;

    // The sender's next content, which no other frame of the run has; as much as lies in the UMEM.
    void fill(std::uint64_t offset, std::uint64_t count);
    // What lies behind the UMEM counts as zeros.
    std::uint64_t digest_at(std::uint64_t offset, std::uint64_t count) const;

private:
    std::span<std::byte> bytes_at(std::uint64_t offset, std::uint64_t count) const;

    const XskSenderOptions& options_;
    std::uint32_t first_ = 0;
    std::span<std::byte> umem_;
    std::uint64_t sequence_;
};

}  // namespace xsksim
