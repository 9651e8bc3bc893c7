// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_story.hpp"

#include <fmt/format.h>

#include "sim/simulate/simulate.hpp"

namespace xsksim::cli {
namespace {

constexpr std::size_t width = 72;

std::string continuations_text(const DecisiveStep& step) {
    const std::string held =
        fmt::format("Held at {} (hold {}), {}", step.place, step.hold, step.context);
    if (step.continuations == 0)
        return held + " is the last to be held up; no other continuation could be tried.";
    if (step.is_established())
        return fmt::format(
            "{} is past saving: all {} continuations tried after that hold fail, too.", held,
            step.continuations);
    return fmt::format(
        "{} is the last to be held up; of {} other continuations tried after that, {} fail: "
        "nothing is decided there alone.",
        held, step.continuations, step.continuations_failed);
}

std::string decisive_text(const Counterexample& counterexample, const std::string& event_words) {
    if (!counterexample.decisive && counterexample.ties() > 0)
        return "No context needs to be held up: it fails by who goes last of several that are "
               "due at one time.";
    if (!counterexample.decisive)
        return "No context needs to be held up: it fails as it is set up, so that no one step of "
               "the schedule decides.";
    const DecisiveStep& step = *counterexample.decisive;
    if (!step.too_late_for)
        return continuations_text(step) +
               " What it came too late for was not established: no release before an event of "
               "another context made it pass.";
    const EventInHold& event = *step.too_late_for;
    return fmt::format("{} Had {} gone past {} before this, it would pass (tried): {}{}.",
                       continuations_text(step), step.context, step.place,
                       event.context.empty() ? "" : event.context + ": ", event_words);
}

}  // namespace

Story story_of(const Counterexample& counterexample, Scenario scenario,
               const std::string& driver_directory) {
    const auto& decisive = counterexample.decisive;
    RaceListener race(decisive && decisive->too_late_for ? decisive->too_late_for->number : 0);
    simulate(scenario, {.engine = EngineKind::native, .driver_directory = driver_directory},
             {&race});
    return {decisive_text(counterexample, race.event_words()), race.lines()};
}

std::string paragraph(const std::string& text, const std::string& indent) {
    std::string rows, row;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        if (!row.empty() && indent.size() + row.size() + 1 + word.size() > width) {
            rows += indent + row + "\n";
            row.clear();
        }
        row += (row.empty() ? "" : " ") + word;
        begin = end + 1;
    }
    return rows + (row.empty() ? "" : indent + row + "\n");
}

std::string numbered(const std::vector<std::string>& steps) {
    const std::string indent(5, ' ');
    std::string text;
    for (std::size_t i = 0; i < steps.size(); ++i)
        text +=
            paragraph(steps[i], indent).replace(0, indent.size(), fmt::format("{:>3}. ", i + 1));
    return text;
}

}  // namespace xsksim::cli
