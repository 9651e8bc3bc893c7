// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/job.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/cli/report_text.hpp"
#include "sim/core/check.hpp"
#include "sim/run/foreign_settings.hpp"
#include "sim/run/run.hpp"

namespace xsksim::cli {
namespace {

constexpr int exit_bad_input = 2;
constexpr int exit_simulator_fault = 4;

void expect_kill(const BreakerOptions::Kill& kill, Scenario& scenario) {
    scenario.expect = {};
    scenario.expect.verdict = kill.verdict;
    scenario.expect.because = kill.because;
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

// The second run of --verify, and what it says when the two differ.
void verify(const Scenario& scenario, const RunOptions& options, const RunResult& first) {
    RunOptions again = options;
    again.trace_file.reset();
    const RunResult second = run_scenario(scenario, again);
    const bool same = first.digest == second.digest && first.timeline == second.timeline &&
                      verdict_json(scenario, first) == verdict_json(scenario, second) &&
                      summary_json(scenario, first) == summary_json(scenario, second);
    if (!same)
        throw SimulatorFault(
            fmt::format("two runs of one scenario and seed differ (digest {:016x} and {:016x})",
                        first.digest, second.digest));
}

void write_out(const Job& job, const JobOptions& options, const Scenario& scenario,
               const RunResult& result) {
    namespace fs = std::filesystem;
    fs::path directory = fs::path(options.out_directory) / fs::path(job.file).stem();
    if (job.seed_in_path) directory /= fmt::format("seed-{}", scenario.seed);
    write_results(directory.string(), scenario, result);
}

nlohmann::ordered_json review_json(const Scenario& scenario, const RunResult& result) {
    using Json = nlohmann::ordered_json;
    Json json = {{"question", *scenario.review.question},
                 {"asked", *scenario.review.asked},
                 {"figures", Json::object()},
                 {"transitions", Json::array()},
                 {"field_accesses", Json::array()}};
    for (const auto& [name, value] : result.figures) json["figures"][name] = value;
    for (const StateTransition& t : result.transitions)
        json["transitions"].push_back({{"before", t.before},
                                       {"in", t.in},
                                       {"by", t.by},
                                       {"after", t.after},
                                       {"count", t.count}});
    for (const FieldAccess& a : result.field_accesses)
        json["field_accesses"].push_back({{"field", a.field},
                                          {"by", a.by},
                                          {"reads_locked", a.reads_locked},
                                          {"writes_locked", a.writes_locked},
                                          {"reads_unlocked", a.reads_unlocked},
                                          {"writes_unlocked", a.writes_unlocked}});
    return json;
}

JobResult run_and_report(const Job& job, const JobOptions& options) {
    Scenario scenario = load(job, options);
    std::vector<std::string> left_out;
    if (job.leaves_out_foreign) left_out = without_foreign(options, scenario);
    RunOptions run_options;
    run_options.strict_engine = options.strict_engine;
    run_options.digest = options.verify;
    run_options.driver_directory = options.driver_directory;
    if (!options.trace_file.empty()) run_options.trace_file = options.trace_file;
    const RunResult result = run_scenario(scenario, run_options);
    if (options.verify) verify(scenario, run_options, result);
    if (!options.out_directory.empty()) write_out(job, options, scenario, result);

    auto json = nlohmann::ordered_json::parse(verdict_json(scenario, result));
    json["summary"] = nlohmann::ordered_json::parse(summary_json(scenario, result));
    if (job.leaves_out_foreign) json["left_out"] = left_out;
    if (scenario.review.question) json["review"] = review_json(scenario, result);
    json["file"] = job.file;
    json["command"] = command_again(job, options, scenario);
    ReportStyle style{options.colour, options.timeline};
    return {exit_code(result),
            scenario.name,
            scenario.seed,
            to_string(result.outcome),
            report_text(job, options, scenario, result, style),
            json.dump()};
}

JobResult failed(const Job& job, int exit, const std::string& outcome, const std::string& message) {
    nlohmann::ordered_json json = {{"file", job.file}, {"verdict", outcome}, {"error", message}};
    JobResult result{exit, job.file, job.seed.value_or(0), outcome, message + "\n", json.dump()};
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
    const auto report = nlohmann::json::parse(json, nullptr, false);
    if (report.is_object() && report.contains("unexpected"))
        for (const auto& sentence : report["unexpected"])
            sentences += (sentences.empty() ? "" : "; ") + sentence.get<std::string>();
    if (sentences.empty()) sentences = text;
    while (!sentences.empty() && sentences.back() == '\n') sentences.pop_back();
    return sentences;
}

std::string encode(const JobResult& result) {
    return nlohmann::json{{"exit", result.exit},       {"name", result.name}, {"seed", result.seed},
                          {"outcome", result.outcome}, {"text", result.text}, {"json", result.json}}
        .dump();
}

JobResult decode(const std::string& text) {
    const auto json = nlohmann::json::parse(text);
    return {json.at("exit"),    json.at("name"), json.at("seed"),
            json.at("outcome"), json.at("text"), json.at("json")};
}

}  // namespace xsksim::cli
