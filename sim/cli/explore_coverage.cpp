// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/explore_story.hpp"
#include "sim/explore/estimate.hpp"

namespace xsksim::cli {
namespace {

std::uint64_t after(const std::vector<std::uint64_t>& firsts, std::size_t tenths) {
    if (firsts.empty()) return 0;
    return firsts[(firsts.size() * tenths + 9) / 10 - 1] + 1;
}

std::string grown_text(const CoverageFigures& figures) {
    return fmt::format(
        "covered: {} classes, {} states and {} orders of accesses; half of them after workload "
        "{}, nine tenths after {}, the last one in {}",
        figures.classes, figures.states, figures.orders, figures.half_after, figures.most_after,
        figures.all_after);
}

std::string unseen_text(const CoverageFigures& figures) {
    const std::string next =
        figures.new_in_next < 1
            ? fmt::format("something new with a probability of {} at most",
                          percent_text(figures.new_in_next))
            : fmt::format("about {:.0f} class{} that none has shown", figures.new_in_next,
                          figures.new_in_next < 1.5 ? "" : "es");
    return fmt::format(
        "more of the same: the next workload shows {} (Good 1953); in all there are about {:.0f} "
        "classes at least (Chao 1984)",
        next, figures.classes_at_least);
}

std::string no_failure_text(const CoverageFigures& figures, const ExplorationState& state) {
    return fmt::format(
        "no {}failure in {} workloads: with 95 % confidence fewer than {} of such workloads have "
        "one (rule of three)",
        state.shared > 0 ? "other " : "", state.samples(), percent_text(figures.failing_below));
}

}  // namespace

std::string percent_text(double probability) {
    const double percent = 100 * probability;
    return percent < 10 ? fmt::format("{:.2g} %", percent) : fmt::format("{:.0f} %", percent);
}

CoverageFigures coverage_figures(const ExplorationState& state) {
    const CoverageCounts& coverage = state.coverage;
    const std::vector<std::uint64_t> firsts = coverage.firsts();
    CoverageFigures figures;
    figures.classes = coverage.size();
    figures.states = coverage.size(CoverageKind::state);
    figures.orders = coverage.size(CoverageKind::order);
    figures.met_once = coverage.met_by(1);
    figures.met_twice = coverage.met_by(2);
    figures.half_after = after(firsts, 5);
    figures.most_after = after(firsts, 9);
    figures.all_after = after(firsts, 10);
    figures.new_in_next = new_classes_in_next(figures.met_once, state.samples());
    figures.classes_at_least =
        classes_at_least(figures.classes, figures.met_once, figures.met_twice, state.samples());
    figures.failing_below = probability_below(state.samples());
    return figures;
}

std::string explore_coverage_text(const ExplorationState& state) {
    if (state.samples() == 0) return "";
    const CoverageFigures figures = coverage_figures(state);
    const std::string indent = "  ";
    std::string text =
        paragraph(grown_text(figures), indent) + paragraph(unseen_text(figures), indent);
    if (state.found.empty()) text += paragraph(no_failure_text(figures, state), indent);
    return text + paragraph(
                      "These say what more of the same exploring would show, and nothing of what "
                      "its draws, strategy and hold-ups cannot reach.",
                      indent);
}

}  // namespace xsksim::cli
