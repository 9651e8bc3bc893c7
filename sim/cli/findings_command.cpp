// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/cli/worker_pool.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

using Json = nlohmann::ordered_json;

struct FindingsArguments {
    std::string directory, driver_directory;
    std::vector<std::string> drivers = {"v1", "v2", "v3", "landed"};
    unsigned jobs = default_jobs();
    bool json = false;
};

struct FindingRow {
    std::string name, question;
    std::vector<JobResult> results;  // by driver
};

// The places at which a scenario forces its race are those of the patch. Where they were not all
// met, the race was not forced, and a pass says less.
bool was_forced(const Json& result) {
    const auto is_about_holds = [](const Json& text) {
        return text.get<std::string>().starts_with("/schedule/holds");
    };
    return std::ranges::none_of(result.at("left_out"), is_about_holds) &&
           std::ranges::none_of(result.at("unexpected"), is_about_holds);
}

// A scenario of a finding expects the defect, so whoever comes out as expected has it.
std::string cell_of(const JobResult& result) {
    if (!result.was_judged()) return result.outcome;
    const Json json = Json::parse(result.json);
    if (json.at("as_expected").get<bool>()) return "yes";
    if (result.outcome != "pass") return "other: " + result.outcome;
    return was_forced(json) ? "no" : "no, not forced";
}

// What goes wrong instead, in a line.
std::string what_instead(const JobResult& result) {
    if (!result.was_judged()) return result.text.substr(0, result.text.find('\n'));
    const Json json = Json::parse(result.json);
    if (result.outcome == "stalled" && json.contains("explanation"))
        return json.at("explanation").at("headline");
    for (const Json& violation : json.at("violations"))
        if (!violation.at("note").get<bool>()) return violation.at("message");
    return json.at("end");
}

std::string others_of(const FindingsArguments& arguments, const std::vector<FindingRow>& rows) {
    std::string text;
    for (const FindingRow& row : rows)
        for (std::size_t i = 0; i < row.results.size(); ++i) {
            const std::string cell = cell_of(row.results[i]);
            if (cell == "yes" || cell.starts_with("no")) continue;
            text += fmt::format("{}, {}: {}\n", row.name, arguments.drivers[i],
                                what_instead(row.results[i]));
        }
    return text.empty() ? text : "\nWhat goes wrong otherwise\n" + text;
}

std::string table_of(const FindingsArguments& arguments, const std::vector<FindingRow>& rows) {
    std::size_t width = std::string("finding").size();
    for (const FindingRow& row : rows) width = std::max(width, row.name.size());
    std::string text = fmt::format("{:<{}}", "finding", width);
    for (const std::string& driver : arguments.drivers) text += fmt::format("  {:<14}", driver);
    text = text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    for (const FindingRow& row : rows) {
        std::string line = fmt::format("{:<{}}", row.name, width);
        for (const JobResult& result : row.results)
            line += fmt::format("  {:<14}", cell_of(result));
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text + others_of(arguments, rows);
}

std::string json_of(const FindingsArguments& arguments, const std::vector<FindingRow>& rows) {
    Json json = Json::array();
    for (const FindingRow& row : rows) {
        Json cells = Json::object();
        for (std::size_t i = 0; i < row.results.size(); ++i)
            cells[arguments.drivers[i]] = cell_of(row.results[i]);
        json.push_back({{"finding", row.name}, {"question", row.question}, {"drivers", cells}});
    }
    return json.dump(2) + "\n";
}

struct Plan {
    std::vector<FindingRow> rows;
    std::vector<Job> jobs;
    std::vector<std::size_t> own;  // the jobs that must come out as expected
};

Plan plan_of(const FindingsArguments& arguments) {
    const std::string directory = arguments.directory.empty()
                                      ? shipped_scenario_directory() + "/findings"
                                      : arguments.directory;
    if (!std::filesystem::is_directory(directory))
        throw BadInput({{directory, 0, "", "a folder of scenarios", "no such folder", ""}});
    Plan plan;
    for (const std::string& file : scenario_files_in(directory)) {
        const Scenario scenario = load_scenario(file);
        plan.rows.push_back({scenario.name, scenario.question, {}});
        for (const std::string& driver : arguments.drivers) {
            Job job;
            job.file = file;
            job.driver = driver;
            job.leaves_out_foreign = true;
            if (driver == scenario.driver.name) plan.own.push_back(plan.jobs.size());
            plan.jobs.push_back(job);
        }
    }
    return plan;
}

int findings(const FindingsArguments& arguments) {
    Plan plan = plan_of(arguments);
    JobOptions options;
    options.driver_directory = arguments.driver_directory;
    std::size_t done = 0;
    int worst = 0;
    run_in_processes(
        plan.jobs, options, arguments.jobs,
        [&](const JobResult& result) {
            const bool own = std::ranges::find(plan.own, done) != plan.own.end();
            if (own || !result.was_judged()) worst = std::max(worst, result.exit);
            if (own && result.exit != 0) fmt::print(stderr, "{}", result.text);
            plan.rows[done++ / arguments.drivers.size()].results.push_back(result);
        },
        [&](std::size_t n) { show_progress(n, plan.jobs.size()); });
    fmt::print("{}",
               arguments.json ? json_of(arguments, plan.rows) : table_of(arguments, plan.rows));
    return worst;
}

}  // namespace

void add_findings_command(Command& app, Action& chosen) {
    auto a = std::make_shared<FindingsArguments>();
    auto* command = app.add_subcommand("findings", "Which driver has which of the known defects");
    command->add_option("DIR", a->directory, "Scenarios of findings (default: scenarios/findings)");
    command
        ->add_option("--drivers", a->drivers,
                     "Names, or files that `xsksim driver build` wrote, with commas between")
        ->delimiter(',');
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_flag("--json", a->json, "Print JSON");
    command->footer(
        "yes: the scenario comes out as it does for the driver that it names, so the defect is "
        "there.\n"
        "no: it passes. no, not forced: it passes, but the places at which the scenario forces "
        "its\n"
        "race are not all in this driver. other: it goes wrong in another way.\n\n"
        "Examples:\n"
        "  xsksim findings\n"
        "  xsksim findings --drivers v1,./my-driver.so");
    command->callback([a, &chosen] { chosen = [a] { return findings(*a); }; });
}

}  // namespace xsksim::cli
