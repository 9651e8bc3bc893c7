// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "sim/cli/batch.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/findings_table.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

struct FindingsArguments {
    std::string directory, driver_directory;
    std::vector<std::string> drivers = {"v1", "v2", "v3", "landed"};
    unsigned jobs = default_jobs();
    bool json = false;
};

struct FindingsPlan {
    FindingsTable table;  // rows without results
    std::vector<Job> jobs;
    std::vector<std::size_t> own;  // the jobs that must come out as expected
};

FindingsPlan plan_of(const FindingsArguments& arguments) {
    const std::string directory = arguments.directory.empty()
                                      ? shipped_scenario_directory() + "/findings"
                                      : arguments.directory;
    if (!std::filesystem::is_directory(directory))
        refuse(directory, "a folder of scenarios", "no such folder");
    FindingsPlan plan;
    plan.table.drivers = arguments.drivers;
    for (const std::string& file : scenario_files_in(directory)) {
        const Scenario scenario = load_scenario(file);
        plan.table.rows.push_back({scenario.name, scenario.question, {}});
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
    FindingsPlan plan = plan_of(arguments);
    JobOptions options;
    options.driver_directory = arguments.driver_directory;
    std::size_t done = 0;
    int worst = 0;
    run_in_processes(
        plan.jobs, options, arguments.jobs,
        [&](const JobResult& result) {
            const bool own = std::ranges::find(plan.own, done) != plan.own.end();
            if (own || !result.was_judged()) worst = worse(worst, result.exit);
            if (own && result.exit != 0) fmt::print(stderr, "{}", result.text);
            plan.table.rows[done++ / arguments.drivers.size()].results.push_back(result);
        },
        [&](std::size_t n) { show_progress(n, plan.jobs.size()); });
    fmt::print("{}", arguments.json ? plan.table.json() : plan.table.text());
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
