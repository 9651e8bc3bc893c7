// SPDX-License-Identifier: GPL-2.0-only
// A sweep worked out: the values of its axes, its points, and the runs with their numbers. Equal
// files make equal plans, so a run's number means the same run in every shard and after every
// interruption.
//
// A grid or sample: run = point * seeds + index of the seed. A search (`find`): a point is a cell,
// the values of all axes but the searched one; its runs are numbered by the search (search.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/formula.hpp"
#include "sim/sweep/sweep.hpp"

namespace xsksim {

struct AxisValue {
    std::string label;             // as tables show it
    std::optional<double> number;  // absent for words
    std::vector<Override> settings;
};

struct PlannedAxis {
    std::string name;
    std::string unit;
    Axis::Scale scale = Axis::Scale::linear;
    std::vector<AxisValue> values;  // in ascending order where all are numbers
};

using PointIndex = std::uint32_t;
using RunId = std::uint64_t;

struct Plan {
    Sweep sweep;
    std::vector<PlannedAxis> axes;
    std::vector<std::vector<std::uint32_t>> points;  // per point, per axis: index of the value
    std::vector<std::string> figures;                // that are kept
    std::string
        text;  // the sweep in canonical JSON, the base resolved within: equal sweeps, equal text

    std::uint64_t runs() const { return points.size() * sweep.seeds; }  // of a grid or sample
    PointIndex point_of(RunId run) const { return static_cast<PointIndex>(run / sweep.seeds); }
    std::uint64_t seed_of(RunId run) const { return sweep.first_seed + run % sweep.seeds; }
    std::vector<Override> settings_of(PointIndex point) const;
    // The axes that are numbers, by name.
    std::map<std::string, double> numbers_of(PointIndex point) const;
};

// Reads a sweep file and all it needs. Throws BadInput with every problem found, each with its
// place: keys, ranges, expressions, pointers and values that no scenario takes. (Values that only
// go wrong together are found when they run, and are rows with that verdict.)
Plan load_plan(const std::string& path);

// A value of a range: rounded as the axis says.
AxisValue range_value(const Axis& axis, double value);
// From 0 to 1 to a value between from and to, on the axis' scale.
double at_fraction(const Axis& axis, double fraction);

std::string sweep_schema_json();
std::vector<KeyDocumentation> documented_sweep_keys();

}  // namespace xsksim
