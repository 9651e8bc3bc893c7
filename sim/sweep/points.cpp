// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/points.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "sim/sweep/axis_values.hpp"
#include "sim/sweep/sampling.hpp"

namespace xsksim {
namespace {

bool is_searched(const Sweep& sweep, const std::string& axis) {
    return sweep.find && sweep.find->axis == axis;
}

void make_listed_axes(Plan& plan) {
    for (const Axis& axis : plan.sweep.axes) {
        std::vector<AxisValue> values;
        if (!is_searched(plan.sweep, axis.name)) values = values_of(axis);
        plan.axes.push_back({axis.name, axis.unit.value_or(""), axis.scale, std::move(values)});
    }
}

// Of the searched axis there is nothing yet: index 0 stands for it.
std::size_t length_of(const PlannedAxis& axis) {
    return std::max<std::size_t>(1, axis.values.size());
}

void make_product(Plan& plan) {
    for (PlannedAxis& axis : plan.axes) sort_values(axis.values);
    std::vector<std::uint32_t> point(plan.axes.size(), 0);
    for (;;) {
        plan.points.push_back(point);
        std::size_t axis = plan.axes.size();
        while (axis > 0 && ++point[axis - 1] == length_of(plan.axes[axis - 1])) point[--axis] = 0;
        if (axis == 0) return;
    }
}

// The values of each axis in ascending order; points keep theirs.
void sort_axes(Plan& plan) {
    for (std::size_t a = 0; a < plan.axes.size(); ++a) {
        auto& values = plan.axes[a].values;
        const std::vector<AxisValue> before = values;
        sort_values(values);
        std::map<std::string, std::uint32_t> place;
        for (std::uint32_t i = 0; i < values.size(); ++i) place[values[i].label] = i;
        for (auto& point : plan.points)
            if (!before.empty()) point[a] = place.at(before[point[a]].label);
    }
}

void make_zip(Plan& plan) {
    std::size_t length = 1;
    for (const PlannedAxis& axis : plan.axes) length = std::max(length, axis.values.size());
    for (const PlannedAxis& axis : plan.axes)
        if (axis.values.size() != length && !is_searched(plan.sweep, axis.name))
            throw std::invalid_argument("axes of equal length to combine by \"zip\", but " +
                                        axis.name + " has " + std::to_string(axis.values.size()) +
                                        " values of " + std::to_string(length));
    for (std::uint32_t i = 0; i < length; ++i) {
        std::vector<std::uint32_t> point;
        for (const PlannedAxis& axis : plan.axes)
            point.push_back(is_searched(plan.sweep, axis.name) ? 0 : i);
        plan.points.push_back(std::move(point));
    }
    sort_axes(plan);
}

std::vector<UnitPoint> unit_points(const Sweep& sweep) {
    switch (sweep.combine) {
        case Sweep::Combine::latin_hypercube:
            return latin_hypercube(sweep.points, sweep.axes.size(), sweep.sample_seed);
        case Sweep::Combine::sobol:
            return sobol_points(sweep.points, sweep.axes.size(), sweep.sample_seed);
        default:
            return random_points(sweep.points, sweep.axes.size(), sweep.sample_seed);
    }
}

void make_sample(Plan& plan) {
    const auto unit = unit_points(plan.sweep);
    plan.points.assign(unit.size(), std::vector<std::uint32_t>(plan.axes.size()));
    for (std::size_t a = 0; a < plan.axes.size(); ++a) {
        const Axis& axis = plan.sweep.axes[a];
        auto& values = plan.axes[a].values;
        if (axis.is_range()) values.clear();
        std::map<std::string, std::uint32_t> known;
        for (std::size_t i = 0; i < unit.size(); ++i) {
            if (!axis.is_range()) {
                plan.points[i][a] =
                    static_cast<std::uint32_t>(unit[i][a] * static_cast<double>(values.size()));
                continue;
            }
            AxisValue value = range_value(axis, at_fraction(axis, unit[i][a]));
            const auto [found, is_new] =
                known.emplace(value.label, static_cast<std::uint32_t>(values.size()));
            if (is_new) values.push_back(std::move(value));
            plan.points[i][a] = found->second;
        }
    }
    sort_axes(plan);
}

void drop_constrained(Plan& plan) {
    std::set<std::string> names;
    for (const PlannedAxis& axis : plan.axes) names.insert(axis.name);
    std::vector<Formula> constraints;
    for (const std::string& text : plan.sweep.constraints) constraints.emplace_back(text, names);
    if (constraints.empty()) return;
    std::vector<std::vector<std::uint32_t>> kept;
    for (PointIndex i = 0; i < plan.points.size(); ++i) {
        const auto numbers = plan.numbers_of(i);
        if (std::all_of(constraints.begin(), constraints.end(),
                        [&](const Formula& e) { return e.holds(numbers); }))
            kept.push_back(plan.points[i]);
    }
    plan.points = std::move(kept);
}

}  // namespace

void make_points(Plan& plan) {
    const auto combine = plan.sweep.combine;
    if (combine == Sweep::Combine::product || combine == Sweep::Combine::zip) {
        make_listed_axes(plan);
        combine == Sweep::Combine::product ? make_product(plan) : make_zip(plan);
    } else {
        for (const Axis& axis : plan.sweep.axes)
            plan.axes.push_back({axis.name, axis.unit.value_or(""), axis.scale,
                                 axis.is_range() ? std::vector<AxisValue>{} : values_of(axis)});
        make_sample(plan);
    }
    drop_constrained(plan);
}

std::vector<Override> Plan::settings_of(PointIndex point) const {
    std::vector<Override> settings = sweep.set;
    for (std::size_t a = 0; a < axes.size(); ++a) {
        if (axes[a].values.empty()) continue;  // searched
        const auto& value = axes[a].values[points[point][a]];
        settings.insert(settings.end(), value.settings.begin(), value.settings.end());
    }
    return settings;
}

std::map<std::string, double> Plan::numbers_of(PointIndex point) const {
    std::map<std::string, double> numbers;
    for (std::size_t a = 0; a < axes.size(); ++a) {
        if (axes[a].values.empty()) continue;
        const auto& number = axes[a].values[points[point][a]].number;
        if (number) numbers[axes[a].name] = *number;
    }
    return numbers;
}

}  // namespace xsksim
