// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/plot_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

constexpr double title_points = 13, note_points = 10, line_height = 20, note_height = 16,
                 margin = 16;

std::vector<std::string> lines_of(std::string_view text, double points, double width) {
    const double letter = text_width("0", points, points == title_points);
    return wrapped(text, static_cast<std::size_t>((width - 2 * margin) / letter));
}

// Whether neighbours lie as far from each other everywhere, as differences or as ratios.
bool is_even(const std::vector<double>& numbers, bool ratios) {
    constexpr double tolerance = 0.25;  // rounding of a range to its decimals
    for (std::size_t i = 2; i < numbers.size(); ++i) {
        const double before =
            ratios ? std::log(numbers[i - 1] / numbers[i - 2]) : numbers[i - 1] - numbers[i - 2];
        const double here =
            ratios ? std::log(numbers[i] / numbers[i - 1]) : numbers[i] - numbers[i - 1];
        if (std::abs(here - before) > tolerance * std::max(std::abs(here), std::abs(before)))
            return false;
    }
    return true;
}

}  // namespace

double quantity_of(const Cell& cell, const Shown& shown) {
    if (shown.kind == Shown::Kind::figure) return cell.figure.median;
    return 100 * cell.share_not_good();
}

std::string quantity_text(double quantity, const Shown& shown) {
    if (shown.kind == Shown::Kind::figure) return short_number(quantity);
    // Neither none nor all unless it is so.
    if (quantity > 0 && quantity < 1) return "<1";
    if (quantity < 100 && quantity > 99) return ">99";
    return fmt::format("{:.0f}", quantity);
}

double heading_height(const PictureTexts& texts, double width) {
    double height = margin + line_height * static_cast<double>(
                                               lines_of(texts.title, title_points, width).size());
    for (const std::string& note : texts.notes)
        height += note_height * static_cast<double>(lines_of(note, note_points, width).size());
    return height;
}

void add_heading(GnuplotScript& script, const PictureTexts& texts, double width) {
    double top = margin;
    for (const std::string& line : lines_of(texts.title, title_points, width)) {
        script.label(margin, top, line, title_points, true);
        top += line_height;
    }
    for (const std::string& note : texts.notes)
        for (const std::string& line : lines_of(note, note_points, width)) {
            script.label(margin, top, line, note_points);
            top += note_height;
        }
}

AxisPlaces places_of(const ResultAxis& axis, const Steps& steps) {
    constexpr std::size_t categories_max = 30;
    AxisPlaces places;
    const std::vector<double>& numbers = steps.numbers;
    const bool above_zero = std::ranges::all_of(numbers, [](double n) { return n > 0; });
    const bool is_even_here = axis.is_log ? above_zero : is_even(numbers, false);
    places.are_numbers = !numbers.empty() && (is_even_here || numbers.size() > categories_max);
    places.is_log = places.are_numbers && axis.is_log && above_zero;
    if (places.are_numbers)
        places.at = numbers;
    else
        for (std::size_t s = 0; s < steps.count(); ++s) places.at.push_back(static_cast<double>(s));
    return places;
}

void add_x_axis(GnuplotScript& script, const ResultAxis& axis, const Steps& steps,
                const AxisPlaces& places, double width) {
    script.line("set xlabel " + GnuplotScript::quoted(axis.title()));
    const double first = places.at.front(), last = places.at.back();
    if (places.is_log) {
        script.line("set logscale x");
        script.line(fmt::format("set xrange [{}:{}]", first * 0.95, last * 1.05));
    } else {
        const double pad = places.are_numbers ? (last - first) * 0.02 : 0.3;
        script.line(fmt::format("set xrange [{}:{}]", first - (pad > 0 ? pad : 1),
                                last + (pad > 0 ? pad : 1)));
    }
    double widest = 0;
    for (const std::string& label : steps.labels)
        widest = std::max(widest, text_width(label, 10) + 10);
    // Labels of all values where there is room; else gnuplot's own, if these are numbers.
    if (widest * static_cast<double>(steps.count()) > width && places.are_numbers) {
        script.line("set xtics out nomirror scale 0.5 norotate autofreq");
        return;
    }
    const std::size_t each =
        static_cast<std::size_t>(std::ceil(widest * static_cast<double>(steps.count()) / width));
    std::vector<std::pair<double, std::string>> tics;
    for (std::size_t s = 0; s < steps.count(); s += std::max<std::size_t>(each, 1))
        tics.emplace_back(places.at[s], steps.labels[s]);
    script.tics("x", tics, "norotate");
}

}  // namespace xsksim
