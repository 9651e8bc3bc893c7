// SPDX-License-Identifier: GPL-2.0-only
// A sweep as its file says it: a base scenario, what is varied, and what is asked of the runs.
// Plain values, made by load_plan(); plan.hpp turns them into points and runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

// One thing that is varied. Its values are listed, or a range.
struct Axis {
    enum class Scale { linear, log };

    std::string name;               // an identifier: constraints and `good` use it
    std::optional<std::string> at;  // the JSON pointer that takes the value
    std::optional<std::string> unit;
    std::vector<Node> values;  // plain, or objects with "label" and "set"
    std::optional<double> from, to, step;
    std::optional<std::uint32_t> count;
    Scale scale = Scale::linear;
    std::uint32_t decimals = 0;  // values of a range are rounded to so many
    JsonOrigin origin;           // where the file says it

    bool is_range() const { return from.has_value(); }
};

// Instead of a grid: for each point of the other axes, the value of this axis where `good` flips.
struct Find {
    enum class Want { smallest, largest };

    std::string axis;
    Want want = Want::smallest;
    double tolerance = 0;   // 0: neighbouring values; else as a share of the value
    double good_share = 1;  // of the seeds, for a value to count as good
};

struct Sweep {
    enum class Combine { product, zip, random, latin_hypercube, sobol };

    std::string file;
    std::string name;
    std::string question;
    std::string base;           // path of the scenario
    std::vector<Override> set;  // changes of the base, for all points
    std::vector<Axis> axes;
    Combine combine = Combine::product;
    std::uint32_t points = 100;  // of a sample
    std::uint32_t sample_seed = 1;
    std::uint32_t seeds = 1;
    std::uint32_t first_seed = 1;
    std::vector<std::string> constraints;
    std::vector<std::string> keep;  // figures; empty: the usual ones
    bool histograms = false;
    std::string good = "pass";
    std::optional<Find> find;
};

}  // namespace xsksim
