// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_arguments.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "sim/cli/argument_text.hpp"
#include "sim/cli/mutants.hpp"
#include "sim/cli/report_text.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim::cli {
namespace {

constexpr std::uint32_t strikes_most = 100;

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

// A mutant takes the driver's place, or something away from the simulated kernel or device.
void become_mutant(const std::string& name, Explored& explored) {
    const std::string folder = shipped_mutant_directory();
    std::map<std::string, Mutant> mutants = read_mutants(folder);
    const auto found = mutants.find(name);
    if (found == mutants.end()) refuse("--mutant", "a mutant of " + folder, name);
    std::map<std::string, Mutant> one{*found};
    build_mutants(one, std::filesystem::temp_directory_path().string());
    explored.driver = one.begin()->second.driver;
    explored.mutation = one.begin()->second.overrides;
    explored.reference = base_of_mutants;
}

// What decides the executions, beside the scenarios.
std::string options_text(const ExploreArguments& a) {
    std::string text;
    const auto add = [&](const char* option, const std::string& value) {
        text += fmt::format(" {} {}", option, shell_quoted(value));
    };
    if (!a.mutant.empty()) add("--mutant", a.mutant);
    if (!a.driver.empty()) add("--driver", a.driver);
    if (!a.reference.empty()) add("--reference", a.reference);
    if (a.faults != "none") add("--faults", a.faults);
    if (a.strategy != "portfolio") add("--strategy", a.strategy);
    for (const std::string& excepted : a.excepted) add("--except", excepted);
    for (const std::string& set : a.sets) add("--set", set);
    return text + fmt::format(" --seed {}", a.seed);
}

}  // namespace

ExploreBudget budget_of(const ExploreArguments& a) {
    constexpr const char* wanted =
        "a number of executions, of workloads such as 250w, or a time such as 90s, 10m or 2h";
    ExploreBudget budget;
    budget.until_first = a.first;
    std::uint64_t number = 0;
    const char* const end = a.budget.data() + a.budget.size();
    const auto read = std::from_chars(a.budget.data(), end, number);
    const std::string_view unit(read.ptr, end);
    if (read.ec == std::errc{} && unit.empty())
        budget.executions = number;
    else if (read.ec == std::errc{} && unit == "w")
        budget.workloads = number;
    else
        budget.time = seconds_of("--budget", a.budget, wanted);
    return budget;
}

Exploration::Options options_of(const ExploreArguments& a) {
    Exploration::Options options;
    options.workers = a.jobs;
    options.workload_seconds_max = a.workload_seconds;
    options.shard = shard_of(a.shard);
    if (!a.deadline.empty())
        options.deadline = std::chrono::steady_clock::now() + seconds_of("--deadline", a.deadline);
    return options;
}

std::vector<Explored> explored_of(const ExploreArguments& a) {
    Explored common;
    for (const std::string& set : a.sets) common.set.push_back(override_of(set));
    common.driver = a.driver;
    common.driver_directory = a.driver_directory;
    common.reference = a.reference;
    common.excepted = a.excepted;
    common.faults = faults_of(a.faults);
    common.strategy = from_word<Strategy>(a.strategy).value();
    common.seed = a.seed;
    if (!a.mutant.empty()) become_mutant(a.mutant, common);
    std::vector<Explored> all;
    for (const std::string& scenario : a.scenarios) {
        all.push_back(common);
        all.back().file = find_scenario(scenario);
    }
    return all;
}

std::string explore_again(const ExploreArguments& a) {
    std::string text = program_name() + " explore";
    for (const std::string& scenario : a.scenarios) text += " " + shell_quoted(scenario);
    text += options_text(a) + " --budget " + a.budget;
    if (a.first) text += " --first";
    if (!a.shard.empty()) text += " --shard " + a.shard;
    return text + " --store " + shell_quoted(a.store) + " --resume";
}

std::string explore_text(const ExploreArguments& a, const std::string& file) {
    return "xsksim explore " + file + options_text(a);
}

}  // namespace xsksim::cli
