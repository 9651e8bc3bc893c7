// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/explore_adopt.hpp"
#include "sim/cli/explore_arguments.hpp"
#include "sim/cli/explore_json.hpp"
#include "sim/cli/explore_session.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/store/build_identity.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

int adopt_those(const ExploreArguments& a) {
    const std::string folder = a.adopt_into.empty() ? shipped_scenario_directory() : a.adopt_into;
    if (!fs::is_directory(folder)) refuse(folder, "a folder of scenarios", "no such folder");
    const AdoptAs as = a.adopt_as == "breaker"   ? AdoptAs::breaker
                       : a.adopt_as == "finding" ? AdoptAs::finding
                                                 : AdoptAs::by_driver;
    for (const std::string& file : a.adopted) {
        const Adopted adopted = adopt(file, folder, as);
        fmt::print("{}\n{}", adopted.file, adopted.next);
    }
    return exit_ok;
}

int exit_of(const ExploreOutcome& outcome) {
    if (outcome.has_broken_simulator()) return exit_simulator_fault;
    if (!outcome.failures.empty()) return exit_unexpected;
    return outcome.is_complete() ? exit_ok : exit_inconclusive;
}

// Refuses bad input, before any worker starts and any file is made.
void check_all(const std::vector<Explored>& scenarios) {
    for (const Explored& explored : scenarios) WorkloadSearch{explored};
}

std::optional<ExploreStore> store_of(const ExploreArguments& a,
                                     const std::vector<Explored>& scenarios) {
    if (a.store.empty()) return std::nullopt;
    const std::string build = build_identity(a.driver_directory);
    std::vector<ExploreIdentity> identities;
    for (const Explored& explored : scenarios) identities.push_back(identity_of(explored, build));
    return a.resume ? ExploreStore::resume(a.store, identities)
                    : ExploreStore::create(a.store, identities);
}

// One after the other, each as soon as it is done.
std::vector<ExploreOutcome> explore_all(const ExploreArguments& a,
                                        const std::vector<Explored>& scenarios,
                                        ExploreStore* store) {
    const Exploration::Options options = options_of(a);
    std::vector<ExploreOutcome> outcomes;
    for (std::uint64_t number = 0; number < scenarios.size(); ++number) {
        outcomes.push_back(explore_one(a, scenarios[number], number, options, store));
        if (!a.json) fmt::print("{}", explore_report_text(outcomes.back()));
        if (a.first && !outcomes.back().failures.empty()) break;
    }
    return outcomes;
}

int explore_scenarios(const ExploreArguments& a) {
    const std::vector<Explored> scenarios = explored_of(a);
    check_all(scenarios);
    std::optional<ExploreStore> store = store_of(a, scenarios);
    expect_interruption();
    std::vector<ExploreOutcome> outcomes;
    try {
        outcomes = explore_all(a, scenarios, store ? &*store : nullptr);
    } catch (const StoreProblem& problem) {
        fmt::print(stderr,
                   "{}\nwhat was written before is kept; when there is room, go on with:\n  {}\n",
                   problem.what(), explore_again(a));
        return exit_inconclusive;
    }
    if (store) store->close();
    const bool is_complete = std::ranges::all_of(outcomes, &ExploreOutcome::is_complete);
    const std::string again = store && !is_complete ? explore_again(a) : "";
    if (a.json) fmt::print("{}", explore_json(outcomes, a.store, again));
    if (!a.json && !again.empty()) fmt::print("go on with:\n  {}\n", again);
    int exit = exit_ok;
    for (const ExploreOutcome& outcome : outcomes) exit = worse(exit, exit_of(outcome));
    return exit;
}

int explore(const ExploreArguments& a) {
    if (!a.adopted.empty()) return adopt_those(a);
    if (a.scenarios.empty()) refuse("SCENARIO", "a scenario to explore", "none");
    if (a.resume && a.store.empty())
        refuse("--resume", "the store to go on with by --store", "none");
    budget_of(a);
    options_of(a);
    return explore_scenarios(a);
}

}  // namespace

void add_explore_command(Command& app, Action& chosen) {
    auto a = std::make_shared<ExploreArguments>();
    auto* command = app.add_subcommand(
        "explore", "Find schedules that break the driver, without being told where to look");
    command->add_option("SCENARIO", a->scenarios, "Scenario files, or names of shipped ones");
    command->add_option("--driver", a->driver, "This driver, a name or a file, instead of theirs");
    command->add_option("--reference", a->reference,
                        "Leave out what fails with this driver, there or in its neighbourhood");
    command->add_option("--mutant", a->mutant,
                        "A mutant of tests/mutants instead, with the original as --reference");
    command
        ->add_option("--faults", a->faults,
                     "Let faults strike, too: interrupts, kicks, device, guest, all; all:3")
        ->capture_default_str();
    command->add_option("--strategy", a->strategy, "How schedules are drawn")
        ->check_member(words_of<Strategy>())
        ->capture_default_str();
    command
        ->add_option("--budget", a->budget,
                     "For each scenario: executions; workloads: 250w; time: 30s, 10m, 2h")
        ->capture_default_str();
    command->add_flag("--first", a->first, "End with the first failure, of all scenarios");
    command
        ->add_option("--except", a->excepted,
                     "Leave out failures told so, word by word: \"fail wire.missing\"")
        ->allow_extra_args(false);
    command->add_flag("--no-scenarios", a->writes_none,
                      "Tell what fails, but make no scenarios of it");
    command->add_option("--seed", a->seed, "Which executions; the same for the same number")
        ->capture_default_str();
    command
        ->add_option("--set", a->sets,
                     "/json/pointer=value: change the scenarios, whatever they draw")
        ->allow_extra_args(false);
    command->add_option("--out", a->out, "Folder for the scenarios that show failures again")
        ->capture_default_str();
    command
        ->add_option("--adopt", a->adopted,
                     "Explore nothing: file these scenarios that it wrote with the shipped ones")
        ->allow_extra_args(false);
    command
        ->add_option("--as", a->adopt_as, "breaker or finding (default: a driver file's: breaker)")
        ->check_member({"breaker", "finding"});
    command->add_option("--into", a->adopt_into, "Instead of the shipped scenarios' folder");
    command->add_option("--store", a->store, "Keep what is explored in this file");
    command->add_flag("--resume", a->resume, "Go on with a store: explore what it lacks");
    command->add_option("--shard", a->shard,
                        "Only the i-th of n parts: i/n, or auto in a cluster's array job");
    command->add_option("--deadline", a->deadline, "End in time, unfinished: 90s, 10m, 2h");
    command
        ->add_option("--run-seconds", a->workload_seconds, "A workload that takes longer is ended")
        ->check_range(1, 86'400)
        ->capture_default_str();
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_flag("--json", a->json, "Print the outcome as one JSON object");
    command->add_flag("-q,--quiet", a->quiet, "No progress");
    command->footer(
        "Each workload draws what the scenario's section `explore` lists and runs undisturbed,\n"
        "then under schedules that hold contexts up at points of the driver and turn the order of\n"
        "what is due at one time. A failure becomes a scenario, as small as it gets, one for each\n"
        "cause.\n"
        "A store is an SQLite file. Killed at any moment, it holds every workload that was\n"
        "finished; with a budget of executions or workloads its content is the same for any\n"
        "number of jobs and interruptions. --budget 250w is the same for any number of shards.\n"
        "Exit codes: 0 nothing fails, 1 something does, 2 bad input, 3 unfinished and nothing\n"
        "failed so far, 4 the simulator is at fault.\n\n"
        "Examples:\n"
        "  xsksim explore hunts/zero-copy --driver mine.so\n"
        "  xsksim explore hunts/zero-copy --driver mine.so --reference v1 --first\n"
        "  xsksim explore my-scenario.json --budget 100000 --seed 7\n"
        "  xsksim explore hunts/life --budget 8h --store life.sqlite --resume\n"
        "  xsksim explore hunts/life --budget 80000w --shard 3/8 --store part3.sqlite\n"
        "  xsksim explore --adopt found/zero-copy-stalled.json");
    command->callback([a, &chosen] { chosen = [a] { return explore(*a); }; });
}

}  // namespace xsksim::cli
