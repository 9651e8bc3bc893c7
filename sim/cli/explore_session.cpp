// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sim/cli/explore_progress.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/explore/own_failure.hpp"
#include "sim/view/text/words.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

constexpr std::uint64_t shrinking_runs_max = 5000;
constexpr std::size_t race_steps_max = 24;  // in the scenario

// "zero-copy-stalled-stall-interrupt-lost".
std::string name_of_failure(const std::string& explored, const Failure& failure) {
    std::string name = explored + "-" + std::string(word_of(failure.outcome));
    if (!failure.reason.codes.empty())
        name += "-" + std::string(name_of(failure.reason.codes.back()));
    std::ranges::replace_if(
        name, [](char c) { return c == '.' || c == '_'; }, '-');
    return name.substr(0, 60);
}

std::string free_path(const fs::path& folder, const std::string& name) {
    fs::path path = folder / (name + ".json");
    for (int i = 2; fs::exists(path); ++i) path = folder / fmt::format("{}-{}.json", name, i);
    return path.string();
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void write_counterexample(const ExploreArguments& a, const Explored& explored,
                          ReportedFailure& reported) {
    const Counterexample& counterexample = *reported.counterexample;
    fs::create_directories(a.out);
    reported.file = free_path(
        a.out, name_of_failure(fs::path(explored.file).stem().string(), counterexample.failure));
    reported.again = fmt::format("{} run {}{} --timeline", program_name(), reported.file,
                                 explored.driver.empty() ? "" : " --driver " + explored.driver);
    CounterexampleWords words;
    words.name = fs::path(reported.file).stem().string();
    words.question = "Found by xsksim explore: " + counterexample.failure.reason.text;
    words.by = explore_text(a, explored.file);
    words.driver = explored.driver;
    words.decisive = reported.story.decisive;
    words.race = race_steps(reported.story.lines, race_steps_max);
    std::ofstream(reported.file) << counterexample_json(counterexample, words);
    std::ofstream(fs::path(reported.file).replace_extension(".txt"))
        << explore_story_text(reported);
}

ReportedFailure report(const ExploreArguments& a, const Explored& explored, WorkloadSearch& search,
                       const FoundFailure& found) {
    ReportedFailure reported;
    reported.found = found;
    reported.is_wanted = !a.writes_none;
    if (a.writes_none || found.first.signature == simulator_died) return reported;
    const auto began = std::chrono::steady_clock::now();
    reported.counterexample = make_counterexample(search, found.first, shrinking_runs_max);
    reported.seconds = seconds_since(began);
    if (!reported.counterexample) return reported;
    reported.story = story_of(*reported.counterexample,
                              scenario_of(*reported.counterexample, explored), a.driver_directory);
    write_counterexample(a, explored, reported);
    return reported;
}

// Whether a failure is the driver's own, asked once.
bool is_own(WorkloadSearch& search, ExploreStore* store, const MetFailure& met) {
    if (met.signature == simulator_died) return true;
    if (store != nullptr)
        if (const auto known = store->own(met)) return *known;
    const bool answer = is_own_failure(search, met);
    if (store != nullptr) store->write_own(met, answer);
    return answer;
}

class ExploreSession {
public:
    ExploreSession(const ExploreArguments& a, const Explored& explored, ExploreStore* store)
        : a_(a), explored_(explored), store_(store), search_(explored), line_(a.quiet) {
        outcome_.name = fs::path(explored.file).stem().string();
        outcome_.budget = budget_of(a);
    }

    ExploreOutcome run(std::uint64_t number, const Exploration::Options& options) {
        Exploration exploration(explored_, options);
        if (store_ != nullptr) take_up(number, exploration);
        outcome_.shards = options.shard.count;
        deadline_ = options.deadline;
        ExploreBudget budget = outcome_.budget;
        if (budget.time) *budget.time -= std::min(*budget.time, time_before());
        outcome_.state = exploration.run(budget, callbacks());
        line_.finish();
        outcome_.seconds = line_.seconds();
        for (const FoundFailure& found : outcome_.state.found)
            outcome_.failures.push_back(report(a_, explored_, search_, found));
        return std::move(outcome_);
    }

private:
    void take_up(std::uint64_t number, Exploration& exploration) {
        store_->begin_session(number);
        outcome_.seconds_before = store_->seconds_before();
        auto reports = store_->reports();
        for (const auto& [workload, kept] : reports) outcome_.executions_before += kept.executions;
        exploration.know(std::move(reports), store_->coverage());
    }

    std::chrono::milliseconds time_before() const {
        return std::chrono::milliseconds(static_cast<std::int64_t>(outcome_.seconds_before * 1000));
    }

    std::optional<double> seconds_to_deadline() const {
        if (!deadline_) return std::nullopt;
        return -seconds_since(*deadline_);
    }

    Exploration::Callbacks callbacks() {
        Exploration::Callbacks callbacks;
        callbacks.is_interrupted = is_interrupted;
        callbacks.on_progress = [this](const ExplorationState& so_far) {
            line_.show([&](bool) {
                return explore_progress_text(outcome_, so_far, line_.seconds(),
                                             seconds_to_deadline());
            });
        };
        if (!explored_.reference.empty())
            callbacks.is_own = [this](const MetFailure& met) {
                return is_own(search_, store_, met);
            };
        if (store_ != nullptr)
            callbacks.keep = [this](const std::vector<NumberedReport>& reports) {
                store_->write(reports, line_.seconds());
            };
        return callbacks;
    }

    const ExploreArguments& a_;
    const Explored& explored_;
    ExploreStore* const store_;
    WorkloadSearch search_;
    ProgressLine line_;
    std::optional<std::chrono::steady_clock::time_point> deadline_;
    ExploreOutcome outcome_;
};

}  // namespace

ExploreOutcome explore_one(const ExploreArguments& a, const Explored& explored,
                           std::uint64_t number, const Exploration::Options& options,
                           ExploreStore* store) {
    return ExploreSession(a, explored, store).run(number, options);
}

}  // namespace xsksim::cli
