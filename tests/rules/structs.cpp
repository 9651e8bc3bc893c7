// SPDX-License-Identifier: GPL-2.0-only
#include "tests/rules/structs.hpp"

#include <regex>

namespace xsksim::rules {
namespace {

std::string without_comment(const std::string& line) { return line.substr(0, line.find("//")); }

// "    std::uint32_t tx_ring_size = 256;", "    Duration low{}, high{};"
void add_members(const std::string& line, PlainStruct& into) {
    static const std::regex member(R"(^ {4,}((?:const )?[\w:]+(?:<.*>)?[*&]?) (\w.*);\s*$)");
    static const std::regex name(R"(^(\w+)\s*(.*)$)");
    static const std::vector<std::string> no_member = {"return", "using", "static", "friend",
                                                       "enum"};
    std::smatch found;
    if (!std::regex_match(line, found, member)) return;
    const std::string type = found[1];
    for (const std::string& word : no_member)
        if (type == word) return;
    // Commas inside braces or templates belong to a default.
    std::string rest = found[2];
    if (rest.find('(') != std::string::npos && rest.find('=') == std::string::npos) return;
    int depth = 0;
    for (char& c : rest) {
        depth += (c == '{' || c == '(') - (c == '}' || c == ')');
        if (c == ',' && depth == 0) c = '\n';
    }
    std::size_t begin = 0;
    while (begin < rest.size()) {
        const std::size_t end = std::min(rest.find('\n', begin), rest.size());
        std::string one = rest.substr(begin, end - begin);
        one.erase(0, one.find_first_not_of(' '));
        std::smatch parts;
        if (std::regex_match(one, parts, name)) into.members[parts[1]] = {type, parts[2]};
        begin = end + 1;
    }
}

// From line `i` to the one that is `end`, without structs and enums inside.
void read_members(const SourceFile& file, std::size_t i, const std::string& end,
                  PlainStruct& into) {
    static const std::regex inner(R"(^( +)(?:struct|enum|class) .*\{$)");
    std::string declaration;
    for (; i < file.lines.size() && file.lines[i] != end; ++i) {
        std::smatch found;
        if (std::regex_match(file.lines[i], found, inner)) {
            while (file.lines[i] != found[1].str() + "};") ++i;
            continue;
        }
        // A declaration may go over several lines.
        declaration += without_comment(file.lines[i]);
        if (declaration.find(';') == std::string::npos && !declaration.empty()) continue;
        add_members(declaration, into);
        declaration.clear();
    }
}

}  // namespace

std::vector<PlainStruct> option_structs(const std::vector<SourceFile>& headers) {
    static const std::regex begin(
        R"(^( *)struct (\w*(?:Options|Settings|Rule|Costs|Delay|Step|Safeguards|Affinity))\b[^;]*\{$)");
    std::vector<PlainStruct> all;
    for (const SourceFile& file : headers)
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::smatch found;
            if (!std::regex_match(file.lines[i], found, begin)) continue;
            PlainStruct made{found[2], file.path, {}};
            read_members(file, ++i, found[1].str() + "};", made);
            all.push_back(std::move(made));
        }
    return all;
}

}  // namespace xsksim::rules
