// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/estimate.hpp"

#include <algorithm>

namespace xsksim {

double new_classes_in_next(std::uint64_t met_once, std::uint64_t samples) {
    return samples == 0 ? 0 : static_cast<double>(met_once) / static_cast<double>(samples);
}

double classes_at_least(std::uint64_t seen, std::uint64_t met_once, std::uint64_t met_twice,
                        std::uint64_t samples) {
    if (samples == 0) return 0;
    const auto n = static_cast<double>(samples), once = static_cast<double>(met_once),
               twice = static_cast<double>(met_twice);
    const double unseen = met_twice > 0 ? once * once / (2 * twice) : once * (once - 1) / 2;
    return static_cast<double>(seen) + (n - 1) / n * std::max(unseen, 0.0);
}

double probability_below(std::uint64_t samples) {
    return samples < 3 ? 1 : 3 / static_cast<double>(samples);
}

}  // namespace xsksim
