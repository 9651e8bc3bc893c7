// SPDX-License-Identifier: GPL-2.0-only
// What a sender writes into a frame or datagram: a mark of its kind, a sequence number, and words
// that follow from both, so that no two frames of a run are equal and a wrong byte is seen.
// Stands for a packet's bytes; deliberately no Ethernet or IP header, since nobody parses it.
// Frames of 16 bytes and more are unique; shorter ones hold as much as fits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace xsksim {

enum class FrameKind : std::uint64_t {
    xsk = 0x31304b53584d4953ULL,  // "SIMXSK01" in memory
    udp = 0x31305044554d4953ULL,  // "SIMUDP01"
};

inline void fill_frame(std::span<std::byte> frame, FrameKind kind, std::uint64_t sequence) {
    std::byte* p = frame.data();
    std::size_t left = frame.size();
    // A Weyl sequence: adding an odd constant never repeats within 2^64 words.
    std::uint64_t word = (sequence + static_cast<std::uint64_t>(kind)) * 0x9e3779b97f4a7c15ULL;
    const auto put = [&](std::uint64_t value) {
        const std::size_t bytes = left < sizeof(value) ? left : sizeof(value);
        std::memcpy(p, &value, bytes);
        p += bytes;
        left -= bytes;
    };
    put(static_cast<std::uint64_t>(kind));
    put(sequence);
    while (left > 0) {
        word += 0xd1342543de82ef95ULL;
        put(word ^ (word >> 29));
    }
}

}  // namespace xsksim
