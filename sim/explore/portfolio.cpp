// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/portfolio.hpp"

#include <algorithm>

namespace xsksim {
namespace {

// One is worth as much as so many classes.
constexpr std::uint64_t classes_of_failure = 32;
// An execution brings no more tickets than a strategy has to begin with: one stroke of luck does
// not decide the rest of a workload.
constexpr std::uint64_t tickets_each_max = 32;

constexpr std::size_t index_of(Strategy strategy) { return static_cast<std::size_t>(strategy); }

}  // namespace

Portfolio::Portfolio() {
    tickets_[index_of(Strategy::walk)] = 32;
    tickets_[index_of(Strategy::place)] = 32;
    tickets_[index_of(Strategy::pct)] = 16;
    tickets_[index_of(Strategy::shared)] = 16;
    tickets_[index_of(Strategy::object)] = 16;
    tickets_[index_of(Strategy::reverse)] = 160;
    tickets_[index_of(Strategy::mutate)] = 32;
}

Strategy Portfolio::draw(bool has_seeds, Dice& dice) const {
    const auto tickets_of = [&](Strategy strategy) {
        return strategy == Strategy::mutate && !has_seeds ? 0 : tickets_[index_of(strategy)];
    };
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < tickets_.size(); ++i) all += tickets_of(static_cast<Strategy>(i));
    std::uint64_t ticket = dice.below(all);
    for (std::size_t i = 0;; ++i) {
        const auto strategy = static_cast<Strategy>(i);
        if (ticket < tickets_of(strategy)) return strategy;
        ticket -= tickets_of(strategy);
    }
}

void Portfolio::learn(Strategy by, std::size_t new_classes, bool fails) {
    tickets_[index_of(by)] +=
        std::min(new_classes + (fails ? classes_of_failure : 0), tickets_each_max);
}

}  // namespace xsksim
