// SPDX-License-Identifier: GPL-2.0-only
// What the kinds of pictures share. Private to plot.hpp.
#pragma once

#include <string>
#include <vector>

#include "sim/view/sweep/plot.hpp"

namespace xsksim {

struct PictureTexts {
    std::string title;
    std::vector<std::string> notes;  // what is shown, what is fixed
    std::string quantity;            // with its unit: "not good (% of runs)"
};

// What a cell has to show: a median, or the share of runs that are not good in percent.
double quantity_of(const Cell& cell, const Shown& shown);
std::string quantity_text(double quantity, const Shown& shown);

// Title and notes at the top; returns where the picture itself begins.
double heading_height(const PictureTexts& texts, double width);
void add_heading(GnuplotScript& script, const PictureTexts& texts, double width);

std::string heat_map_script(const Result& result, const Pivot& pivot, const PictureTexts& texts,
                            const PlotRequest& request);
std::string lines_script(const Result& result, const Pivot& pivot, const PictureTexts& texts,
                         const PlotRequest& request);
// x: the axis across; lines: one for each value of it.
std::string boundary_script(const Result& result, const Selection& selection, std::size_t x,
                            std::optional<std::size_t> lines, const PictureTexts& texts,
                            const PlotRequest& request);

// Where values lie along an axis: as numbers, or one after another with their labels.
struct AxisPlaces {
    std::vector<double> at;  // by step
    bool is_log = false;
    bool are_numbers = false;
};
AxisPlaces places_of(const ResultAxis& axis, const Steps& steps);
void add_x_axis(GnuplotScript& script, const ResultAxis& axis, const Steps& steps,
                const AxisPlaces& places, double width);

}  // namespace xsksim
