// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/scenario_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {

namespace {

std::string shipped_directory(const char* name) {
    std::error_code ignored;
    if (fs::is_directory(name, ignored)) return name;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    const fs::path beside = program.parent_path().parent_path().parent_path() / name;
    return fs::is_directory(beside, ignored) ? beside.string() : std::string();
}

std::string find_shipped(const std::string& argument, const std::string& directory,
                         const std::string& wanted) {
    std::error_code ignored;
    if (fs::is_regular_file(argument, ignored)) return argument;
    std::vector<std::string> names;
    for (const auto& file : scenario_files_in(directory)) {
        const std::string name =
            fs::path(file).lexically_relative(directory).replace_extension().string();
        if (name == argument) return file;
        names.push_back(name);
    }
    InputProblem problem;
    problem.file = argument;
    problem.wanted = wanted;
    problem.got = "neither";
    problem.hint = suggestion(argument, names);
    throw BadInput({problem});
}

}  // namespace

std::string shipped_scenario_directory() { return shipped_directory("scenarios"); }

std::vector<std::string> scenario_files_in(const std::string& directory) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(directory, error))
        if (entry.is_regular_file() && entry.path().extension() == ".json")
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::string find_scenario(const std::string& argument) {
    return find_shipped(argument, shipped_scenario_directory(),
                        "a scenario file, or the name of a shipped scenario (see `xsksim list`)");
}

std::string find_sweep(const std::string& argument) {
    return find_shipped(argument, shipped_directory("sweeps"),
                        "a sweep file, or the name of a shipped one (of sweeps/)");
}

}  // namespace xsksim::cli
