// SPDX-License-Identifier: GPL-2.0-only
// `xsksim driver list` and `xsksim driver show NAME|FILE`.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "sim/cli/driver_commands.hpp"
#include "sim/cli/driver_list.hpp"
#include "sim/driver/loaded_driver.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

namespace fs = std::filesystem;

struct DriverListArguments {
    std::string driver, directory;
    bool json = false;
};

std::vector<std::string> shipped_drivers(const std::string& directory) {
    const fs::path folder = driver_directory(directory);
    if (!fs::is_directory(folder)) refuse(folder.string(), "a folder of drivers", "no such folder");
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".so" &&
            fs::is_regular_file(fs::path(entry.path()).replace_extension(".json")))
            names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

int list(const DriverListArguments& arguments) {
    const fs::path folder = driver_directory(arguments.directory);
    std::vector<DriverManifest> drivers;
    for (const std::string& name : shipped_drivers(arguments.directory)) {
        drivers.push_back(load_manifest((folder / (name + ".json")).string()));
        drivers.back().name = name;
    }
    fmt::print("{}", arguments.json ? drivers_json(drivers) : drivers_text(drivers));
    return 0;
}

int show(const DriverListArguments& arguments) {
    const LoadedDriver driver =
        load_driver(arguments.driver, arguments.directory, arguments.driver);
    const auto shown = arguments.json ? driver_json : driver_text;
    fmt::print("{}", shown(driver.manifest, prices_of(driver)));
    return 0;
}

void add_common(Command& command, const std::shared_ptr<DriverListArguments>& a) {
    command.add_option("--driver-dir", a->directory,
                       "Where driver objects lie (default: beside the program)");
    command.add_flag("--json", a->json, "Print JSON");
}

}  // namespace

void add_driver_list_commands(Command& driver, Action& chosen) {
    auto a = std::make_shared<DriverListArguments>();
    auto* list_command = driver.add_subcommand("list", "List the shipped drivers");
    add_common(*list_command, a);
    list_command->callback([a, &chosen] { chosen = [a] { return list(*a); }; });

    auto* show_command = driver.add_subcommand(
        "show", "What a driver is: parameters with defaults, safeguards, prices, gaps");
    show_command
        ->add_option("DRIVER", a->driver, "A name, or a file that `xsksim driver build` wrote")
        ->required();
    add_common(*show_command, a);
    show_command->footer("Example:\n  xsksim driver show v1");
    show_command->callback([a, &chosen] { chosen = [a] { return show(*a); }; });
}

}  // namespace xsksim::cli
