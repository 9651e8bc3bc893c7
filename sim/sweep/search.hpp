// SPDX-License-Identifier: GPL-2.0-only
// The runs of a search: for each point of the other axes (a cell) the value of one axis where
// `good` flips, by bisection.
//
// Assumes that there is one such value: that a run which is good at some value is good all the way
// to that end of the range. Both ends are tried first. A value is tried with every seed; it is good
// if Find::good_share of them are. Values are those that the axis' decimals can write.
//
// Runs are numbered (cell * probes_max + probe) * seeds + index of the seed, where probes count
// from 0 in the order of the search: which runs are made follows from their results alone.
#pragma once

#include <deque>
#include <map>

#include "sim/sweep/goodness.hpp"
#include "sim/sweep/run_source.hpp"

namespace xsksim {

class Search final : public RunSource {
public:
    static constexpr std::uint64_t probes_max = 64;

    Search(const Plan& plan, const Shard& shard, const Store& store);

    std::optional<RunOrder> next() override;
    bool take(const RunRow& row) override;
    std::vector<Boundary> boundaries() override;
    std::uint64_t wanted() const override;
    std::uint64_t done() const override { return done_; }

private:
    using Units = std::int64_t;  // of the searched axis: 10^-decimals

    struct Tally {
        Units value = 0;
        std::uint64_t good = 0, of = 0;
    };
    struct Cell {
        PointIndex point = 0;
        std::uint64_t probe = 0;
        Tally now;
        std::vector<RunRow> first_rows;  // of the first probe, by seed
        std::vector<double> reference;
        std::optional<Tally> good, bad;
        std::map<RunId, RunRow> stored;
    };

    double value_of(Units units) const;
    Units units_of(double value) const;
    void start_next_cell();
    void begin_probe(Cell& cell, Units value);
    bool count(Cell& cell, const RunRow& row);
    void end_probe(Cell& cell);
    void finish(Cell& cell);
    bool close_enough(Units a, Units b) const;
    Units middle(Units a, Units b) const;
    std::string text_of(const Cell& cell, const Boundary& boundary) const;

    const Plan& plan_;
    const Store& store_;
    Shard shard_;
    Goodness good_;
    const Axis* axis_ = nullptr;
    bool good_is_high_ = true;  // which end of the range is the good one
    Units low_ = 0, high_ = 0;
    double scale_ = 1;
    std::deque<PointIndex> cells_to_start_;
    std::map<PointIndex, Cell> cells_;
    std::deque<RunOrder> ready_;
    std::vector<Boundary> ended_;
    std::uint64_t asked_ = 0, done_ = 0;
};

}  // namespace xsksim
