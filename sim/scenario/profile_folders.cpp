// SPDX-License-Identifier: GPL-2.0-only
// Where profiles lie. Apart from profile.cpp, for std::quoted comes along with <filesystem>.
#include <algorithm>
#include <filesystem>

#include "sim/scenario/profile.hpp"

namespace xsksim {

namespace fs = std::filesystem;

namespace {

constexpr const char* folder_name = "profiles";

}  // namespace

std::vector<std::string> profile_names(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> profile_folders(const std::string& scenario_path) {
    std::vector<std::string> folders;
    std::error_code ignored;
    const auto add = [&](const fs::path& beside) {
        if (fs::is_directory(beside / folder_name, ignored))
            folders.push_back((beside / folder_name).lexically_normal().string());
    };
    fs::path folder = fs::absolute(scenario_path, ignored).lexically_normal().parent_path();
    for (; folder.has_relative_path(); folder = folder.parent_path()) add(folder);
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    add(program.parent_path().parent_path().parent_path());
    return folders;
}

}  // namespace xsksim
