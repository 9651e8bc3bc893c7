// SPDX-License-Identifier: GPL-2.0-only
#include "tests/rules/source_tree.hpp"

#include <algorithm>
#include <fstream>

namespace xsksim::rules {
namespace fs = std::filesystem;

fs::path top() { return XSKSIM_SOURCE_DIR; }

static SourceFile read(const fs::path& path) {
    SourceFile file{fs::relative(path, top()).string(), {}, {}, {}};
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        file.lines.push_back(line);
        if (line.rfind("#include ", 0) != 0 || line.size() < 11) continue;
        const bool quoted = line[9] == '"';
        const std::size_t end = line.find(quoted ? '"' : '>', 10);
        (quoted ? file.quoted_includes : file.angle_includes).push_back(line.substr(10, end - 10));
    }
    return file;
}

std::vector<SourceFile> sources_below(const std::string& folder,
                                      const std::vector<std::string>& endings) {
    std::vector<SourceFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(top() / folder)) {
        const std::string ending = entry.path().extension().string();
        if (entry.is_regular_file() && std::count(endings.begin(), endings.end(), ending) > 0)
            files.push_back(read(entry.path()));
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

bool WordPattern::is_in(const std::string& line) const {
    return std::ranges::any_of(
               words_,
               [&](const std::string& word) { return line.find(word) != std::string::npos; }) &&
           std::regex_search(line, pattern_);
}

bool starts_with_one_of(const std::string& text, const std::vector<std::string>& prefixes) {
    return std::ranges::any_of(prefixes,
                               [&](const std::string& prefix) { return text.starts_with(prefix); });
}

}  // namespace xsksim::rules
