// SPDX-License-Identifier: GPL-2.0-only
// A sweep's result as a picture: lines over one axis with the spread of the runs, a heat map of
// two, small ones side by side for three; of a search, where it ended over the other axes. Readable
// without colour: cells have numbers, lines have marks.
#pragma once

#include <optional>
#include <string>

#include "sim/view/sweep/gnuplot_script.hpp"
#include "sim/view/sweep/pivot.hpp"

namespace xsksim {

struct PlotRequest {
    std::optional<std::size_t> x, y;  // axes; the first and second that vary
    Shown shown;
    PictureFormat format = PictureFormat::svg;
};

// A script for gnuplot. Throws BadInput if more axes vary than a picture shows.
std::string plot_script(const Result& result, const Selection& selection,
                        const PlotRequest& request, const std::vector<double>& figure);

}  // namespace xsksim
