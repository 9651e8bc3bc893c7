// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/mutants.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sim/cli/scenario_files.hpp"
#include "sim/driver/manifest.hpp"
#include "sim/import/build_driver.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

std::string contents_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The lines before the diff, as one.
std::string first_words(const std::string& patch) {
    std::string words = patch.substr(0, patch.find("diff --git"));
    std::replace(words.begin(), words.end(), '\n', ' ');
    words.erase(words.find_last_not_of(' ') + 1);
    return words;
}

Mutant read_patch(const fs::path& file) {
    Mutant mutant{file.stem().string(), file.string(), first_words(contents_of(file)), "", {}};
    if (mutant.what_is_gone.empty())
        refuse(mutant.file, "a sentence before the diff that says what is gone", "none");
    return mutant;
}

Mutant read_switches(const fs::path& file) {
    Mutant mutant{file.stem().string(), file.string(), "", "", {}};
    try {
        const auto json = nlohmann::json::parse(contents_of(file));
        mutant.what_is_gone = json.at("safeguard").get<std::string>();
        for (const auto& [pointer, value] : json.at("set").items())
            mutant.overrides.push_back({pointer, value.dump()});
    } catch (const nlohmann::json::exception& error) {
        refuse(mutant.file, R"({"safeguard": "...", "set": {"/json/pointer": value}})",
               error.what());
    }
    return mutant;
}

bool is_newer(const fs::path& object, const fs::path& source) {
    std::error_code error;
    const auto built = fs::last_write_time(object, error);
    return !error && built >= fs::last_write_time(source, error) && !error;
}

}  // namespace

std::string shipped_mutant_directory() {
    const std::string scenarios = shipped_scenario_directory();
    const fs::path beside = fs::path(scenarios).parent_path() / "tests" / "mutants";
    return !scenarios.empty() && fs::is_directory(beside) ? beside.string() : std::string();
}

std::map<std::string, Mutant> read_mutants(const std::string& directory) {
    std::map<std::string, Mutant> mutants;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        const fs::path& file = entry.path();
        if (file.extension() == ".patch") mutants[file.stem().string()] = read_patch(file);
        if (file.extension() == ".json") mutants[file.stem().string()] = read_switches(file);
    }
    if (mutants.empty()) refuse(directory, "a folder of mutants, NAME.patch or NAME.json", "none");
    return mutants;
}

void build_mutants(std::map<std::string, Mutant>& mutants, const std::string& scratch) {
    const fs::path built = fs::path(driver_directory("")).parent_path() / "mutants";
    for (auto& [name, mutant] : mutants) {
        if (!mutant.is_patch()) continue;
        fs::path object = built / (name + ".so");
        if (!is_newer(object, mutant.file)) {
            object = fs::path(scratch) / (name + ".so");
            build_driver(
                {{{mutant.file, contents_of(mutant.file)}}, object.string(), base_of_mutants, ""});
        }
        mutant.driver = object.string();
    }
}

}  // namespace xsksim::cli
