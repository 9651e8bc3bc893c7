// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/manifest.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& wanted,
                         const std::string& got) {
    throw BadInput({{path, 0, "", wanted, got, ""}});
}

}  // namespace

DriverManifest load_manifest(const std::string& path) {
    std::ifstream in(path);
    if (!in) refuse(path, "the manifest of a driver", "no such file");
    return parse_manifest({std::istreambuf_iterator<char>(in), {}}, path);
}

DriverManifest parse_manifest(const std::string& text, const std::string& file) {
    try {
        const auto json = nlohmann::json::parse(text);
        DriverManifest manifest;
        manifest.name = json.at("name");
        manifest.title = json.value("title", "");
        manifest.description = json.value("description", "");
        manifest.per_packet_header = json.value("per_packet_header", true);
        const auto bits = json.value("state_bits", nlohmann::json::object());
        for (const auto& [bit, name] : bits.items())
            manifest.state_bits[std::stoull(bit)] = name.get<std::string>();
        return manifest;
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
