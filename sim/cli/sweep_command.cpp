// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <memory>

#include "sim/cli/argument_text.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/cli/sweep_outcome.hpp"
#include "sim/cli/sweep_progress.hpp"
#include "sim/store/build_identity.hpp"
#include "sim/sweep/sweep_run.hpp"

namespace xsksim::cli {
namespace {

struct SweepArguments {
    std::string file, store, shard, deadline, driver_directory;
    unsigned jobs = default_jobs();
    unsigned run_seconds = 300;
    bool resume = false, json = false, quiet = false, dry_run = false;
};

SweepOptions options_of(const SweepArguments& a) {
    SweepOptions options;
    options.jobs = a.jobs;
    options.run_seconds_max = a.run_seconds;
    options.driver_directory = a.driver_directory;
    if (!a.deadline.empty())
        options.deadline = std::chrono::steady_clock::now() + seconds_of("--deadline", a.deadline);
    options.shard = shard_of(a.shard);
    return options;
}

std::string plan_text(const Plan& plan) {
    std::string text = fmt::format("{}: {}\n", plan.sweep.name, plan.sweep.question);
    for (const PlannedAxis& axis : plan.axes) {
        if (axis.values.empty()) {
            text += fmt::format("  {}: searched\n", axis.name);
            continue;
        }
        text += fmt::format("  {}: {} values, {} to {}{}\n", axis.name, axis.values.size(),
                            axis.values.front().label, axis.values.back().label,
                            axis.unit.empty() ? "" : " " + axis.unit);
    }
    if (plan.sweep.find)
        return text + fmt::format("  {} searches, {} seed{} a value\n", plan.points.size(),
                                  plan.sweep.seeds, plan.sweep.seeds == 1 ? "" : "s");
    return text + fmt::format("  {} points, {} runs\n", plan.points.size(), plan.runs());
}

void read_back(Store& store, SweepOutcome& outcome) {
    auto verdicts = store.database().prepare(
        "SELECT verdict, count(*) FROM run GROUP BY verdict ORDER BY verdict");
    while (verdicts.row())
        outcome.verdicts[verdicts.text(0)] = static_cast<std::uint64_t>(verdicts.integer(1));
    auto boundaries = store.database().prepare(
        "SELECT b.text, (SELECT group_concat(a.name || ' ' || v.label, ', ') FROM parameter p JOIN "
        "axis a USING (axis) JOIN axis_value v USING (axis, value) WHERE p.point = b.point) "
        "FROM boundary b ORDER BY b.point");
    while (boundaries.row())
        outcome.boundaries.push_back((boundaries.is_null(1) ? "" : boundaries.text(1) + ": ") +
                                     boundaries.text(0));
}

int exit_of(const SweepOutcome& outcome) {
    if (outcome.end != SweepEnd::complete) return exit_inconclusive;
    const bool faulty =
        outcome.verdicts.contains("simulator fault") || outcome.verdicts.contains("crashed");
    return faulty ? exit_simulator_fault : exit_ok;
}

std::string again(const SweepArguments& a, const std::string& store) {
    return fmt::format("{} sweep {} --store {}{} --resume", program_name(), a.file, store,
                       a.shard.empty() ? "" : " --shard " + a.shard);
}

int sweep(const SweepArguments& a) {
    const std::string file = find_sweep(a.file);
    const Plan plan = load_plan(file);
    const SweepOptions options = options_of(a);
    if (a.dry_run) {
        fmt::print("{}", plan_text(plan));
        return exit_ok;
    }
    const std::string path = a.store.empty() ? plan.sweep.name + ".sqlite" : a.store;
    const std::string build = build_identity(a.driver_directory);
    Store store = a.resume ? Store::resume(path, plan, build) : Store::create(path, plan, build);
    expect_interruption();
    ProgressLine line(a.quiet);
    SweepOutcome outcome;
    outcome.store = path;
    outcome.again = again(a, path);
    try {
        outcome.end =
            run_sweep(plan, options, store, is_interrupted, [&](const SweepProgress& progress) {
                outcome.progress = progress;
                line.show([&](bool is_terminal) {
                    return sweep_progress_text(progress, line.seconds(), is_terminal);
                });
            });
    } catch (const StoreProblem& problem) {
        line.finish();
        fmt::print(stderr,
                   "{}\nwhat was written before is kept; when there is room, go on with:\n  {}\n",
                   problem.what(), outcome.again);
        return exit_inconclusive;
    }
    line.finish();
    read_back(store, outcome);
    outcome.progress.done = 0;
    for (const auto& [verdict, count] : outcome.verdicts) outcome.progress.done += count;
    store.close();
    fmt::print("{}", a.json ? outcome.json() : outcome.text());
    return exit_of(outcome);
}

}  // namespace

void add_sweep_command(Command& app, Action& chosen) {
    auto a = std::make_shared<SweepArguments>();
    auto* command =
        app.add_subcommand("sweep", "Vary a scenario's parameters and keep the results");
    command->add_option("SWEEP", a->file, "A sweep file, or the name of a shipped one")->required();
    command->add_option("--store", a->store, "Where results go (default: NAME.sqlite)");
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_option("--shard", a->shard,
                        "Only the i-th of n parts: i/n, or auto in a cluster's array job");
    command->add_flag("--resume", a->resume, "Go on with a store: make the runs it lacks");
    command->add_option("--deadline", a->deadline, "End in time, unfinished: 90s, 10m, 2h");
    command->add_option("--run-seconds", a->run_seconds, "A run that takes longer is ended")
        ->check_range(1, 86'400)
        ->capture_default_str();
    command->add_flag("--dry-run", a->dry_run, "Say what would be run");
    command->add_flag("--json", a->json, "Print the outcome as one JSON object");
    command->add_flag("-q,--quiet", a->quiet, "No progress");
    command->footer(
        "The store is an SQLite file: one row a run, readable from pandas and R. Killed at any\n"
        "moment, it holds every run that was finished; --resume makes the others.\n"
        "Runs are made on the native engine. One in 64 is made again on SimGrid and must be the\n"
        "same, which takes 2 to 7 % of the time.\n"
        "Exit codes: 0 all runs are made, 3 unfinished, 2 bad input, 4 a run broke the "
        "simulator.\n\n"
        "Examples:\n"
        "  xsksim sweep percent-timeout\n"
        "  xsksim sweep my-sweep.json --store my.sqlite --jobs 8\n"
        "  xsksim sweep my-sweep.json --store part3.sqlite --shard 3/8 --deadline 10m --resume\n"
        "  xsksim table percent-timeout.sqlite");
    command->callback([a, &chosen] { chosen = [a] { return sweep(*a); }; });
}

}  // namespace xsksim::cli
