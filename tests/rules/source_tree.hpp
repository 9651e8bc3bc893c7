// SPDX-License-Identifier: GPL-2.0-only
// The project's own sources, for tests that hold rules over them.
#pragma once

#include <filesystem>
#include <regex>
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
// A regex that matches only what holds one of the words, which are looked for first: matching takes
// a thousand times as long, and hardly a line holds one.
class WordPattern {
public:
    WordPattern(std::vector<std::string> words, const std::string& pattern)
        : words_(std::move(words)), pattern_(pattern) {}
    bool is_in(const std::string& line) const;

private:
    std::vector<std::string> words_;
    std::regex pattern_;
};

bool starts_with_one_of(const std::string& text, const std::vector<std::string>& prefixes);

}  // namespace xsksim::rules
