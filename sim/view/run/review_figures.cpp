// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/run/review_figures.hpp"

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

void ReviewFigures::listen_to(const HeardRun& run) {
    if (run.scenario.review.figures.empty()) return;
    scenario_ = &run.scenario;
    for (const auto& figure : scenario_->review.figures)
        tally_.add(figure.count.value_or(""), figure.where);
    counts_.listen_to(run.readers);
    tally_.listen_to(run.readers);
}

std::string ReviewFigures::text_of(const ReviewOptions::Figure& figure,
                                   const RunResult& result) const {
    if (!figure.count) return summary_text(result, *scenario_, figure.summary.value_or(""));
    return std::to_string(tally_.of(*figure.count, figure.where, counts_));
}

void ReviewFigures::at_end(RunResult& result) {
    if (scenario_ == nullptr) return;
    for (const auto& figure : scenario_->review.figures)
        result.figures.emplace_back(figure.name, text_of(figure, result));
}

}  // namespace xsksim
