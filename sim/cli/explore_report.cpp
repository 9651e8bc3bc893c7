// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_report.hpp"

#include <fmt/format.h>

namespace xsksim::cli {
namespace {

const char* plural(std::uint64_t count) { return count == 1 ? "" : "s"; }

std::string counterexample_text(const ReportedFailure& failure) {
    if (!failure.counterexample)
        return "     no scenario shows it: the points where contexts were held up have no names\n";
    const Counterexample& small = *failure.counterexample;
    return fmt::format(
        "     {}: {} hold{}, {} setting{}, after {} tries to make it small\n     {}\n",
        failure.file, small.holds.size(), plural(small.holds.size()), small.settings.size(),
        plural(small.settings.size()), small.runs, failure.again);
}

std::string failure_text(std::size_t number, const ReportedFailure& failure) {
    const FoundFailure& found = failure.found;
    return fmt::format(
               "  {}. {}\n     {}\n     met {} time{} in {} workload{}, first in execution {}\n",
               number, found.first.signature, found.first.words, found.first.times,
               plural(found.first.times), found.workloads, plural(found.workloads),
               found.executions_before) +
           counterexample_text(failure);
}

}  // namespace

std::string explore_progress_text(const ExplorationState& state, double seconds) {
    const double rate = seconds > 0 ? static_cast<double>(state.executions) / seconds : 0;
    return fmt::format("{} executions of {} workloads, {:.0f} a second, {} cause{} so far",
                       state.executions, state.workloads, rate, state.found.size(),
                       plural(state.found.size()));
}

std::string explore_report_text(const std::string& name, const ExplorationState& state,
                                double seconds, const std::vector<ReportedFailure>& failures) {
    std::string text = fmt::format(
        "{}: {} cause{} of failure in {} executions of {} workloads ({:.1f} s)\n", name,
        failures.size(), plural(failures.size()), state.executions, state.workloads, seconds);
    if (state.cut_off > 0)
        text += fmt::format("  {} executions hit a bound and have no answer\n", state.cut_off);
    if (state.shared > 0)
        text += fmt::format("  {} executions fail with the reference driver, too\n", state.shared);
    if (state.contradictory > 0)
        text += fmt::format("  {} workloads drew values that do not go together\n",
                            state.contradictory);
    for (std::size_t i = 0; i < failures.size(); ++i) text += failure_text(i + 1, failures[i]);
    return text;
}

}  // namespace xsksim::cli
