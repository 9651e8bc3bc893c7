// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>

#include "sim/cli/argument_text.hpp"
#include "sim/cli/batch_options.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_codes.hpp"
#include "sim/cli/explore_adopt.hpp"
#include "sim/cli/explore_report.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/mutants.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/explore/own_failure.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

constexpr std::uint32_t strikes_most = 100;
constexpr std::uint64_t shrinking_runs_max = 5000;
constexpr std::size_t race_steps_max = 24;  // in the scenario

struct ExploreArguments {
    std::vector<std::string> scenarios, sets;
    std::string driver, reference, mutant, faults = "none", strategy = "portfolio",
                                           driver_directory, budget = "30s", out = "found";
    std::vector<std::string> excepted;
    std::vector<std::string> adopted;  // instead of exploring
    std::string adopt_as, adopt_into;
    std::uint32_t seed = 1;
    unsigned jobs = default_jobs();
    bool first = false, quiet = false, writes_none = false;
};

// A number is one of executions, a number with a unit a time.
ExploreBudget budget_of(const ExploreArguments& a) {
    ExploreBudget budget;
    budget.until_first = a.first;
    std::uint64_t executions = 0;
    const char* const end = a.budget.data() + a.budget.size();
    const auto read = std::from_chars(a.budget.data(), end, executions);
    if (read.ec == std::errc{} && read.ptr == end)
        budget.executions = executions;
    else
        budget.time = seconds_of("--budget", a.budget,
                                 "a number of executions, or a time such as 90s, 10m or 2h");
    return budget;
}

// A mutant takes the driver's place, or something away from the simulated kernel or device.
void become_mutant(const std::string& name, Explored& explored) {
    const std::string folder = shipped_mutant_directory();
    std::map<std::string, Mutant> mutants = read_mutants(folder);
    const auto found = mutants.find(name);
    if (found == mutants.end()) refuse("--mutant", "a mutant of " + folder, name);
    std::map<std::string, Mutant> one{*found};
    build_mutants(one, fs::temp_directory_path().string());
    explored.driver = one.begin()->second.driver;
    explored.mutation = one.begin()->second.overrides;
    explored.reference = base_of_mutants;
}

// "interrupts", "all:3".
FaultBudget faults_of(const std::string& text) {
    FaultBudget budget;
    const std::size_t colon = text.find(':');
    const auto menu = from_word<FaultMenu>(text.substr(0, colon));
    if (!menu)
        refuse("--faults", "none, interrupts, kicks, device, guest or all, with :N for N strikes",
               text);
    budget.menu = *menu;
    if (colon == std::string::npos) return budget;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, budget.strikes_max);
    if (read.ec != std::errc{} || read.ptr != end || budget.strikes_max > strikes_most)
        refuse("--faults", fmt::format("at most {} strikes after the colon", strikes_most), text);
    return budget;
}

Explored explored_of(const ExploreArguments& a, const std::string& file) {
    Explored explored;
    explored.file = file;
    for (const std::string& set : a.sets) explored.set.push_back(override_of(set));
    explored.driver = a.driver;
    explored.driver_directory = a.driver_directory;
    explored.reference = a.reference;
    explored.excepted = a.excepted;
    explored.faults = faults_of(a.faults);
    explored.strategy = from_word<Strategy>(a.strategy).value();
    explored.seed = a.seed;
    if (!a.mutant.empty()) become_mutant(a.mutant, explored);
    return explored;
}

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

// The command that made it, for whoever finds the file.
std::string exploration_text(const ExploreArguments& a, const Explored& explored) {
    std::string text = "xsksim explore " + explored.file;
    if (!a.mutant.empty()) text += " --mutant " + a.mutant;
    if (!a.driver.empty()) text += " --driver " + a.driver;
    if (!a.reference.empty()) text += " --reference " + a.reference;
    for (const std::string& set : a.sets) text += " --set " + set;
    return text + fmt::format(" --seed {}", a.seed);
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
    words.by = exploration_text(a, explored);
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

int explore_one(const ExploreArguments& a, const std::string& file) {
    const Explored explored = explored_of(a, file);
    WorkloadSearch search(explored);  // refuses bad input before any worker starts
    const auto began = std::chrono::steady_clock::now();
    auto shown = began;
    Exploration::Callbacks callbacks;
    callbacks.is_interrupted = is_interrupted;
    callbacks.on_progress = [&](const ExplorationState& so_far) {
        const auto now = std::chrono::steady_clock::now();
        if (a.quiet || now - shown < std::chrono::seconds(5)) return;
        shown = now;
        fmt::print(stderr, "{}\n", explore_progress_text(so_far, seconds_since(began)));
    };
    if (!explored.reference.empty())
        callbacks.is_own = [&](const MetFailure& met) {
            return met.signature == simulator_died || is_own_failure(search, met);
        };
    const ExplorationState state = Exploration(explored, a.jobs).run(budget_of(a), callbacks);
    const double seconds = seconds_since(began);
    std::vector<ReportedFailure> failures;
    for (const FoundFailure& found : state.found)
        failures.push_back(report(a, explored, search, found));
    fmt::print("{}", explore_report_text(fs::path(file).stem().string(), state, seconds, failures));
    const auto died = [](const FoundFailure& f) { return f.first.signature == simulator_died; };
    if (std::ranges::any_of(state.found, died)) return exit_simulator_fault;
    if (!failures.empty()) return exit_unexpected;
    return state.was_interrupted ? exit_inconclusive : exit_ok;
}

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

int explore(const ExploreArguments& a) {
    if (!a.adopted.empty()) return adopt_those(a);
    if (a.scenarios.empty()) refuse("SCENARIO", "a scenario to explore", "none");
    budget_of(a);
    expect_interruption();
    int exit = exit_ok;
    for (const std::string& scenario : a.scenarios)
        if (!a.first || exit == exit_ok)
            exit = worse(exit, explore_one(a, find_scenario(scenario)));
    return exit;
}

}  // namespace

void add_explore_command(Command& app, Action& chosen) {
    auto a = std::make_shared<ExploreArguments>();
    auto* command = app.add_subcommand(
        "explore", "Find schedules that break the driver, without being told where to look");
    command->add_option("SCENARIO", a->scenarios, "Scenario files, or names of shipped ones");
    command->add_option("--driver", a->driver, "This driver, a name or a file, instead of theirs");
    command->add_option("--reference", a->reference,
                        "Leave out what fails with this driver in the same execution, too");
    command->add_option("--mutant", a->mutant,
                        "A mutant of tests/mutants instead, with the original as --reference");
    command
        ->add_option("--faults", a->faults,
                     "Let faults strike, too: interrupts, kicks, device, guest, all; all:3")
        ->capture_default_str();
    command->add_option("--strategy", a->strategy, "How schedules are drawn")
        ->check_member(words_of<Strategy>())
        ->capture_default_str();
    command->add_option("--budget", a->budget, "For each scenario: executions, or 30s, 10m, 2h")
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
    command->add_option("--set", a->sets, "/json/pointer=value: change the scenarios")
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
    add_batch_options(*command, a->jobs, a->driver_directory);
    command->add_flag("-q,--quiet", a->quiet, "No progress");
    command->footer(
        "Each workload draws what the scenario's section `explore` lists and runs undisturbed,\n"
        "then under schedules that hold contexts up at points of the driver. A failure becomes a\n"
        "scenario, as small as it gets, one for each cause.\n"
        "Exit codes: 0 nothing fails, 1 something does, 2 bad input, 3 interrupted,\n"
        "4 the simulator is at fault.\n\n"
        "Examples:\n"
        "  xsksim explore hunts/zero-copy --driver mine.so\n"
        "  xsksim explore hunts/zero-copy --driver mine.so --reference v1 --first\n"
        "  xsksim explore my-scenario.json --budget 100000 --seed 7\n"
        "  xsksim explore --adopt found/zero-copy-stalled.json");
    command->callback([a, &chosen] { chosen = [a] { return explore(*a); }; });
}

}  // namespace xsksim::cli
