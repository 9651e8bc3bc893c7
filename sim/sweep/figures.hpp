// SPDX-License-Identifier: GPL-2.0-only
// The figures of a run that a sweep can keep, with unit and meaning: of summary.json, and a few
// that only make sense beside those of other runs.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/run.hpp"

namespace xsksim {

struct Figure {
    std::string_view name;
    std::string_view unit;  // "" for counts
    std::string_view meaning;
    std::function<double(const RunResult&)> value;
};

const std::vector<Figure>& all_figures();
const Figure* find_figure(std::string_view name);
// Kept where a sweep does not say.
std::vector<std::string> usual_figures();
std::string usual_figures_text();

}  // namespace xsksim
