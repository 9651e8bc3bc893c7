// SPDX-License-Identifier: GPL-2.0-only
// The race of a short run in the words of its timeline: as numbered steps, and in columns, one for
// each who takes part, for a mail. Nothing is folded; of a long run the beginning, what lies around
// its holds and the end are told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/run/run.hpp"
#include "sim/view/run/timeline.hpp"

namespace xsksim {

struct RaceLine {
    Instant at;
    std::string context;  // empty: nobody's
    std::string words;
    std::size_t times = 1;  // in a row, as far as its context goes

    std::string text() const;
};

class RaceListener : public RunListener, public EventListener {
public:
    // `event`: by its number in the trace, one whose words are asked for.
    explicit RaceListener(std::uint64_t event = 0) : event_(event) {}

    void listen_to(const HeardRun& run) override;
    void at_end(RunResult&) override { timeline_->text(); }
    void on_event(const Event& event) override;

    const std::vector<RaceLine>& lines() const { return lines_; }
    // Empty: there was no such event.
    const std::string& event_words() const { return event_words_; }

private:
    void add(RaceLine line);

    const std::uint64_t event_;
    const Picture* picture_ = nullptr;
    std::optional<Timeline> timeline_;
    std::vector<RaceLine> lines_;
    std::string event_words_;
};

// "cpu0/softirq: TX NAPI: takes 4 used", at most so many.
std::vector<std::string> race_steps(const std::vector<RaceLine>& lines, std::size_t steps_max);

// At most 72 characters wide. Contexts of one vCPU share a column where there are too many.
std::string race_columns(const std::vector<RaceLine>& lines, std::size_t lines_max);

}  // namespace xsksim
