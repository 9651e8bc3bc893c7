// SPDX-License-Identifier: GPL-2.0-only
// Which strategy draws the next schedule of a workload: each has tickets of a lottery, to begin
// with by what it finds in general, and more for each class of coverage that its executions of this
// workload were the first to show, and for each failure. No strategy loses those that it began
// with. Owner: a workload's plan. Units: none. Errors: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/explore/dice.hpp"
#include "sim/explore/strategy.hpp"

namespace xsksim {

class Portfolio {
public:
    Portfolio();

    // `mutate` draws only where there is something to change.
    Strategy draw(bool has_seeds, Dice& dice) const;
    void learn(Strategy by, std::size_t new_classes, bool fails);

private:
    std::array<std::uint64_t, WordTable<Strategy>::words.size()> tickets_{};
};

}  // namespace xsksim
