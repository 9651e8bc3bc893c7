// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <filesystem>

#include "sim/cli/code_list.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/scenario_files.hpp"
#include "sim/cli/scenario_list.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

struct ListOptions {
    std::string directory;
    bool json = false, codes = false;
};

std::string name_in(const std::string& file, const std::string& directory) {
    return std::filesystem::path(file).lexically_relative(directory).replace_extension().string();
}

int list(const ListOptions& options) {
    if (options.codes) {
        fmt::print("{}", codes_text());
        return 0;
    }
    const std::string directory =
        options.directory.empty() ? shipped_scenario_directory() : options.directory;
    if (!std::filesystem::is_directory(directory))
        refuse(directory, "a folder of scenarios", "no such folder");
    std::vector<ListedScenario> scenarios;
    for (const auto& file : scenario_files_in(directory)) {
        const Scenario scenario = load_scenario(file);
        scenarios.push_back({name_in(file, directory), file,
                             std::string(word_of(scenario.expect.verdict)), scenario.question});
    }
    fmt::print("{}", options.json ? list_json(scenarios) : list_text(scenarios));
    return 0;
}

}  // namespace

void add_list_command(Command& app, Action& chosen) {
    auto options = std::make_shared<ListOptions>();
    auto* command = app.add_subcommand("list", "List scenarios: name, expected verdict, question");
    command->add_option("DIR", options->directory,
                        "A folder of scenarios (default: the shipped ones)");
    auto* json = command->add_flag("--json", options->json, "Print JSON");
    command
        ->add_flag("--codes", options->codes,
                   "List the codes of findings and stalls instead, with what each means")
        ->excludes(json);
    command->footer(
        "Examples:\n  xsksim list\n  xsksim list --codes\n  xsksim list my-scenarios --json | jq "
        "-r '.scenarios[].name'");
    command->callback([options, &chosen] { chosen = [options] { return list(*options); }; });
}

}  // namespace xsksim::cli
