// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/drawn_ties.hpp"

namespace xsksim {

Schedule draw_ties(const PointMap& points, Dice& dice) {
    constexpr std::int64_t ties_most = 8;
    Schedule ties;
    if (points.ties.empty()) return ties;
    for (auto left = dice.magnitude(1, ties_most); left > 0; --left) {
        const Schedule& of_one = points.ties[dice.below(points.ties.size())];
        ties.push_back(of_one[dice.below(of_one.size())]);
    }
    put_in_order(ties);
    return ties;
}

}  // namespace xsksim
