// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/cli/argument_text.hpp"
#include "sim/cli/batch.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/comparison.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/driver/foreign_settings.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

struct CompareArguments {
    std::vector<std::string> scenarios, drivers;
    std::vector<std::string> sets;
    std::optional<std::uint64_t> seed;
    std::string driver_directory;
    unsigned jobs = default_jobs();
    bool json = false, csv = false;
};

// A setting that neither the scenario's own driver nor any of those compared has is a slip of the
// pen, not a difference between drivers.
void check_settings(const std::string& file, const Scenario& scenario,
                    const CompareArguments& arguments) {
    std::vector<std::string> drivers = arguments.drivers;
    drivers.push_back(scenario.driver.name);
    std::vector<std::string> unknown;
    for (std::size_t i = 0; i < drivers.size(); ++i) {
        auto foreign = foreign_settings(scenario, drivers[i], arguments.driver_directory);
        std::vector<std::string> both;
        std::ranges::copy_if(foreign, std::back_inserter(both), [&](const std::string& setting) {
            return i == 0 || std::ranges::find(unknown, setting) != unknown.end();
        });
        unknown = std::move(both);
    }
    std::vector<InputProblem> problems;
    for (const std::string& setting : unknown)
        problems.push_back(
            {file, 0, setting, "something that a driver compared has", "none of them has it", ""});
    if (!problems.empty()) throw BadInput(std::move(problems));
}

// Rows in the order of the command line: by scenario, then by driver.
struct Plan {
    std::vector<Job> jobs;
    std::vector<std::string> own_drivers;  // by job
};

Plan plan_of(const CompareArguments& arguments, const JobOptions& options) {
    Plan plan;
    for (const std::string& name : arguments.scenarios) {
        const std::string file = find_scenario(name);
        const Scenario scenario = load_scenario(file, options.overrides);
        check_settings(file, scenario, arguments);
        for (const std::string& driver : arguments.drivers) {
            Job job;
            job.file = file;
            job.seed = arguments.seed;
            job.driver = driver;
            job.leaves_out_foreign = true;
            plan.jobs.push_back(job);
            plan.own_drivers.push_back(scenario.driver.name);
        }
    }
    return plan;
}

int compare(const CompareArguments& arguments) {
    JobOptions options;
    for (const std::string& set : arguments.sets) options.overrides.push_back(override_of(set));
    options.driver_directory = arguments.driver_directory;
    const Plan plan = plan_of(arguments, options);
    std::vector<ComparisonRow> rows;
    int worst = 0;
    run_in_processes(
        plan.jobs, options, arguments.jobs,
        [&](const JobResult& result) {
            const std::size_t i = rows.size();
            rows.push_back(comparison_row(plan.jobs[i], result, plan.own_drivers[i]));
            // A verdict other than the scenario expects is a row, not an error.
            if (result.exit != exit_unexpected) worst = worse(worst, result.exit);
        },
        [&](std::size_t done) { show_progress(done, plan.jobs.size()); });
    fmt::print("{}", arguments.json  ? comparison_json(rows)
                     : arguments.csv ? comparison_csv(rows)
                                     : comparison_table(rows));
    for (const ComparisonRow& row : rows)
        if (!row.error.empty())
            fmt::print(stderr, "{} with {}: {}", row.scenario, row.driver, row.error);
    return worst;
}

constexpr const char* about_columns =
    "expected: whether the verdict is what the scenario expects, said for its own driver only.\n"
    "wire, back: from submission to the wire, and until the application has its frame back.\n"
    "kicks, irqs, cpu: notifications that reached the device, interrupts that reached a vCPU, and\n"
    "time of all guest contexts (interrupts, softirqs, tasks, the application's too) a packet.\n"
    "Settings of the scenario that a driver does not have are left out, and named below the "
    "table.\n"
    "\n"
    "Exit codes: 0 all were run and judged, whatever the verdict; 2 bad usage or input,\n"
    "3 some were inconclusive, 4 simulator fault.\n"
    "\n"
    "Examples:\n"
    "  xsksim compare lost-interrupt-timer lost-interrupt-no-timer --drivers v1,v2,v3,landed\n"
    "  xsksim compare baseline --drivers v1,./my-driver.so --csv > comparison.csv";

}  // namespace

void add_compare_command(Command& app, Action& chosen) {
    auto a = std::make_shared<CompareArguments>();
    auto* command =
        app.add_subcommand("compare", "Run scenarios with several drivers, in one table");
    command->add_option("SCENARIO", a->scenarios, "Scenario files, or names of shipped ones")
        ->required();
    command
        ->add_option("--drivers", a->drivers,
                     "Names, or files that `xsksim driver build` wrote, with commas between")
        ->delimiter(',')
        ->required();
    command->add_option("--seed", a->seed, "Use this seed instead of each scenario's")
        ->check(whole_number);
    command->add_option("--set", a->sets, "Change one value: /json/pointer=value (repeatable)")
        ->allow_extra_args(false);
    add_batch_options(*command, a->jobs, a->driver_directory);
    auto* json = command->add_flag("--json", a->json, "Print JSON");
    command->add_flag("--csv", a->csv, "Print comma-separated values")->excludes(json);
    command->footer(about_columns);
    command->callback([a, &chosen] { chosen = [a] { return compare(*a); }; });
}

}  // namespace xsksim::cli
