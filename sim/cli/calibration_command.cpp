// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "sim/cli/argument_text.hpp"
#include "sim/cli/batch.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/calibration_table.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/scenario_files.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

struct CalibrationArguments {
    std::vector<std::string> profiles;
    std::string driver_directory;
    unsigned jobs = default_jobs();
    bool json = false;
};

std::string shipped_profile_folder() {
    const auto folders = profile_folders(shipped_scenario_directory() + "/none");
    if (folders.empty()) refuse("profiles", "a folder of profiles", "no such folder");
    return folders.front();
}

Job job_of(const Measurement& measurement) {
    Job job;
    job.file = find_scenario(measurement.scenario);
    for (const std::string& set : measurement.set) job.overrides.push_back(override_of(set));
    return job;
}

CalibrationTable planned(const std::string& folder, const std::string& name,
                         std::vector<Job>& jobs) {
    const auto known = profile_names(folder);
    if (std::find(known.begin(), known.end(), name) == known.end())
        throw BadInput({{name, 0, "", fmt::format("a profile: {}", fmt::join(known, ", ")),
                         "another name", ""}});
    const Profile profile = load_profile((fs::path(folder) / (name + ".json")).string());
    CalibrationTable table{name, profile.title, {}};
    for (const Measurement& measurement : profile.measured) {
        table.rows.push_back({measurement, {}});
        jobs.push_back(job_of(measurement));
    }
    return table;
}

void run_all(const CalibrationArguments& arguments, const std::vector<Job>& jobs,
             std::vector<CalibrationTable>& tables) {
    std::vector<JobResult*> results;
    for (CalibrationTable& table : tables)
        for (CalibrationRow& row : table.rows) results.push_back(&row.result);
    JobOptions options;
    options.driver_directory = arguments.driver_directory;
    std::size_t next = 0;
    run_in_processes(
        jobs, options, arguments.jobs, [&](const JobResult& result) { *results[next++] = result; },
        [&](std::size_t done) { show_progress(done, jobs.size()); });
}

int calibration(const CalibrationArguments& arguments) {
    const std::string folder = shipped_profile_folder();
    std::vector<Job> jobs;
    std::vector<CalibrationTable> tables;
    const auto names = arguments.profiles.empty() ? profile_names(folder) : arguments.profiles;
    for (const std::string& name : names) tables.push_back(planned(folder, name, jobs));
    run_all(arguments, jobs, tables);
    bool as_expected = true;
    std::vector<std::string> texts;
    for (const CalibrationTable& table : tables) {
        texts.push_back(table.text());
        for (const CalibrationRow& row : table.rows)
            as_expected = as_expected && row.result.exit == 0;
    }
    fmt::print("{}", arguments.json ? calibration_json(tables)
                                    : fmt::format("{}", fmt::join(texts, "\n")));
    return as_expected ? 0 : 1;
}

}  // namespace

void add_calibration_command(Command& app, Action& chosen) {
    auto a = std::make_shared<CalibrationArguments>();
    auto* command = app.add_subcommand("calibration",
                                       "Published figures beside what the cost profiles come to");
    command->add_option("PROFILE", a->profiles, "Profiles (default: all)");
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_flag("--json", a->json, "Print JSON");
    command->footer("Examples:\n  xsksim calibration\n  xsksim calibration ecs --json");
    command->callback([a, &chosen] { chosen = [a] { return calibration(*a); }; });
}

}  // namespace xsksim::cli
