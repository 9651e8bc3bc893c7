// SPDX-License-Identifier: GPL-2.0-only
// What the values of an axis are.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/sweep/axis_values.hpp"

namespace xsksim {
namespace {

std::vector<Override> settings_of(const Axis& axis, const Node& value) {
    if (value.kind != Node::Kind::object)
        return {{axis.at.value_or(""), to_text(value, Layout::line)}};
    std::vector<Override> settings;
    for (const Member& member : value.find("set")->members)
        settings.push_back({member.key, to_text(member.value, Layout::line)});
    return settings;
}

AxisValue listed_value(const Axis& axis, const Node& node) {
    AxisValue value;
    value.settings = settings_of(axis, node);
    const Node& shown = node.kind == Node::Kind::object ? *node.find("label") : node;
    value.label = shown.kind == Node::Kind::text ? shown.text : to_text(shown, Layout::line);
    if (shown.kind == Node::Kind::integer) value.number = static_cast<double>(shown.integer);
    if (shown.kind == Node::Kind::decimal) value.number = std::strtod(shown.text.c_str(), nullptr);
    if (shown.kind == Node::Kind::boolean) value.number = shown.boolean ? 1 : 0;
    return value;
}

std::vector<double> range_numbers(const Axis& axis) {
    std::vector<double> numbers;
    const double from = *axis.from, to = *axis.to;
    if (axis.step) {
        const auto last = static_cast<std::uint32_t>(std::floor((to - from) / *axis.step + 1e-9));
        for (std::uint32_t i = 0; i <= last; ++i) numbers.push_back(from + *axis.step * i);
    } else {
        const std::uint32_t last = *axis.count - 1;
        for (std::uint32_t i = 0; i <= last; ++i)
            numbers.push_back(at_fraction(axis, static_cast<double>(i) / last));
    }
    return numbers;
}

}  // namespace

double at_fraction(const Axis& axis, double fraction) {
    const double from = *axis.from, to = *axis.to;
    if (axis.scale == Axis::Scale::linear) return from + (to - from) * fraction;
    return from * std::pow(to / from, fraction);
}

AxisValue range_value(const Axis& axis, double value) {
    AxisValue result;
    std::string text = fmt::format("{:.{}f}", value, axis.decimals);
    if (axis.decimals > 0) {
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    if (text == "-0") text = "0";
    result.number = std::strtod(text.c_str(), nullptr);
    result.settings = {{axis.at.value_or(""), text}};
    result.label = std::move(text);
    return result;
}

std::vector<AxisValue> values_of(const Axis& axis) {
    std::vector<AxisValue> values;
    if (axis.is_range()) {
        for (const double number : range_numbers(axis)) {
            AxisValue value = range_value(axis, number);
            // Rounding may have made two of them one.
            if (values.empty() || values.back().label != value.label)
                values.push_back(std::move(value));
        }
        return values;
    }
    for (const Node& node : axis.values) values.push_back(listed_value(axis, node));
    return values;
}

void sort_values(std::vector<AxisValue>& values) {
    const bool numbers = std::all_of(values.begin(), values.end(),
                                     [](const AxisValue& v) { return v.number.has_value(); });
    if (numbers)
        std::stable_sort(values.begin(), values.end(), [](const AxisValue& a, const AxisValue& b) {
            return *a.number < *b.number;
        });
}

}  // namespace xsksim
