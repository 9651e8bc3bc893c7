// SPDX-License-Identifier: GPL-2.0-only
// Lines over one axis: a figure with its spread, or where searches ended.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "sim/view/plot_parts.hpp"
#include "sim/view/words.hpp"

namespace xsksim {
namespace {

constexpr double width = 760, plot_height = 380, left = 80, right = 24, bottom = 60,
                 key_height = 26;

// Colours of Okabe and Ito (2008), which differ for all kinds of colour sight; marks and dashes
// differ, too.
constexpr std::array colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                "#e69f00", "#56b4e9", "#000000"};

std::string number_or_gap(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "?";
}

GnuplotScript begun(const PictureTexts& texts, PictureFormat format, double keys) {
    const double top = heading_height(texts, width) + key_height * keys;
    GnuplotScript script(format, width, top + plot_height + bottom);
    add_heading(script, texts, width);
    script.area({left, top, width - left - right, plot_height});
    script.line("set key outside top center horizontal noenhanced");
    script.line("set grid lc rgb '#d8d8d8'");
    script.line("set ylabel " + GnuplotScript::quoted(texts.quantity));
    script.line("set ytics out nomirror scale 0.5");
    return script;
}

}  // namespace

std::string lines_script(const Result& result, const Pivot& pivot, const PictureTexts& texts,
                         const PlotRequest& request) {
    const bool is_figure = request.shown.kind == Shown::Kind::figure;
    GnuplotScript script = begun(texts, request.format, 1);
    const ResultAxis& axis = result.axes[pivot.rows.axis];
    const AxisPlaces places = places_of(axis, pivot.rows);
    std::string data;
    for (std::size_t row = 0; row < pivot.rows.count(); ++row) {
        const Cell& cell = pivot.at(pivot.panels.front(), row, 0);
        if (cell.is_empty()) continue;
        const double value = quantity_of(cell, request.shown);
        data += fmt::format("{} {} {} {}\n", places.at[row], number_or_gap(value),
                            number_or_gap(cell.figure.min), number_or_gap(cell.figure.max));
    }
    script.line("$runs << END\n" + data + "END");
    add_x_axis(script, axis, pivot.rows, places, width - left - right);
    std::vector<std::string> parts;
    if (is_figure) {
        script.line("set format y '%.12g'\nset yrange [0 < * : *]");
        parts.push_back(
            "$runs using 1:3:4 with filledcurves fs solid noborder fc rgb '#cfe0ee' "
            "title 'least to most of the runs'");
    } else {
        script.line("set yrange [-2:102]");
    }
    parts.push_back(
        fmt::format("$runs using 1:2 with linespoints lc rgb '{}' lw 2 pt 7 ps 0.5 title {}",
                    colours[0], is_figure ? "'median'" : "'% of runs that are not good'"));
    script.plot(parts);
    return script.finish();
}

std::string boundary_script(const Result& result, const Selection& selection, std::size_t x,
                            std::optional<std::size_t> lines, const PictureTexts& texts,
                            const PlotRequest& request) {
    constexpr std::size_t steps_max = 2000, lines_max = 14;
    const Steps across = steps_of(result, selection, x, steps_max);
    std::optional<Steps> by_line;
    if (lines) by_line = steps_of(result, selection, *lines, lines_max);
    const std::size_t count = by_line ? by_line->count() : 1;
    std::vector<std::vector<double>> ends(
        count, std::vector<double>(across.count(), std::numeric_limits<double>::quiet_NaN()));
    std::size_t searches = 0, without = 0;
    for (const Boundary& b : result.boundaries) {
        if (!selection.points()[b.point]) continue;
        ++searches;
        if (!b.good) ++without;
        const std::size_t line = by_line ? by_line->of_value[result.value_at(b.point, *lines)] : 0;
        if (b.good) ends[line][across.of_value[result.value_at(b.point, x)]] = *b.good;
    }
    PictureTexts all = texts;
    if (without > 0)
        all.notes.push_back(fmt::format("not drawn: {} of {} searches, where no {} is good",
                                        without, searches, result.axes[*result.searched].name));
    GnuplotScript script =
        begun(all, request.format, by_line ? 1 + static_cast<double>(count / 5) : 0);
    const ResultAxis& axis = result.axes[x];
    const AxisPlaces places = places_of(axis, across);
    add_x_axis(script, axis, across, places, width - left - right);
    if (result.axes[*result.searched].is_log)
        script.line("set logscale y");
    else
        script.line("set yrange [0 < * : *]");
    if (!by_line) script.line("unset key");
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < count; ++i) {
        std::string data;
        for (std::size_t s = 0; s < across.count(); ++s)
            data += fmt::format("{} {}\n", places.at[s], number_or_gap(ends[i][s]));
        script.line(fmt::format("$line{} << END\n{}END", i, data));
        std::string title = "''";
        if (by_line) {
            const ResultAxis& other = result.axes[*lines];
            title = GnuplotScript::quoted(other.name + " " + by_line->labels[i] +
                                          (other.unit.empty() ? "" : " " + other.unit));
        }
        constexpr std::array marks = {7, 5, 9, 11, 13, 6, 4, 8, 10, 12, 1, 2, 3, 14};
        parts.push_back(fmt::format(
            "$line{} using 1:2 with linespoints lc rgb '{}' dt {} lw 2 pt {} ps 0.8 title {}", i,
            colours[i % colours.size()], i % 5 + 1, marks[i % marks.size()], title));
    }
    script.plot(parts);
    return script.finish();
}

}  // namespace xsksim
