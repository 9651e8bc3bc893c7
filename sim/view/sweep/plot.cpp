// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/plot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/view/sweep/plot_parts.hpp"

namespace xsksim {
namespace {

constexpr std::size_t panels_max = 16;

std::string names_of(const Result& result, const std::vector<std::size_t>& axes) {
    std::vector<std::string> names;
    for (const std::size_t axis : axes) names.push_back(result.axes[axis].name);
    return fmt::format("{}", fmt::join(names, ", "));
}

// Those asked for first, then those that vary.
std::vector<std::size_t> axes_to_show(const Result& result, const Selection& selection,
                                      const PlotRequest& request) {
    std::vector<std::size_t> varying;
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        if (selection.values(a).size() > 1 && request.x != a && request.y != a)
            varying.push_back(a);
    std::vector<std::size_t> axes;
    if (request.x) axes.push_back(*request.x);
    if (!request.x && !varying.empty()) {
        axes.push_back(varying.front());
        varying.erase(varying.begin());
    }
    if (request.y) axes.push_back(*request.y);
    axes.insert(axes.end(), varying.begin(), varying.end());
    if (axes.empty())
        refuse(result.file, "an axis with several values for a picture",
               result.searched ? "one search; `table` shows it" : "one point; `table` shows it");
    return axes;
}

void check_count(const Result& result, const Selection& selection,
                 const std::vector<std::size_t>& axes, std::size_t axes_max) {
    if (axes.size() <= axes_max) return;
    const std::vector<std::size_t> more(axes.begin() + static_cast<std::ptrdiff_t>(axes_max),
                                        axes.end());
    const std::size_t last = more.back();
    refuse("--where",
           fmt::format("one value of {}, for example --where {}={}: a picture of this sweep shows "
                       "{} axes",
                       names_of(result, more), result.axes[last].name,
                       result.axes[last].values[selection.values(last).front()].label, axes_max),
           fmt::format("{} that vary: {}", axes.size(), names_of(result, axes)));
}

void check_panels(const Result& result, const Pivot& pivot) {
    if (pivot.panels.size() <= panels_max) return;
    const ResultAxis& axis = result.axes[pivot.panel_axes.front().axis];
    refuse("--where",
           fmt::format("at most {} values of {}, a picture each, or another axis by --x and --y",
                       panels_max, axis.name),
           std::to_string(pivot.panels.size()));
}

PictureTexts texts_of(const Result& result, const Selection& selection, const Shown& shown) {
    PictureTexts texts;
    texts.title = result.question;
    if (result.searched) {
        const ResultAxis& axis = result.axes[*result.searched];
        texts.quantity =
            fmt::format("{} good {}", result.wants_largest ? "largest" : "smallest", axis.title());
        texts.notes.push_back(fmt::format("good: {}", result.good));
    } else if (shown.kind == Shown::Kind::figure) {
        const ResultFigure& figure = result.figures[shown.figure];
        texts.quantity = figure.title();
        texts.notes.push_back(
            fmt::format("{}: {}; median of the runs", figure.title(), figure.meaning));
    } else {
        texts.quantity = "not good (% of runs)";
        texts.notes.push_back(fmt::format("% of runs that are not good (good: {})", result.good));
    }
    if (const std::string fixed = fixed_text(result, selection); !fixed.empty())
        texts.notes.push_back(fixed);
    return texts;
}

void note_axes(const Result& result, const Pivot& pivot, PictureTexts& texts) {
    if (!pivot.together.empty())
        texts.notes.push_back("over all values of " + names_of(result, pivot.together));
    if (result.planned_runs && *result.planned_runs > result.runs())
        texts.notes.push_back(
            fmt::format("not finished: {} of {} runs", result.runs(), *result.planned_runs));
}

}  // namespace

std::string plot_script(const Result& result, const Selection& selection,
                        const PlotRequest& request, const std::vector<double>& figure) {
    constexpr std::size_t steps_of_lines_max = 2000, steps_of_map_max = 200;
    std::vector<std::size_t> axes = axes_to_show(result, selection, request);
    PictureTexts texts = texts_of(result, selection, request.shown);
    if (result.searched) {
        check_count(result, selection, axes, 2);
        return boundary_script(result, selection, axes[0],
                               axes.size() > 1 ? std::optional(axes[1]) : std::nullopt, texts,
                               request);
    }
    // Of a sample hardly any value occurs twice: what is not shown is taken together.
    if (result.is_sample) axes.resize(std::min<std::size_t>(axes.size(), 2));
    check_count(result, selection, axes, 3);
    const bool is_map = axes.size() > 1;
    PivotLayout layout;
    layout.rows = is_map ? axes[1] : axes[0];
    if (is_map) layout.columns = axes[0];
    if (axes.size() > 2) layout.panels = {axes[2]};
    layout.steps_max = is_map ? steps_of_map_max : steps_of_lines_max;
    if (result.is_sample)
        layout.steps_max =
            std::min(layout.steps_max, sample_steps(selection.point_count(), axes.size()));
    const Pivot pivot = make_pivot(result, selection, layout, figure);
    check_panels(result, pivot);
    note_axes(result, pivot, texts);
    return is_map ? heat_map_script(result, pivot, texts, request)
                  : lines_script(result, pivot, texts, request);
}

}  // namespace xsksim
