// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/pivot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace xsksim {
namespace {

using Key = std::vector<std::uint32_t>;

Key panel_of(const Result& result, const std::vector<Steps>& axes, PointIndex point) {
    Key key;
    for (const Steps& steps : axes)
        key.push_back(steps.of_value[result.value_at(point, steps.axis)]);
    return key;
}

// Numbers the panels that points lie in, by point; no_value for points that are not selected.
std::vector<std::uint32_t> number_panels(const Result& result, const Selection& selection,
                                         Pivot& pivot) {
    std::map<Key, std::uint32_t> numbers;
    for (PointIndex p = 0; p < result.points; ++p)
        if (selection.points()[p]) numbers.emplace(panel_of(result, pivot.panel_axes, p), 0);
    std::uint32_t count = 0;
    for (auto& [key, number] : numbers) {
        number = count++;
        pivot.panels.push_back({key, {}});
    }
    std::vector<std::uint32_t> panel(result.points, Result::no_value);
    for (PointIndex p = 0; p < result.points; ++p)
        if (selection.points()[p]) panel[p] = numbers.at(panel_of(result, pivot.panel_axes, p));
    return panel;
}

void check_size(std::size_t cells) {
    constexpr std::size_t cells_max = 4'000'000;
    if (cells > cells_max)
        throw BadInput({{"--where", 0, "", fmt::format("values of at most {} cells", cells_max),
                         std::to_string(cells), ""}});
}

bool has_runs(const Pivot::Panel& panel) {
    return std::ranges::any_of(panel.cells, [](const Cell& cell) { return !cell.is_empty(); });
}

}  // namespace

Steps steps_of(const Result& result, const Selection& selection, std::size_t axis,
               std::size_t steps_max) {
    const std::vector<AxisValue>& values = result.axes[axis].values;
    const std::vector<std::uint32_t>& kept = selection.values(axis);
    Steps steps;
    steps.axis = axis;
    steps.of_value.assign(values.size(), Result::no_value);
    const std::size_t count = std::min(kept.size(), steps_max);
    steps.is_merged = count < kept.size();
    bool numbers = true;
    for (std::size_t s = 0; s < count; ++s) {
        const std::size_t begin = kept.size() * s / count, end = kept.size() * (s + 1) / count;
        for (std::size_t i = begin; i < end; ++i)
            steps.of_value[kept[i]] = static_cast<std::uint32_t>(s);
        const AxisValue& first = values[kept[begin]];
        const AxisValue& last = values[kept[end - 1]];
        steps.labels.push_back(end - begin == 1 ? first.label : first.label + " to " + last.label);
        numbers = numbers && first.number && last.number;
        if (numbers)
            steps.numbers.push_back(
                first.number == last.number ? *first.number : (*first.number + *last.number) / 2);
    }
    if (!numbers) steps.numbers.clear();
    return steps;
}

std::vector<std::size_t> PivotLayout::axes() const {
    std::vector<std::size_t> all = {rows};
    if (columns) all.push_back(*columns);
    all.insert(all.end(), panels.begin(), panels.end());
    return all;
}

Pivot make_pivot(const Result& result, const Selection& selection, const PivotLayout& layout,
                 const std::vector<double>& figure) {
    const auto steps = [&](std::size_t axis) {
        return steps_of(result, selection, axis, layout.steps_max);
    };
    Pivot pivot;
    pivot.rows = steps(layout.rows);
    if (layout.columns) pivot.columns = steps(*layout.columns);
    for (const std::size_t axis : layout.panels) pivot.panel_axes.push_back(steps(axis));
    const auto shown = layout.axes();
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        if (selection.values(a).size() > 1 && std::ranges::find(shown, a) == shown.end())
            pivot.together.push_back(a);

    const std::vector<std::uint32_t> panel = number_panels(result, selection, pivot);
    const std::size_t rows = pivot.rows.count(), columns = pivot.column_count();
    check_size(pivot.panels.size() * rows * columns);
    std::vector<std::uint32_t> keys(result.runs(), RunGroups::no_group);
    for (RunIndex run = 0; run < result.runs(); ++run) {
        const PointIndex point = result.run_points[run];
        if (panel[point] == Result::no_value) continue;
        const std::size_t row = pivot.rows.of_value[result.value_at(point, layout.rows)];
        const std::size_t column =
            layout.columns ? pivot.columns->of_value[result.value_at(point, *layout.columns)] : 0;
        keys[run] = static_cast<std::uint32_t>((panel[point] * rows + row) * columns + column);
    }
    const RunGroups groups(keys, pivot.panels.size() * rows * columns);
    for (std::size_t p = 0; p < pivot.panels.size(); ++p)
        for (std::size_t cell = 0; cell < rows * columns; ++cell)
            pivot.panels[p].cells.push_back(
                cell_of(result, groups.of(p * rows * columns + cell), figure));
    std::erase_if(pivot.panels, [](const Pivot::Panel& empty) { return !has_runs(empty); });
    return pivot;
}

std::size_t sample_steps(std::size_t points, std::size_t shown_axes) {
    constexpr double points_each = 4;
    const double steps = std::pow(static_cast<double>(points) / points_each,
                                  1.0 / static_cast<double>(std::max<std::size_t>(shown_axes, 1)));
    return static_cast<std::size_t>(std::clamp(steps, 3.0, 40.0));
}

}  // namespace xsksim
