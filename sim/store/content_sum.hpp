// SPDX-License-Identifier: GPL-2.0-only
// One number over texts: equal contents have equal numbers. Against accidents, not against forgers.
#pragma once

#include <cstdint>
#include <string_view>

namespace xsksim {

// FNV-1a, 64 bits, with a separator after each text.
class ContentSum {
public:
    void add(std::string_view text) {
        for (const char c : text) mix(static_cast<unsigned char>(c));
        mix(0xff);  // no UTF-8 text holds it
    }
    std::uint64_t value() const { return state_; }

private:
    void mix(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3; }

    std::uint64_t state_ = 0xcbf29ce484222325;
};

inline std::uint64_t content_sum(std::string_view text) {
    ContentSum sum;
    sum.add(text);
    return sum.value();
}

}  // namespace xsksim
