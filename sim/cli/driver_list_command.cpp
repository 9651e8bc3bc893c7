// SPDX-License-Identifier: GPL-2.0-only
// `xsksim driver list` and `xsksim driver show NAME|FILE`.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/cli/driver_commands.hpp"
#include "sim/run/loaded_driver.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct DriverListArguments {
    std::string driver, directory;
    bool json = false;
};

std::vector<std::string> shipped_drivers(const std::string& directory) {
    const fs::path folder = driver_directory(directory);
    if (!fs::is_directory(folder))
        throw BadInput({{folder.string(), 0, "", "a folder of drivers", "no such folder", ""}});
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".so" &&
            fs::is_regular_file(fs::path(entry.path()).replace_extension(".json")))
            names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

int list(const DriverListArguments& arguments) {
    const std::string folder = driver_directory(arguments.directory);
    Json rows = Json::array();
    std::size_t width = 0;
    for (const std::string& name : shipped_drivers(arguments.directory)) {
        const auto manifest = load_manifest((fs::path(folder) / (name + ".json")).string());
        rows.push_back({{"name", name}, {"title", manifest.title}});
        width = std::max(width, name.size());
    }
    if (arguments.json) {
        fmt::print("{}\n", rows.dump(2));
        return 0;
    }
    for (const auto& row : rows)
        fmt::print("{:<{}}  {}\n", row["name"].get<std::string>(), width,
                   row["title"].get<std::string>());
    return 0;
}

Json json_of(const DriverManifest& manifest) {
    Json json = {{"name", manifest.name},
                 {"title", manifest.title},
                 {"base", manifest.base},
                 {"description", manifest.description},
                 {"per_packet_header", manifest.per_packet_header},
                 {"parameters", Json::array()},
                 {"safeguards", Json::array()},
                 {"base_switches", Json::object()}};
    for (const auto& p : manifest.parameters)
        json["parameters"].push_back({{"name", p.name},
                                      {"unit", p.unit},
                                      {"default", Json::parse(p.default_value)},
                                      {"description", p.description}});
    for (const auto& s : manifest.safeguards) {
        Json off = Json::object();
        for (const auto& [name, value] : s.off) off[name] = Json::parse(value);
        json["safeguards"].push_back(
            {{"name", s.name}, {"off", off}, {"description", s.description}});
    }
    for (const auto& [name, meaning] : manifest.base_switches)
        json["base_switches"][name] = meaning;
    return json;
}

std::string switched_off_by(const ManifestSafeguard& safeguard) {
    std::string text;
    for (const auto& [name, value] : safeguard.off)
        text += fmt::format("{}{}={}", text.empty() ? " Off with " : ", ", name, value);
    return text.empty() ? "" : text + ".";
}

std::string text_of(const DriverManifest& manifest) {
    std::string text =
        fmt::format("{}: {}\n{}\n", manifest.name, manifest.title, manifest.description);
    if (!manifest.base.empty()) text += fmt::format("\nBase: {}\n", manifest.base);
    for (const auto& [name, meaning] : manifest.base_switches)
        text += fmt::format("  {}\n      {}\n", name, meaning);
    text += "\nParameters:\n";
    if (manifest.parameters.empty()) text += "  none\n";
    for (const auto& p : manifest.parameters)
        text += fmt::format("  {} = {}{}\n{}", p.name, p.default_value,
                            p.unit.empty() ? "" : " (" + p.unit + ")",
                            p.description.empty() ? "" : "      " + p.description + "\n");
    text += "\nSafeguards:\n";
    if (manifest.safeguards.empty())
        text += "  none are told; a driver built from a text has no list\n";
    for (const auto& s : manifest.safeguards)
        text += fmt::format("  {}\n      {}{}\n", s.name, s.description, switched_off_by(s));
    return text;
}

int show(const DriverListArguments& arguments) {
    const auto manifest =
        load_driver(arguments.driver, arguments.directory, arguments.driver).manifest;
    if (arguments.json)
        fmt::print("{}\n", json_of(manifest).dump(2));
    else
        fmt::print("{}", text_of(manifest));
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
        "show", "What a driver is: its parameters with defaults, its safeguards");
    show_command
        ->add_option("DRIVER", a->driver, "A name, or a file that `xsksim driver build` wrote")
        ->required();
    add_common(*show_command, a);
    show_command->footer("Example:\n  xsksim driver show v1");
    show_command->callback([a, &chosen] { chosen = [a] { return show(*a); }; });
}

}  // namespace xsksim::cli
