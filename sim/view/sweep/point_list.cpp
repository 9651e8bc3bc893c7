// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/point_list.hpp"

#include <fmt/format.h>

#include "sim/view/sweep/table_cell.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

struct ListedPoint {
    PointIndex point = 0;
    TextCell cell;
    std::string csv;
};

std::vector<ListedPoint> searches(const Result& result, const Selection& selection) {
    std::vector<ListedPoint> points;
    for (const Boundary& b : result.boundaries) {
        if (!selection.points()[b.point]) continue;
        const std::string good = b.good ? csv_number(*b.good) : "";
        const std::string bad = b.bad ? csv_number(*b.bad) : "";
        points.push_back(
            {b.point, {b.text}, fmt::format("{},{},{},{}", good, bad, b.runs, csv_field(b.text))});
    }
    return points;
}

std::vector<ListedPoint> listed_points(const Result& result, const Selection& selection,
                                       const Shown& shown, const std::vector<double>& figure) {
    if (result.searched) return searches(result, selection);
    const RunGroups groups(result.run_points, result.points);
    std::vector<ListedPoint> points;
    for (PointIndex p = 0; p < result.points; ++p) {
        if (!selection.points()[p]) continue;
        const Cell cell = cell_of(result, groups.of(p), figure);
        points.push_back({p, shown_cell(result, cell, shown), csv_cell(result, cell, shown)});
    }
    return points;
}

std::vector<std::size_t> axes_with_values(const Result& result) {
    std::vector<std::size_t> axes;
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        if (result.searched != a) axes.push_back(a);
    return axes;
}

const std::string& label_of(const Result& result, PointIndex point, std::size_t axis) {
    return result.axes[axis].values[result.value_at(point, axis)].label;
}

std::string heading_of(const Result& result, const Shown& shown) {
    if (result.searched) return result.axes[*result.searched].title();
    if (shown.kind == Shown::Kind::verdict) return "verdict";
    return shown.kind == Shown::Kind::good ? "good" : result.figures[shown.figure].title();
}

}  // namespace

std::string list_text(const Result& result, const Selection& selection, const Shown& shown,
                      const std::vector<double>& figure, bool colour) {
    const std::vector<std::size_t> axes = axes_with_values(result);
    std::vector<TextColumn> columns(axes.size(), {.align = TextColumn::Align::right});
    columns.emplace_back();
    TextTable table(std::move(columns), 2);
    TextTable::Row names;
    for (const std::size_t axis : axes)
        names.push_back({result.axes[axis].title(), TextCell::Paint::bold});
    names.push_back({heading_of(result, shown), TextCell::Paint::bold});
    table.add(std::move(names));
    for (const ListedPoint& listed : listed_points(result, selection, shown, figure)) {
        TextTable::Row row;
        for (const std::size_t axis : axes) row.push_back(label_of(result, listed.point, axis));
        row.push_back(listed.cell);
        table.add(std::move(row));
    }
    return table.text(colour);
}

std::string list_csv(const Result& result, const Selection& selection, const Shown& shown,
                     const std::vector<double>& figure) {
    const std::vector<std::size_t> axes = axes_with_values(result);
    std::string text;
    for (const std::size_t axis : axes) text += csv_field(result.axes[axis].name) + ",";
    if (result.searched)
        text += "good,bad,runs,text\n";
    else
        text += shown_name(result, shown) + "\n";
    for (const ListedPoint& listed : listed_points(result, selection, shown, figure)) {
        for (const std::size_t axis : axes)
            text += csv_field(label_of(result, listed.point, axis)) + ",";
        text += listed.csv + "\n";
    }
    return text;
}

}  // namespace xsksim
