// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/job.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "sim/cli/exit_codes.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/cli/run_json.hpp"
#include "sim/core/check.hpp"
#include "sim/driver/foreign_settings.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/run/run_result_fields.hpp"
#include "sim/run/state_listener.hpp"
#include "sim/simulate/reference_share.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/trace/trace_recorder.hpp"
#include "sim/view/run/reports.hpp"
#include "sim/view/run/review_figures.hpp"
#include "sim/view/run/timeline_listener.hpp"

namespace xsksim::cli {
namespace {

void expect_kill(const BreakerOptions::Kill& kill, Scenario& scenario) {
    // Nothing that is expected of the original; but how long nothing may move stays.
    scenario.expect = {.verdict = kill.verdict,
                       .reached = {},
                       .because = kill.because,
                       .judgement = {.progress = scenario.expect.judgement.progress}};
    for (ExpectedHold& hold : scenario.holds) hold.optional = true;
    for (ExpectedFault& fault : scenario.faults) fault.optional = true;
    for (ExpectedStep& step : scenario.steps) {
        step.optional = true;
        step.result = StepResult::any;
    }
}

Scenario load(const Job& job, const JobOptions& options) {
    std::vector<Override> overrides = options.overrides;
    overrides.insert(overrides.end(), job.overrides.begin(), job.overrides.end());
    Scenario scenario = load_scenario(job.file, overrides);
    if (job.seed) scenario.seed = *job.seed;
    if (!options.driver.empty()) scenario.driver.name = options.driver;
    if (!job.driver.empty()) scenario.driver.name = job.driver;
    if (job.kill) expect_kill(*job.kill, scenario);
    return scenario;
}

// What the driver lacks of the scenario's settings, now left out.
std::vector<std::string> without_foreign(const JobOptions& options, Scenario& scenario) {
    const auto foreign = foreign_settings(scenario, scenario.driver.name, options.driver_directory);
    leave_out(scenario, foreign);
    return foreign;
}

// Who hears the run beside those who judge it.
class Listeners {
public:
    Listeners(const Job& job, const JobOptions& options) {
        if (options.timeline || options.verify || !options.out_directory.empty())
            all_.push_back(&timeline_);
        if (options.verify || job.is_repeated_on_reference) all_.push_back(&digest_);
        if (!options.trace_file.empty()) all_.push_back(&file_.emplace(options.trace_file));
    }
    Listeners(const Listeners&) = delete;
    Listeners& operator=(const Listeners&) = delete;
    const RunListeners& all() const { return all_; }

private:
    StateListener states_;
    ReviewFigures figures_;
    TimelineListener timeline_;
    DigestListener digest_;
    std::optional<TraceRecorder> file_;
    RunListeners all_{&states_, &figures_};
};

SimulateOptions simulate_options(const JobOptions& options) {
    return {.engine = options.engine, .driver_directory = options.driver_directory};
}

RunResult simulate_heard(const Scenario& scenario, const Job& job, const JobOptions& options) {
    const Listeners listeners(job, options);
    return simulate(scenario, simulate_options(options), listeners.all());
}

// The second run of --verify, and what it says when the two differ.
void verify(const Scenario& scenario, const Job& job, const JobOptions& options,
            const RunResult& first) {
    JobOptions again = options;
    again.trace_file.clear();
    const RunResult second = simulate_heard(scenario, job, again);
    const bool same = first.digest == second.digest && first.timeline == second.timeline &&
                      verdict_json(scenario, first) == verdict_json(scenario, second) &&
                      summary_json(scenario, first) == summary_json(scenario, second);
    if (!same)
        throw SimulatorFault(
            fmt::format("two runs of one scenario and seed differ (digest {:016x} and {:016x})",
                        first.digest, second.digest));
}

void repeat(const Scenario& scenario, const Job& job, const JobOptions& options,
            const RunResult& result) {
    try {
        repeat_on_reference(scenario, simulate_options(options), result);
    } catch (const SimulatorFault& fault) {
        throw SimulatorFault(
            fmt::format("{}: {}", fault.what(), command_again(job, options, scenario)));
    }
}

void write_out(const Job& job, const JobOptions& options, const Scenario& scenario,
               const RunResult& result) {
    namespace fs = std::filesystem;
    fs::path directory = fs::path(options.out_directory) / fs::path(job.file).stem();
    if (job.seed_in_path) directory /= fmt::format("seed-{}", scenario.seed);
    write_results(directory.string(), scenario, result);
}

JobResult run_and_report(const Job& job, const JobOptions& options) {
    Scenario scenario = load(job, options);
    std::vector<std::string> left_out;
    if (job.leaves_out_foreign) left_out = without_foreign(options, scenario);
    RunResult result = simulate_heard(scenario, job, options);
    if (options.verify) verify(scenario, job, options, result);
    if (job.is_repeated_on_reference) repeat(scenario, job, options, result);
    if (!options.out_directory.empty()) write_out(job, options, scenario, result);

    JobResult done;
    done.exit = exit_code(result);
    done.name = scenario.name;
    done.seed = scenario.seed;
    done.outcome = word_of(result.outcome);
    done.command = command_again(job, options, scenario);
    done.text = options.json ? run_json(job, scenario, result, done.command)
                             : report_text(job, options, scenario, result,
                                           {options.colour, options.timeline});
    done.left_out = std::move(left_out);
    done.run = std::move(result);
    return done;
}

JobResult failed(const Job& job, int exit, const std::string& outcome, const std::string& message) {
    JobResult result;
    result.exit = exit;
    result.name = job.file;
    result.seed = job.seed.value_or(0);
    result.outcome = outcome;
    result.text = message + "\n";
    return result;
}

}  // namespace

JobResult run_job(const Job& job, const JobOptions& options) {
    try {
        return run_and_report(job, options);
    } catch (const BadInput& error) {
        return failed(job, exit_bad_input, "bad input", error.what());
    } catch (const SimulatorFault& error) {
        return failed(job, exit_simulator_fault, "simulator fault",
                      fmt::format("{}: simulator fault: {}", job.file, error.what()));
    } catch (const std::runtime_error& error) {  // a file that cannot be read or written
        return failed(job, exit_bad_input, "bad input", error.what());
    } catch (const std::exception& error) {
        return failed(job, exit_simulator_fault, "simulator fault",
                      fmt::format("{}: {}", job.file, error.what()));
    }
}

std::string JobResult::why_not() const {
    std::string sentences;
    if (run)
        for (const std::string& sentence : run->unexpected)
            sentences += (sentences.empty() ? "" : "; ") + sentence;
    if (sentences.empty()) sentences = text;
    while (!sentences.empty() && sentences.back() == '\n') sentences.pop_back();
    return sentences;
}

auto fields(SameAs<JobResult> auto& result) {
    auto& [exit, name, seed, outcome, text, command, left_out, run] = result;
    return std::tie(exit, name, seed, outcome, text, command, left_out, run);
}

std::string encode(const JobResult& result) { return to_bytes(result); }
JobResult decode(const std::string& bytes) { return from_bytes<JobResult>(bytes); }

}  // namespace xsksim::cli
