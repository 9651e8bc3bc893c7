// SPDX-License-Identifier: GPL-2.0-only
// Schedules that are not drawn but enumerated: all with one hold-up of a set, then all with two of
// a smaller one, as far as schedules_max goes. A workload begins at a place of its own, so that
// those that do not come to the end of the ones, or the twos, have others than the next.
// Which ones: delays     at each point that touches what another context touches, for four lengths,
//                        with the vCPU and alone; twos: one point of each place, the longest but
//                        one
//            preemptions where another context uses the object within the longest hold-up: for
//                        as long as it takes to come (conflicts.hpp); twos: one of each pair of
//                        places
// Owner: a workload's plan. Errors: none.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/explore/schedule.hpp"
#include "sim/explore/scout.hpp"
#include "sim/explore/strategy.hpp"
#include "sim/scenario/explore_options.hpp"

namespace xsksim {

class Enumeration {
public:
    static constexpr std::uint64_t schedules_max = 4'096;  // of a workload

    // Strategy::delays or Strategy::preemptions. `from`: any number.
    Enumeration(Strategy strategy, const ExploreOptions& explore, const PointMap& points,
                std::uint64_t from);

    std::uint64_t ones() const { return ones_.size(); }
    std::uint64_t twos() const { return paired_.size() * (paired_.size() - 1) / 2; }
    // Of both, those that are made.
    std::uint64_t count() const;
    // `number` is less than that.
    Schedule schedule(std::uint64_t number) const;

private:
    Schedule two(std::uint64_t number) const;

    std::vector<PlannedHoldUp> ones_, paired_;
    std::uint64_t from_;
};

}  // namespace xsksim
