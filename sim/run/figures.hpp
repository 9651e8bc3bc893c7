// SPDX-License-Identifier: GPL-2.0-only
// Every figure of a run: its name, unit and meaning, and how it is got. The one table of them:
// summary.json, its schema, the figures of a review, of a calibration and of a sweep all come from
// it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

struct Figure {
    std::string name;    // its place in summary.json, levels joined by dots: "interrupts.lost"
    std::string column;  // the same where a dot cannot stand: "interrupts_lost"
    std::string unit;    // "" for counts
    std::string meaning;
    bool is_whole = true;
    std::function<double(const RunResult&)> value;
};

// In the order of summary.json.
const std::vector<Figure>& all_figures();
// Null where there is none.
const Figure* find_figure(std::string_view name);
const Figure* find_figure_of_column(std::string_view column);

// Frames of the application, datagrams of the kernel and XDP frames.
std::uint64_t packets_on_wire(const Summary& summary);

}  // namespace xsksim
