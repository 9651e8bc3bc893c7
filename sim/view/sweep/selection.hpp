// SPDX-License-Identifier: GPL-2.0-only
// What a command line asks of a result: axes and figures by name, values by --where. What it asks
// for in vain is BadInput with the nearest name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/view/sweep/result.hpp"

namespace xsksim {

// Index of an axis with values.
std::size_t find_axis(const Result& result, const std::string& option, const std::string& name);

// What is shown of each run.
struct Shown {
    enum class Kind { verdict, good, figure };

    Kind kind = Kind::verdict;
    std::size_t figure = 0;
};
Shown find_shown(const Result& result, const std::string& name);
std::string shown_name(const Result& result, const Shown& shown);

// The points that --where leaves: "axis=value"; several of one axis are alternatives.
class Selection {
public:
    Selection(const Result& result, const std::vector<std::string>& where);

    // Of an axis, ascending.
    const std::vector<std::uint32_t>& values(std::size_t axis) const { return values_[axis]; }
    bool is_fixed(std::size_t axis) const { return values_[axis].size() == 1; }
    // By point.
    const std::vector<bool>& points() const { return points_; }
    std::size_t point_count() const { return point_count_; }

private:
    std::vector<std::vector<std::uint32_t>> values_;
    std::vector<bool> points_;
    std::size_t point_count_ = 0;
};

// "loss 0.01, ring 256": axes with one value left; "" for none.
std::string fixed_text(const Result& result, const Selection& selection);

}  // namespace xsksim
