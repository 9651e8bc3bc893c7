// SPDX-License-Identifier: GPL-2.0-only
// What several runs say together: those of a point, or of points that a table does not tell apart.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/view/sweep/result.hpp"

namespace xsksim {

struct Spread {
    double min = 0, median = 0, max = 0;  // not numbers where no run has the figure
};

struct Cell {
    std::uint32_t runs = 0, good = 0;
    std::vector<std::uint32_t> verdicts;  // runs by verdict, as Result::verdicts
    Spread figure;

    bool is_empty() const { return runs == 0; }
    double share_not_good() const { return 1 - static_cast<double>(good) / runs; }
};

// Of the runs that have the figure. The median of an even count is the mean of the two in the
// middle.
Spread spread_of(std::span<const RunIndex> runs, const std::vector<double>& figure);

// `figure`: by run; empty if none is asked for.
Cell cell_of(const Result& result, std::span<const RunIndex> runs,
             const std::vector<double>& figure);

// "pass", "stalled 3/5"; "" for no run.
std::string verdict_text(const Result& result, const Cell& cell);
// "good", "not good", "good 3/5"; "" for no run.
std::string good_text(const Cell& cell);

// Runs by a key of each, in their order within a key.
class RunGroups {
public:
    static constexpr std::uint32_t no_group = std::numeric_limits<std::uint32_t>::max();

    // `key_of_run`: below `groups`, or no_group.
    RunGroups(const std::vector<std::uint32_t>& key_of_run, std::size_t groups);
    std::span<const RunIndex> of(std::size_t group) const {
        return std::span(runs_).subspan(begin_[group], begin_[group + 1] - begin_[group]);
    }

private:
    std::vector<std::size_t> begin_;
    std::vector<RunIndex> runs_;
};

}  // namespace xsksim
