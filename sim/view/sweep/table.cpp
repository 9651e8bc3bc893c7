// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/view/sweep/point_list.hpp"
#include "sim/view/sweep/repeat.hpp"
#include "sim/view/sweep/table_cell.hpp"
#include "sim/view/text/text_table.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

using Paint = TextCell::Paint;

std::vector<std::size_t> varying_axes(const Result& result, const Selection& selection) {
    std::vector<std::size_t> axes;
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        if (selection.values(a).size() > 1) axes.push_back(a);
    return axes;
}

// The first axis of `from` that is not `taken`.
std::optional<std::size_t> first_other(const std::vector<std::size_t>& from,
                                       std::optional<std::size_t> taken) {
    const auto found = std::ranges::find_if(from, [&](std::size_t axis) { return axis != taken; });
    return found == from.end() ? std::nullopt : std::optional(*found);
}

PivotLayout layout_of(const Result& result, const Selection& selection,
                      const TableRequest& request) {
    const auto varying = varying_axes(result, selection);
    PivotLayout layout;
    layout.columns = request.columns;
    layout.rows = request.rows.value_or(
        first_other(varying, request.columns).value_or(request.columns.value_or(0)));
    if (!layout.columns) layout.columns = first_other(varying, layout.rows);
    if (layout.columns == layout.rows) layout.columns.reset();  // it is the only one
    if (result.is_sample) {
        layout.steps_max = sample_steps(selection.point_count(), layout.columns ? 2 : 1);
        return layout;
    }
    for (const std::size_t axis : varying)
        if (axis != layout.rows && axis != layout.columns) layout.panels.push_back(axis);
    return layout;
}

// Points of a zip, say, lie on a diagonal: a table of them is mostly empty.
bool is_sparse(const Result& result, const Selection& selection) {
    constexpr double cells_a_point_max = 8;
    double cells = 1;
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        cells *= static_cast<double>(std::max<std::size_t>(selection.values(a).size(), 1));
    return !result.is_sample &&
           cells > cells_a_point_max * static_cast<double>(selection.point_count());
}

bool is_listed(const Result& result, const Selection& selection, const TableRequest& request) {
    return result.searched || (!request.rows && !request.columns && is_sparse(result, selection));
}

std::string shown_text(const Result& result, const Shown& shown) {
    if (result.searched)
        return fmt::format("{} {} that is good (good: {})",
                           result.wants_largest ? "largest" : "smallest",
                           result.axes[*result.searched].title(), result.good);
    if (shown.kind == Shown::Kind::verdict) return "verdict";
    if (shown.kind == Shown::Kind::good) return "good: " + result.good;
    const ResultFigure& figure = result.figures[shown.figure];
    return fmt::format("{}: {}; median of the runs", figure.title(), figure.meaning);
}

std::string axis_notes(const Result& result, const Pivot& pivot) {
    std::string text;
    for (const std::size_t axis : pivot.together)
        text += fmt::format("all values of {} together\n", result.axes[axis].name);
    const auto merged = [&](const Steps& steps) {
        if (steps.is_merged)
            text += fmt::format("{}: {} values in {} steps\n", result.axes[steps.axis].name,
                                result.axes[steps.axis].values.size(), steps.count());
    };
    merged(pivot.rows);
    if (pivot.columns) merged(*pivot.columns);
    for (const Steps& steps : pivot.panel_axes) merged(steps);
    return text;
}

std::string heading(const Result& result, const Selection& selection, const std::string& shown) {
    std::string text = fmt::format("{}: {}\n{}\n", result.name, result.question, shown);
    const std::string fixed = fixed_text(result, selection);
    return fixed.empty() ? text : text + fixed + "\n";
}

std::string footer(const Result& result, const Selection& selection, const TableStyle& style) {
    std::vector<std::uint64_t> counts(result.verdicts.size());
    std::uint64_t runs = 0;
    for (RunIndex run = 0; run < result.runs(); ++run) {
        if (!selection.points()[result.run_points[run]]) continue;
        ++counts[result.run_verdicts[run]];
        ++runs;
    }
    std::string verdicts;
    for (std::size_t v = 0; v < counts.size(); ++v)
        if (counts[v] > 0)
            verdicts +=
                fmt::format("{}{} {}", verdicts.empty() ? ": " : ", ",
                            readable_number(static_cast<double>(counts[v])), result.verdicts[v]);
    std::string text = fmt::format("\n{} run{}{}\n", readable_number(static_cast<double>(runs)),
                                   runs == 1 ? "" : "s", verdicts);
    if (result.planned_runs && *result.planned_runs > result.runs())
        text += fmt::format("not finished: the store has {} of {} runs\n", result.runs(),
                            *result.planned_runs);
    if (const auto run = telling_run(result, selection.points()))
        text += fmt::format("to see {} ({}) again:\n  {}\n", run_text(result, *run),
                            result.verdicts[result.run_verdicts[*run]],
                            repeat_command(result, *run, style.program));
    return text;
}

// --- rows and columns ---

TextTable grid_of(const Result& result, const Pivot& pivot, const Pivot::Panel& panel,
                  const Shown& shown) {
    using Align = TextColumn::Align;
    std::vector<TextColumn> columns(
        1 + pivot.column_count(),
        {.align = shown.kind == Shown::Kind::figure ? Align::right : Align::left});
    columns[0].align = Align::right;
    TextTable grid(std::move(columns), 2);
    TextTable::Row names = {{result.axes[pivot.rows.axis].title(), Paint::bold}};
    if (pivot.columns) {
        grid.add_line({result.axes[pivot.columns->axis].title(), Paint::bold}, 1);
        for (const std::string& label : pivot.columns->labels)
            names.push_back({label, Paint::bold});
    } else {
        names.push_back({shown_name(result, shown), Paint::bold});
    }
    grid.add(std::move(names));
    for (std::size_t r = 0; r < pivot.rows.count(); ++r) {
        TextTable::Row row = {{pivot.rows.labels[r], Paint::bold}};
        for (std::size_t c = 0; c < pivot.column_count(); ++c)
            row.push_back(shown_cell(result, pivot.at(panel, r, c), shown));
        grid.add(std::move(row));
    }
    return grid;
}

std::string panel_text(const Result& result, const Pivot& pivot, const Pivot::Panel& panel) {
    std::string text;
    for (std::size_t i = 0; i < pivot.panel_axes.size(); ++i) {
        const Steps& steps = pivot.panel_axes[i];
        const ResultAxis& axis = result.axes[steps.axis];
        text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", axis.name,
                            steps.labels[panel.steps[i]], axis.unit.empty() ? "" : " " + axis.unit);
    }
    return text;
}

std::string pivot_csv(const Result& result, const Pivot& pivot, const Shown& shown) {
    std::string text;
    for (const Steps& steps : pivot.panel_axes)
        text += csv_field(result.axes[steps.axis].name) + ",";
    text += csv_field(result.axes[pivot.rows.axis].name);
    if (pivot.columns)
        for (const std::string& label : pivot.columns->labels)
            text += "," + csv_field(result.axes[pivot.columns->axis].name + "=" + label);
    else
        text += "," + shown_name(result, shown);
    text += "\n";
    for (const Pivot::Panel& panel : pivot.panels)
        for (std::size_t r = 0; r < pivot.rows.count(); ++r) {
            for (std::size_t i = 0; i < pivot.panel_axes.size(); ++i)
                text += csv_field(pivot.panel_axes[i].labels[panel.steps[i]]) + ",";
            text += csv_field(pivot.rows.labels[r]);
            for (std::size_t c = 0; c < pivot.column_count(); ++c)
                text += "," + csv_cell(result, pivot.at(panel, r, c), shown);
            text += "\n";
        }
    return text;
}

}  // namespace

std::string table_text(const Result& result, const Selection& selection,
                       const TableRequest& request, const std::vector<double>& figure,
                       const TableStyle& style) {
    if (is_listed(result, selection, request)) {
        return heading(result, selection, shown_text(result, request.shown)) + "\n" +
               list_text(result, selection, request.shown, figure, style.colour) +
               footer(result, selection, style);
    }
    const Pivot pivot =
        make_pivot(result, selection, layout_of(result, selection, request), figure);
    std::string text =
        heading(result, selection, shown_text(result, request.shown)) + axis_notes(result, pivot);
    for (const Pivot::Panel& panel : pivot.panels) {
        const std::string title = panel_text(result, pivot, panel);
        text += "\n" + (title.empty() ? "" : painted({title, Paint::bold}, style.colour) + "\n") +
                grid_of(result, pivot, panel, request.shown)
                    .text(style.colour, {.width = style.width, .repeated = 1});
    }
    return text + footer(result, selection, style);
}

std::string table_csv(const Result& result, const Selection& selection, const TableRequest& request,
                      const std::vector<double>& figure) {
    if (is_listed(result, selection, request))
        return list_csv(result, selection, request.shown, figure);
    return pivot_csv(result,
                     make_pivot(result, selection, layout_of(result, selection, request), figure),
                     request.shown);
}

}  // namespace xsksim
