// SPDX-License-Identifier: GPL-2.0-only
// Lines over one axis: a figure with its spread, or where searches ended.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/view/sweep/plot_parts.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

constexpr double width = 760, plot_height = 380, left = 80, right = 24, bottom = 60;
constexpr double key_height = 20;
constexpr int keys_across = 4;

// Colours of Okabe and Ito (2008), which differ for all kinds of colour sight; marks and dashes
// differ, too.
constexpr std::array colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                "#e69f00", "#56b4e9", "#000000"};

std::string number_or_gap(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "?";
}

GnuplotScript begun(const PictureTexts& texts, PictureFormat format, std::size_t keys) {
    const double key_top = heading_height(texts, width) + 6;
    const double top =
        key_top + 12 + key_height * std::ceil(static_cast<double>(keys) / keys_across);
    GnuplotScript script(format, width, top + plot_height + bottom);
    add_heading(script, texts, width);
    script.area({left, top, width - left - right, plot_height});
    script.line(keys == 0
                    ? std::string("unset key")
                    : fmt::format("set key at screen {:.5f},{:.5f} left top Left reverse "
                                  "horizontal maxcols {} samplen 3",
                                  script.screen_x(16), script.screen_y(key_top), keys_across));
    script.line("set grid lt 1 lc rgb '#e0e0e0' lw 1");
    script.line("set ylabel " + GnuplotScript::quoted(texts.quantity));
    return script;
}

// From 0, or from below it, in steps of 1, 2 or 5 times a power of ten.
void add_y_axis(GnuplotScript& script, double low, double high) {
    constexpr double tics_wanted = 6;
    low = std::min(low, 0.0);
    if (!(high > low)) high = low + 1;
    const double rough = (high - low) / tics_wanted;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double step = power * (rough > 5 * power   ? 10
                                 : rough > 2 * power ? 5
                                 : rough > power     ? 2
                                                     : 1);
    const double first = std::floor(low / step), last = std::ceil(high / step);
    std::vector<std::pair<double, std::string>> tics;
    for (double i = first; i <= last; ++i) tics.emplace_back(i * step, short_number(i * step));
    script.line(fmt::format("set yrange [{}:{}]", first * step, last * step));
    script.tics("y", tics, "norotate");
}

struct Extent {
    double low = 0, high = 0;
    void add(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

}  // namespace

std::string lines_script(const Result& result, const Pivot& pivot, const PictureTexts& texts,
                         const PlotRequest& request) {
    const bool is_figure = request.shown.kind == Shown::Kind::figure;
    GnuplotScript script = begun(texts, request.format, is_figure ? 2 : 1);
    const ResultAxis& axis = result.axes[pivot.rows.axis];
    const AxisPlaces places = places_of(axis, pivot.rows);
    std::string data;
    Extent extent;
    for (std::size_t row = 0; row < pivot.rows.count(); ++row) {
        const Cell& cell = pivot.at(pivot.panels.front(), row, 0);
        if (cell.is_empty()) continue;
        const double value = quantity_of(cell, request.shown);
        extent.add(cell.figure.min);
        extent.add(cell.figure.max);
        data += fmt::format("{} {} {} {}\n", places.at[row], number_or_gap(value),
                            number_or_gap(cell.figure.min), number_or_gap(cell.figure.max));
    }
    script.line("$runs << END\n" + data + "END");
    add_x_axis(script, axis, pivot.rows, places, width - left - right);
    std::vector<std::string> parts;
    // Nothing lies between two words.
    const bool are_words = pivot.rows.numbers.empty();
    if (is_figure) {
        add_y_axis(script, extent.low, extent.high);
        parts.push_back(fmt::format("$runs using {} title 'least to most of the runs'",
                                    are_words ? "1:2:3:4 with yerrorbars lc rgb '#7fb2d8' lw 3 pt 0"
                                              : "1:3:4 with filledcurves fs solid noborder fc rgb "
                                                "'#cfe0ee'"));
    } else {
        add_y_axis(script, 0, 100);
    }
    parts.push_back(fmt::format("$runs using 1:2 with {} lc rgb '{}' pt 7 title {}",
                                are_words ? "points ps 1.2" : "linespoints lw 2 ps 0.5", colours[0],
                                is_figure ? "'median'" : "'% of runs that are not good'"));
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
    std::size_t searches = 0, without = 0, open = 0;
    Extent extent;
    for (const Boundary& b : result.boundaries) {
        if (!selection.points()[b.point]) continue;
        ++searches;
        if (!b.good) ++without;
        if (!b.bad) ++open;
        extent.add(b.good.value_or(0));
        const std::size_t line = by_line ? by_line->of_value[result.value_at(b.point, *lines)] : 0;
        if (b.good) ends[line][across.of_value[result.value_at(b.point, x)]] = *b.good;
    }
    PictureTexts all = texts;
    if (without > 0)
        all.notes.push_back(fmt::format("not drawn: {} of {} searches, where no {} is good",
                                        without, searches, result.axes[*result.searched].name));
    if (open > 0)
        all.notes.push_back(fmt::format(
            "at the end of the range, and perhaps beyond: {} of {} searches", open, searches));
    GnuplotScript script = begun(all, request.format, by_line ? count : 0);
    const ResultAxis& axis = result.axes[x];
    const AxisPlaces places = places_of(axis, across);
    add_x_axis(script, axis, across, places, width - left - right);
    if (result.axes[*result.searched].is_log)
        script.line("set logscale y\nset format y '%.0s%c'\nset ytics out nomirror scale 0.5");
    else
        add_y_axis(script, extent.low, extent.high);
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
