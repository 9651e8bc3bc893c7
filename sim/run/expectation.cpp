// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/expectation.hpp"

#include <set>

#include <fmt/format.h>

#include "sim/core/error_name.hpp"

namespace xsksim {
namespace {

void compare_verdict(const Scenario& scenario, const RunResult& result,
                     std::vector<std::string>& into) {
    if (result.outcome == scenario.expect.verdict) return;
    into.push_back(fmt::format("the verdict is {}, the scenario expects {}",
                               word_of(result.outcome), word_of(scenario.expect.verdict)));
}

// "vq_interrupt", "vq_interrupt with handled 0"
std::string named(const Expectation::Reached& reached) {
    std::string name = reached.what;
    for (const auto& [field, value] : reached.where)
        name += fmt::format("{} {} {}", name == reached.what ? " with" : ",", field,
                            value.word.empty() ? std::to_string(value.number) : value.word);
    return name;
}

void compare_reached(const Scenario& scenario, const EventCounts& counts, const EventTally& tally,
                     std::vector<std::string>& into) {
    for (const auto& reached : scenario.expect.reached) {
        const std::uint64_t count = tally.of(reached.what, reached.where, counts);
        if (count < reached.at_least)
            into.push_back(fmt::format("{} happened {} times, the scenario wants at least {}",
                                       named(reached), count, reached.at_least));
        if (reached.at_most && count > *reached.at_most)
            into.push_back(fmt::format("{} happened {} times, the scenario wants at most {}",
                                       named(reached), count, *reached.at_most));
    }
}

// A rule that never fired makes a test that did not test.
void compare_faults(const Scenario& scenario, const EventCounts& counts,
                    std::vector<std::string>& into) {
    for (std::size_t i = 0; i < scenario.faults.size(); ++i)
        if (!scenario.faults[i].optional && counts.of_rule(i + 1) == 0)
            into.push_back(
                fmt::format("/faults/{} never fired; say \"optional\": true if that is meant", i));
}

std::string why_not_held(const ExpectedHold& hold, std::uint64_t number,
                         const EventCounts& counts) {
    if (counts.holds_skipped(number) != 0)
        return fmt::format(
            "was skipped: the driver lacks a function that it names, {}",
            hold.until.is_set() ? hold.at.name + " or " + hold.until.name : hold.at.name);
    if (counts.holds_begun(number) == 0)
        return fmt::format("never began: {} was not reached", hold.at.name);
    return fmt::format("gave up: {} was not reached",
                       hold.until.is_set() ? hold.until.name : "its end");
}

// A hold that never began, or whose other context never came, forced nothing.
void compare_holds(const Scenario& scenario, const EventCounts& counts,
                   std::vector<std::string>& into) {
    for (std::size_t i = 0; i < scenario.holds.size(); ++i) {
        const ExpectedHold& hold = scenario.holds[i];
        if (hold.optional || counts.of_hold(i + 1) != 0) continue;
        into.push_back(fmt::format("/schedule/holds/{} {}", i, why_not_held(hold, i + 1, counts)));
    }
}

void compare_ties(const Scenario& scenario, const EventCounts& counts,
                  std::vector<std::string>& into) {
    for (std::size_t i = 0; i < scenario.ties.size(); ++i) {
        const TieRule& tie = scenario.ties[i];
        if (!tie.optional && counts.of_tie(i + 1) == 0)
            into.push_back(fmt::format(
                "/schedule/ties/{} was skipped: {} was not so often the first of several due at "
                "one time",
                i, tie.last));
    }
}

std::string wrong_result(const ExpectedStep& step, std::uint64_t result, std::size_t index) {
    const StepResultInfo& wanted = info_of(step.result);
    if (wanted.number.value_or(result) == result) return "";
    return fmt::format(
        "/steps/{} came to {}, not to {}", index,
        result == 0 ? std::string(info_of(StepResult::success).name) : error_name(result),
        wanted.name);
}

// A step that was never due, did not end, or came to something else than it was to.
void compare_steps(const Scenario& scenario, const EventCounts& counts,
                   std::vector<std::string>& into) {
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        const ExpectedStep& step = scenario.steps[i];
        const auto result = counts.step_result(i + 1);
        if (result) {
            if (std::string wrong = wrong_result(step, *result, i); !wrong.empty())
                into.push_back(std::move(wrong));
        } else if (!step.optional) {
            into.push_back(counts.steps_begun(i + 1) != 0
                               ? fmt::format("/steps/{} did not end", i)
                               : fmt::format("/steps/{} never began{}", i,
                                             step.at.is_set()
                                                 ? ": " + step.at.name + " was not reached"
                                                 : ""));
        }
    }
}

std::string everything_said(const RunResult& result) {
    std::string text = result.explanation ? result.explanation->text() : std::string();
    for (const auto& violation : result.violations)
        text += violation.message + "\n" + violation.stack + "\n";
    // Wrapped lines must not hide a phrase.
    std::string flat;
    for (const char c : text)
        if (c != '\n' && c != ' ')
            flat += c;
        else if (flat.empty() || flat.back() != ' ')
            flat += ' ';
    return flat;
}

std::set<Code> all_codes(const RunResult& result) {
    std::set<Code> codes;
    for (const Violation& violation : result.violations) codes.insert(violation.code);
    if (!result.explanation) return codes;
    const auto add = [&](const std::vector<Code>& more) { codes.insert(more.begin(), more.end()); };
    add(result.explanation->codes);
    for (const Told& line : result.explanation->waiting) add(line.codes);
    for (const WakerStory& story : result.explanation->wakers) add(story.codes);
    return codes;
}

// A reason is a code, or words.
void compare_reasons(const Scenario& scenario, const RunResult& result,
                     std::vector<std::string>& into) {
    if (scenario.expect.because.empty()) return;
    const std::string said = everything_said(result);
    const std::set<Code> codes = all_codes(result);
    for (const auto& reason : scenario.expect.because) {
        const std::optional<Code> code = code_named(reason);
        if (code ? !codes.contains(*code) : said.find(reason) == std::string::npos)
            into.push_back(fmt::format("neither explanation nor findings {} \"{}\"",
                                       code ? "have the code" : "say", reason));
    }
}

}  // namespace

std::vector<std::string> unexpected(const Scenario& scenario, const RunResult& result,
                                    const EventCounts& counts, const EventTally& tally) {
    std::vector<std::string> sentences;
    compare_verdict(scenario, result, sentences);
    compare_reached(scenario, counts, tally, sentences);
    compare_faults(scenario, counts, sentences);
    compare_holds(scenario, counts, sentences);
    compare_ties(scenario, counts, sentences);
    compare_steps(scenario, counts, sentences);
    compare_reasons(scenario, result, sentences);
    return sentences;
}

}  // namespace xsksim
