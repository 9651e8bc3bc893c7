// SPDX-License-Identifier: GPL-2.0-only
// What the tests of the scenario format share: a small valid scenario to spoil, and the problems
// of a text.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sim/scenario/parse.hpp"

namespace xsksim::test {

// Four valid lines and, from line 6 on, what the test adds.
inline std::string with(const std::string& more) {
    return "{\n"
           "\"name\": \"test\",\n"
           "\"question\": \"Is it read?\",\n"
           "\"expect\": {\"verdict\": \"pass\"},\n"
           "\"end\": {\"frames\": 10}" +
           (more.empty() ? "" : ",\n" + more) + "\n}\n";
}

// "" where the text is a scenario.
inline std::string problems_of(const std::string& text) {
    try {
        parse_scenario(text, "t.json");
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

inline std::filesystem::path source_directory() { return XSKSIM_SOURCE_DIR; }

inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::vector<std::filesystem::path> shipped_scenarios() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(source_directory() / "scenarios"))
        if (entry.path().extension() == ".json") paths.push_back(entry.path());
    return paths;
}

}  // namespace xsksim::test
