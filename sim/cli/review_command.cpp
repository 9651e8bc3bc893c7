// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "sim/cli/batch.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/review_report.hpp"
#include "sim/cli/scenario_files.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

struct ReviewArguments {
    std::string directory, driver_directory;
    std::vector<std::uint32_t> questions;
    unsigned jobs = default_jobs();
    bool json = false;
};

struct Experiment {
    std::string file;
    ReviewRow row;  // without a result
};

std::string directory_of(const ReviewArguments& arguments) {
    const std::string directory = arguments.directory.empty()
                                      ? shipped_scenario_directory() + "/review"
                                      : arguments.directory;
    if (!fs::is_directory(directory))
        refuse(directory, "a folder of review scenarios", "no such folder");
    return directory;
}

// One question has one text, whichever scenario tells it.
void require_same_words(const std::vector<Experiment>& experiments) {
    for (std::size_t i = 1; i < experiments.size(); ++i) {
        const ReviewRow &one = experiments[i - 1].row, &other = experiments[i].row;
        if (one.question == other.question && one.asked != other.asked)
            throw BadInput(
                {{experiments[i].file, 0, "/review/asked",
                  fmt::format("\"{}\", as {} says", one.asked, one.scenario), other.asked, ""}});
    }
}

std::vector<Experiment> experiments_of(const ReviewArguments& arguments) {
    std::vector<Experiment> experiments;
    const std::string directory = directory_of(arguments);
    for (const std::string& file : scenario_files_in(directory)) {
        const Scenario scenario = load_scenario(file);
        if (!scenario.review.question) continue;
        ReviewRow row{*scenario.review.question,
                      *scenario.review.asked,
                      fs::path(file).stem().string(),
                      scenario.question,
                      {}};
        experiments.push_back({file, std::move(row)});
    }
    std::ranges::stable_sort(experiments, {},
                             [](const Experiment& experiment) { return experiment.row.question; });
    require_same_words(experiments);
    if (!arguments.questions.empty())
        std::erase_if(experiments, [&](const Experiment& experiment) {
            return std::ranges::count(arguments.questions, experiment.row.question) == 0;
        });
    if (experiments.empty()) refuse(directory, "scenarios with that review question", "none");
    return experiments;
}

int review(const ReviewArguments& arguments) {
    std::vector<Experiment> experiments = experiments_of(arguments);
    std::vector<Job> jobs(experiments.size());
    for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].file = experiments[i].file;
    JobOptions options;
    options.driver_directory = arguments.driver_directory;
    ReviewReport report;
    std::size_t next = 0;
    run_in_processes(
        jobs, options, arguments.jobs,
        [&](const JobResult& result) {
            ReviewRow row = std::move(experiments[next++].row);
            row.result = result;
            report.add(std::move(row));
        },
        [&](std::size_t done) { show_progress(done, jobs.size()); });
    fmt::print("{}", arguments.json ? report.json() : report.table());
    return report.exit_code();
}

}  // namespace

void add_review_command(Command& app, Action& chosen) {
    auto a = std::make_shared<ReviewArguments>();
    auto* command =
        app.add_subcommand("review", "Run the experiments behind the answers of docs/review.md");
    command->add_option("DIR", a->directory, "Review scenarios (default: scenarios/review)");
    command->add_option("--question,-q", a->questions, "Only these questions, by number")
        ->allow_extra_args(false)
        ->check_range(1, 99);
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_flag("--json", a->json, "Print JSON");
    command->footer(
        "Each question of the patch's reviewer with its experiments: verdict, whether that was\n"
        "expected, and the figures that decide. docs/review.md tells the answers.\n\n"
        "Examples:\n"
        "  xsksim review\n"
        "  xsksim review --question 3\n"
        "  xsksim review --json | jq -r '.experiments[] | [.scenario, .verdict] | @tsv'");
    command->callback([a, &chosen] { chosen = [a] { return review(*a); }; });
}

}  // namespace xsksim::cli
