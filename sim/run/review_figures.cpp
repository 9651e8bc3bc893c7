// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/review_figures.hpp"

#include <fmt/format.h>

#include "sim/run/figures.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace {

std::string summary_text(const RunResult& result, const Scenario& scenario,
                         const std::string& name) {
    constexpr double ns_per_us = 1000;
    const Figure* figure = find_figure(name);
    if (figure == nullptr)
        throw BadInput(
            {{scenario.name, 0, "/review/figures", "a number of summary.json", name, ""}});
    const double value = figure->value(result);
    return figure->unit == "ns" ? fmt::format("{:.1f} us", value / ns_per_us)
                                : fmt::format("{:.0f}", value);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> review_figures(const Scenario& scenario,
                                                                const RunResult& result,
                                                                const EventTally& tally,
                                                                const EventCounts& counts) {
    std::vector<std::pair<std::string, std::string>> figures;
    if (scenario.review.figures.empty()) return figures;
    for (const auto& figure : scenario.review.figures)
        figures.emplace_back(figure.name,
                             figure.count
                                 ? std::to_string(tally.of(*figure.count, figure.where, counts))
                                 : summary_text(result, scenario, figure.summary.value_or("")));
    return figures;
}

}  // namespace xsksim
