// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/choice.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

bool Choice::chance(StreamId stream, Probability p) {
    constexpr std::uint32_t certain = 1'000'000'000;
    if (p.never()) return false;
    if (p.per_billion >= certain) return true;
    return below(stream, certain) < p.per_billion;
}

Duration Choice::between(StreamId stream, Duration low, Duration high) {
    XSKSIM_CHECK(low <= high, "empty range");
    if (low == high) return low;
    const auto width = static_cast<std::uint64_t>(high.ns) - static_cast<std::uint64_t>(low.ns);
    const std::uint64_t drawn = below(stream, width + 1);
    return {static_cast<std::int64_t>(static_cast<std::uint64_t>(low.ns) + drawn)};
}

}  // namespace xsksim
