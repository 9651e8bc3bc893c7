// SPDX-License-Identifier: GPL-2.0-only
// Rules that a reader relies on and a reviewer forgets.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include <regex>

#include "tests/rules/source_tree.hpp"

using xsksim::rules::sources_below;
using xsksim::rules::starts_with_one_of;
using xsksim::rules::top;
using xsksim::rules::WordPattern;

namespace {

std::vector<xsksim::rules::SourceFile> simulator_sources() {
    auto files = sources_below("sim", {".cpp", ".hpp"});
    for (auto& file : sources_below("models", {".cpp", ".hpp", ".h", ".c"}))
        files.push_back(std::move(file));
    return files;
}

}  // namespace

TEST_CASE("style: every source starts with its licence") {
    for (const auto& file : simulator_sources()) {
        INFO(file.path);
        REQUIRE_FALSE(file.lines.empty());
        CHECK(file.lines.front().find("SPDX-License-Identifier: GPL-2.0-only") !=
              std::string::npos);
    }
}

TEST_CASE("style: nothing but Choice decides: no clocks, threads or host randomness in the core") {
    const WordPattern banned(
        {"chrono", "rand", "mt19937", "std::thread", "std::async", "gettimeofday", "clock_gettime",
         "time(nullptr)"},
        R"(std::chrono|std::rand\b|\brand\(|random_device|mt19937|std::thread|std::async|\bgettimeofday|clock_gettime|\btime\(nullptr\))");
    CHECK(banned.is_in("    std::mt19937 dice(std::rand());"));
    CHECK_FALSE(banned.is_in("    int operand(int x);"));
    for (const auto& file : simulator_sources()) {
        // The process, not the simulation; and a sample's seeded dice.
        if (starts_with_one_of(file.path, {"sim/cli/", "sim/sweep/sweep_run.",
                                           "sim/sweep/sampling.", "sim/explore/exploration."}))
            continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            if (!banned.is_in(file.lines[i])) continue;
            INFO(file.path << ":" << i + 1 << ": " << file.lines[i]);
            CHECK(false);
        }
    }
}

TEST_CASE("style: the simulator knows no scenario by name") {
    std::vector<std::string> quoted;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top() / "scenarios"))
        if (const std::string name = entry.path().stem().string();
            entry.path().extension() == ".json" && name.find('-') != std::string::npos)
            quoted.push_back('"' + name);
    REQUIRE(quoted.size() > 10);
    for (const auto& file : simulator_sources()) {
        if (file.path.rfind("sim/cli/", 0) == 0) continue;  // examples in --help
        for (const auto& line : file.lines) {
            if (line.find('"') == std::string::npos) continue;
            for (const auto& name : quoted) {
                if (line.find(name) == std::string::npos) continue;
                INFO(file.path << ": " << line);
                CHECK(false);
            }
        }
    }
}

TEST_CASE("style: no file of the simulator grows beyond what one sitting reads") {
    constexpr std::size_t lines_max = 450;
    for (const auto& file : sources_below("sim", {".cpp", ".hpp"})) {
        INFO(file.path);
        CHECK(file.lines.size() <= lines_max);
    }
    for (const auto& file : sources_below("models", {".cpp", ".hpp"})) {
        INFO(file.path);
        CHECK(file.lines.size() <= lines_max);
    }
}

TEST_CASE("style: nothing names this machine or a package registry") {
    // Spelt in pieces so that this file does not contain what it looks for.
    const std::vector<std::string> banned = {std::string("/wo") + "rk/", std::string("/ro") + "ot/",
                                             std::string("registry.") + "npmjs",
                                             std::string("deb.") + "debian.org"};
    for (const auto& folder : {"sim", "models", "tests", "docs", "scenarios", "tools", ".ci"}) {
        if (!std::filesystem::exists(top() / folder)) continue;
        for (const auto& file : sources_below(
                 folder, {".cpp", ".hpp", ".h", ".c", ".md", ".json", ".txt", ".sh", ".cmake"}))
            for (const auto& line : file.lines)
                for (const auto& text : banned) {
                    INFO(file.path << ": " << line);
                    CHECK(line.find(text) == std::string::npos);
                }
    }
}

// The linker takes one of two for both, whatever they hold.
TEST_CASE("style: no two headers define a type of one name") {
    const std::regex definition(R"(^(?:struct|class) (\w+)(?: final)?(?: :.*)?(?: \{)$)");
    std::map<std::string, std::string> owners;
    for (const auto& file : simulator_sources()) {
        // sim/cli is a namespace of its own.
        if (!file.path.ends_with(".hpp") || file.path.rfind("sim/cli/", 0) == 0) continue;
        for (const auto& line : file.lines) {
            std::smatch found;
            if (!std::regex_search(line, found, definition)) continue;
            const auto [owner, is_new] = owners.emplace(found[1], file.path);
            INFO(found[1] << " in " << file.path << " and " << owner->second);
            CHECK(is_new);
        }
    }
    CHECK(owners.size() > 100);
}
