// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/explore_coverage.hpp"

namespace xsksim::cli {
namespace {

const char* plural(std::uint64_t count) { return count == 1 ? "" : "s"; }

constexpr std::size_t steps_printed = 8, steps_written = 60, lines_written = 60;

std::string indented(const std::string& text) {
    std::string rows = "   ";
    for (const char c : text) {
        rows += c;
        if (c == '\n') rows += "   ";
    }
    rows.resize(rows.find_last_not_of(' ') + 1);
    return rows;
}

std::string size_text(const Counterexample& small) {
    const std::string ties =
        small.ties() == 0 ? "" : fmt::format("{} tie{}, ", small.ties(), plural(small.ties()));
    return fmt::format("{} hold{}, {}{} setting{}", small.holds(), plural(small.holds()), ties,
                       small.settings(), plural(small.settings()));
}

std::string counterexample_text(const ReportedFailure& failure) {
    if (!failure.is_wanted) return "";
    if (!failure.counterexample)
        return "     no scenario shows it: held at places that have a name, it does not fail so\n";
    const std::string shared =
        failure.counterexample->reference_fails
            ? "     held at the same places, the reference driver fails, too\n"
            : "";
    const std::vector<std::string> steps = race_steps(failure.story.lines, steps_printed);
    return indented(numbered(steps)) + paragraph(failure.story.decisive, "     ") + shared +
           fmt::format("     {}: {}, after {} tries in {:.1f} s\n     {}\n", failure.file,
                       size_text(*failure.counterexample), failure.counterexample->runs,
                       failure.seconds, failure.again);
}

std::string failure_text(std::size_t number, const ReportedFailure& failure) {
    const FoundFailure& found = failure.found;
    return fmt::format("  {}. {}\n", number, found.first.signature) +
           paragraph(found.first.words, "     ") +
           fmt::format("     met {} time{} in {} workload{}, first in execution {}\n",
                       found.first.times, plural(found.first.times), found.workloads,
                       plural(found.workloads), found.executions_before) +
           counterexample_text(failure);
}

std::string end_text(ExplorationEnd end) {
    switch (end) {
        case ExplorationEnd::budget:
            return "";
        case ExplorationEnd::deadline:
            return "  not finished: the deadline came\n";
        case ExplorationEnd::interrupted:
            return "  not finished: interrupted\n";
    }
    return "";
}

std::string counts_text(const ExplorationState& state) {
    std::string text;
    if (state.cut_off > 0)
        text += fmt::format("  {} execution{} ({}) hit a bound and came to no answer\n",
                            state.cut_off, plural(state.cut_off),
                            percent_text(static_cast<double>(state.cut_off) /
                                         static_cast<double>(state.executions)));
    if (state.shared > 0)
        text += fmt::format(
            "  {} execution{} failed in a way that is excepted, or with the reference\n"
            "  driver, too\n",
            state.shared, plural(state.shared));
    if (state.contradictory > 0)
        text += fmt::format("  {} workload{} drew values that do not go together\n",
                            state.contradictory, plural(state.contradictory));
    return text;
}

}  // namespace

std::string explore_story_text(const ReportedFailure& failure) {
    const std::vector<RaceLine>& lines = failure.story.lines;
    std::string text = failure.found.first.signature + "\n\n";
    text += paragraph(failure.counterexample->failure.reason.text, "") + "\n";
    text += numbered(race_steps(lines, steps_written)) + "\n";
    text += paragraph(failure.story.decisive, "") + "\n";
    text += race_columns(lines, lines_written) + "\n";
    return text + size_text(*failure.counterexample) + "\n" + failure.again + "\n";
}

bool ExploreOutcome::has_broken_simulator() const {
    return std::ranges::any_of(state.found, [](const FoundFailure& found) {
        return found.first.signature == simulator_died;
    });
}

std::string explore_report_text(const ExploreOutcome& outcome) {
    const ExplorationState& state = outcome.state;
    const double seconds = outcome.seconds + outcome.seconds_before;
    const double rate = seconds > 0 ? static_cast<double>(state.executions) / seconds : 0;
    std::string text = fmt::format(
        "{}: {} cause{} of failure in {} executions of {} workloads\n  ({:.1f} s, {:.0f} a "
        "second)\n",
        outcome.name, outcome.failures.size(), plural(outcome.failures.size()), state.executions,
        state.workloads, seconds, rate);
    text += end_text(state.end) + counts_text(state) + explore_coverage_text(state);
    for (std::size_t i = 0; i < outcome.failures.size(); ++i)
        text += failure_text(i + 1, outcome.failures[i]);
    return text;
}

}  // namespace xsksim::cli
