// SPDX-License-Identifier: GPL-2.0-only
// A sweep's store in memory, as columns: what tables, pictures and exports are made from. Each
// table of the store is read once, from front to back, so 100,000 points take well under a second.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/plan.hpp"
#include "sim/sweep/store.hpp"

namespace xsksim {

struct ResultAxis {
    std::string name, unit;
    bool is_log = false;
    std::vector<AxisValue> values;  // none where it is searched
    std::string at;                 // of the searched one: the key that takes the value

    std::string title() const { return unit.empty() ? name : name + " (" + unit + ")"; }
    std::string value_text(std::size_t value) const {
        return unit.empty() ? values[value].label : values[value].label + " " + unit;
    }
};

struct ResultFigure {
    std::string name, unit, meaning;

    std::string title() const { return unit.empty() ? name : name + " (" + unit + ")"; }
};

using RunIndex = std::uint32_t;  // of a run of the store, in the order of run numbers

struct Result {
    static constexpr std::uint32_t no_value = std::numeric_limits<std::uint32_t>::max();

    std::string file;
    std::string name, question, base, good, build;
    std::vector<Override> set;
    std::optional<std::size_t> searched;  // the axis that `find` searches
    bool wants_largest = false;           // it looks for the largest good value
    bool is_sample = false;               // points were drawn: few values occur twice
    std::optional<std::uint64_t> planned_runs;
    std::vector<ResultAxis> axes;
    std::vector<ResultFigure> figures;
    std::size_t points = 0;
    std::vector<std::uint32_t> values;  // by point and axis

    std::vector<RunId> run_numbers;  // by run, as all that follow
    std::vector<PointIndex> run_points;
    std::vector<std::uint64_t> seeds;
    std::vector<std::uint8_t> run_verdicts;  // index into `verdicts`
    std::vector<bool> run_good;
    std::vector<double> run_searched;  // not a number where nothing is searched
    // pass, stalled, fail, inconclusive, crashed; then others that occur.
    std::vector<std::string> verdicts;
    std::vector<Boundary> boundaries;

    std::size_t runs() const { return run_numbers.size(); }
    std::uint32_t value_at(PointIndex point, std::size_t axis) const {
        return values[point * axes.size() + axis];
    }
};

// Throws StoreProblem if it is no store.
Result read_result(Database& database);
// By run; not a number where the run has none.
std::vector<double> read_figure(Database& database, const Result& result, std::size_t figure);
struct RunReason {
    std::string text;   // a sentence; "" of a pass
    std::string codes;  // with a space between
};
std::vector<RunReason> read_reasons(Database& database, const Result& result);
// Explanations of stalls, by run, in that order.
std::vector<std::pair<RunIndex, std::string>> read_explanations(Database& database,
                                                                const Result& result);

}  // namespace xsksim
