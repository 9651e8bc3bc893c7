// SPDX-License-Identifier: GPL-2.0-only
#include "sim/driver/manifest.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "models/shim/shim_options.hpp"
#include "sim/driver/manifest_vocabulary.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

std::vector<ManifestParameter> parameters_of(const Json& json) {
    std::vector<ManifestParameter> parameters;
    for (const auto& [name, entry] : json.items())
        parameters.push_back({name, entry.value("unit", ""), entry.value("default", Json()).dump(),
                              entry.value("description", "")});
    return parameters;
}

std::vector<ManifestSafeguard> safeguards_of(const Json& json) {
    std::vector<ManifestSafeguard> safeguards;
    for (const auto& entry : json) {
        ManifestSafeguard safeguard{entry.at("name"), {}, entry.value("description", "")};
        const Json off = entry.value("off", Json::object());
        for (const auto& [name, value] : off.items()) safeguard.off[name] = value.dump();
        safeguards.push_back(std::move(safeguard));
    }
    return safeguards;
}

std::map<std::string, Duration> function_costs_of(const Json& json, const std::string& file) {
    constexpr std::int64_t cost_max_ns = 1'000'000'000;
    std::map<std::string, Duration> costs;
    for (const auto& [name, entry] : json.items()) {
        const bool is_number =
            entry.is_number_unsigned() && entry.get<std::uint64_t>() <= cost_max_ns;
        if (!is_number || ShimOptions{}.function_costs.contains(name))
            throw BadInput({{file, 0, "/function_costs_ns/" + name,
                             is_number ? "a function that has no default cost"
                                       : fmt::format("a time of 0 to {} ns", cost_max_ns),
                             is_number ? json_literal(name) : entry.dump(), ""}});
        costs[name] = Duration{entry.get<std::int64_t>()};
    }
    return costs;
}

}  // namespace

DriverManifest load_manifest(const std::string& path) {
    std::ifstream in(path);
    if (!in) refuse(path, "the manifest of a driver", "no such file");
    return parse_manifest({std::istreambuf_iterator<char>(in), {}}, path);
}

DriverManifest parse_manifest(const std::string& text, const std::string& file) {
    try {
        const auto json = Json::parse(text);
        DriverManifest manifest;
        manifest.json = json.dump();
        manifest.name = json.at("name");
        manifest.title = json.value("title", "");
        manifest.description = json.value("description", "");
        manifest.words = manifest_vocabulary(json, file);
        manifest.base = json.value("base", "");
        manifest.parameters = parameters_of(json.value("parameters", Json::object()));
        manifest.safeguards = safeguards_of(json.value("safeguards", Json::array()));
        manifest.function_costs =
            function_costs_of(json.value("function_costs_ns", Json::object()), file);
        manifest.costs_as = json.value("function_costs_as", manifest.costs_as);
        manifest.gaps = json.value("gaps", manifest.gaps);
        manifest.unaligned_accesses = json.value("unaligned_accesses", false);
        manifest.costs_passed_on = json.value("function_costs_passed_on", manifest.costs_passed_on);
        const Json switches = json.value("base_switches", Json::object());
        for (const auto& [name, meaning] : switches.items())
            manifest.base_switches.emplace_back(name, meaning.get<std::string>());
        return manifest;
    } catch (const BadInput&) {
        throw;
    } catch (const std::exception& error) {
        refuse(file, "a driver manifest", error.what());
    }
}

std::string driver_directory(const std::string& directory) {
    if (!directory.empty()) return directory;
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    return (program.parent_path().parent_path() / "drivers").string();
}

}  // namespace xsksim
