// SPDX-License-Identifier: GPL-2.0-only
// Runs by two axes, in one panel for each combination of further axes. Axes that are in none of
// these are taken together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/view/sweep/cell.hpp"
#include "sim/view/sweep/selection.hpp"

namespace xsksim {

// An axis cut into steps: its values, or neighbouring values together where they are too many.
struct Steps {
    std::size_t axis = 0;
    std::vector<std::string> labels;      // "5", or "5 to 9"
    std::vector<double> numbers;          // the middle; empty where values are words
    std::vector<std::uint32_t> of_value;  // no_value for those that are not selected
    bool is_merged = false;

    std::size_t count() const { return labels.size(); }
};
Steps steps_of(const Result& result, const Selection& selection, std::size_t axis,
               std::size_t steps_max);

struct PivotLayout {
    std::size_t rows = 0;
    std::optional<std::size_t> columns;
    std::vector<std::size_t> panels;
    std::size_t steps_max = 1000;  // of each axis

    std::vector<std::size_t> axes() const;
};

struct Pivot {
    struct Panel {
        std::vector<std::uint32_t> steps;  // by axis of `panel_axes`
        std::vector<Cell> cells;           // by row, then column
    };

    Steps rows;
    std::optional<Steps> columns;
    std::vector<Steps> panel_axes;
    std::vector<std::size_t> together;  // axes with several values that are not told apart
    std::vector<Panel> panels;          // those with runs, in the order of their values

    std::size_t column_count() const { return columns ? columns->count() : 1; }
    const Cell& at(const Panel& panel, std::size_t row, std::size_t column) const {
        return panel.cells[row * column_count() + column];
    }
};

Pivot make_pivot(const Result& result, const Selection& selection, const PivotLayout& layout,
                 const std::vector<double>& figure);

// Steps of each of `shown_axes` axes so that a cell of a sample holds a few points.
std::size_t sample_steps(std::size_t points, std::size_t shown_axes);

}  // namespace xsksim
