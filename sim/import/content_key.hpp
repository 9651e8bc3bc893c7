// SPDX-License-Identifier: GPL-2.0-only
// A name for contents, by which compiled objects are kept: two lots of bytes have the same name by
// chance only (FNV-1a with 128 bits, RFC 9923; nobody is guarded against who makes them collide).
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace xsksim {

class ContentKey {
public:
    // Where one lot ends and the next begins counts.
    ContentKey& add(std::string_view bytes) {
        for (const char byte : bytes) take(static_cast<unsigned char>(byte));
        for (std::size_t left = bytes.size(), i = 0; i < sizeof left; ++i, left >>= 8)
            take(static_cast<unsigned char>(left));
        return *this;
    }
    std::string text() const {
        return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(state_ >> 64),
                           static_cast<std::uint64_t>(state_));
    }

private:
    __extension__ using Wide = unsigned __int128;
    static constexpr Wide prime = (Wide{1} << 88) + 0x13b;

    void take(unsigned char byte) { state_ = (state_ ^ byte) * prime; }

    Wide state_ = (Wide{0x6c62272e07bb0142} << 64) + 0x62b821756295c58d;
};

}  // namespace xsksim
