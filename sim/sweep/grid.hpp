// SPDX-License-Identifier: GPL-2.0-only
// The runs of a grid or sample: every point with every seed.
#pragma once

#include <unordered_set>

#include "sim/sweep/goodness.hpp"
#include "sim/sweep/run_source.hpp"

namespace xsksim {

class Grid final : public RunSource {
public:
    Grid(const Plan& plan, const Shard& shard, const Store& store);

    std::optional<RunOrder> next() override;
    bool take(const RunRow& row) override;
    std::uint64_t wanted() const override { return wanted_; }
    std::uint64_t done() const override { return done_; }

private:
    const Plan& plan_;
    Shard shard_;
    Goodness good_;
    std::unordered_set<RunId> stored_;
    RunId next_ = 0;
    std::uint64_t wanted_ = 0, done_ = 0;
};

}  // namespace xsksim
