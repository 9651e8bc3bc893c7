// SPDX-License-Identifier: GPL-2.0-only
// The project's own sources, for tests that hold rules over them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace xsksim::rules {

struct SourceFile {
    std::string path;  // from the top, e.g. "sim/core/simgrid_engine.cpp"
    std::vector<std::string> lines;
    std::vector<std::string> quoted_includes;  // #include "..."
    std::vector<std::string> angle_includes;   // #include <...>
};

std::filesystem::path top();
// Every file below top()/folder with one of the endings, sorted by path.
std::vector<SourceFile> sources_below(const std::string& folder,
                                      const std::vector<std::string>& endings);
bool starts_with_one_of(const std::string& text, const std::vector<std::string>& prefixes);

}  // namespace xsksim::rules
