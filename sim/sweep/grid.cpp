// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/grid.hpp"

namespace xsksim {

Grid::Grid(const Plan& plan, const Shard& shard, const Store& store)
    : plan_(plan), shard_(shard), good_(plan), stored_(store.runs()) {
    for (RunId run = 0; run < plan.runs(); ++run) {
        if (!shard.has(run)) continue;
        ++wanted_;
        if (stored_.contains(run)) ++done_;
    }
}

std::optional<RunOrder> Grid::next() {
    while (next_ < plan_.runs() && (!shard_.has(next_) || stored_.contains(next_))) ++next_;
    if (next_ == plan_.runs()) return std::nullopt;
    RunOrder order;
    order.run = next_++;
    order.point = plan_.point_of(order.run);
    order.seed = plan_.seed_of(order.run);
    order.settings = plan_.settings_of(order.point);
    order.wants_explanation = order.seed == plan_.sweep.first_seed;
    return order;
}

bool Grid::take(const RunRow& row) {
    ++done_;
    return good_.of(row);
}

}  // namespace xsksim
