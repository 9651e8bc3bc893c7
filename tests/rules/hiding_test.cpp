// SPDX-License-Identifier: GPL-2.0-only
// Files of a folder are compiled together (XSKSIM_TOGETHER). There a helper in the anonymous
// namespace of one file hides, for its neighbours, a function of the same name in a header of the
// outer namespace: the neighbour's call then goes to the helper where its type fits, and nobody is
// told. So no helper of a nested namespace has such a name.
#include <catch2/catch.hpp>

#include <regex>
#include <set>
#include <string>

#include "tests/rules/source_tree.hpp"

using namespace xsksim::rules;

namespace {

const std::string outer = "namespace xsksim {";

// The name that a line at the left edge declares as a function; "" for any other line.
std::string declared_function(const std::string& line) {
    static const std::regex declaration(
        R"(^(?:inline |constexpr |static |\[\[nodiscard\]\] |const )*[A-Za-z_][\w:<>,*& ]*?[ *&]([a-z_]\w*)\()");
    static const std::regex no_type(R"(^(?:return|using|typedef|namespace|else|template)\b)");
    std::smatch found;
    if (std::regex_search(line, no_type) || !std::regex_search(line, found, declaration)) return "";
    return found[1];
}

std::set<std::string> functions_of_headers() {
    std::set<std::string> names;
    for (const std::string folder : {"sim", "models"})
        for (const SourceFile& header : sources_below(folder, {".hpp"})) {
            bool is_outer = false;
            for (const std::string& line : header.lines) {
                if (line.starts_with("namespace ")) is_outer = line == outer;
                // What ends here was nested; behind the outer one nothing follows.
                if (line.starts_with("}  // namespace")) is_outer = true;
                if (is_outer)
                    if (const std::string name = declared_function(line); !name.empty())
                        names.insert(name);
            }
        }
    return names;
}

// Of the anonymous namespace of a file whose own namespace is not the outer one.
std::set<std::string> helpers_of(const SourceFile& file) {
    std::set<std::string> names;
    bool is_nested = false, is_anonymous = false;
    for (const std::string& line : file.lines) {
        if (line.starts_with("namespace xsksim::")) is_nested = true;
        if (line == "namespace {") is_anonymous = true;
        if (line.starts_with("}  // namespace")) is_anonymous = false;
        if (is_nested && is_anonymous)
            if (const std::string name = declared_function(line); !name.empty()) names.insert(name);
    }
    return names;
}

}  // namespace

TEST_CASE("hiding: declarations are found in the text") {
    CHECK(declared_function("std::string text_of(const Node& node);") == "text_of");
    CHECK(declared_function("inline const char* word_of(Use use) {") == "word_of");
    CHECK(declared_function("constexpr std::array<int, 3> sizes(int a) {") == "sizes");
    CHECK(declared_function("    text_of(node);").empty());
    CHECK(declared_function("class Writer {").empty());
    const std::set<std::string> known = functions_of_headers();
    CHECK(known.size() > 150);
    CHECK(known.contains("json_literal"));
    CHECK(known.contains("word_of"));
}

TEST_CASE("hiding: no helper of a nested namespace has the name of a header's function") {
    const std::set<std::string> known = functions_of_headers();
    std::size_t helpers = 0;
    for (const std::string folder : {"sim", "models"})
        for (const SourceFile& file : sources_below(folder, {".cpp"}))
            for (const std::string& name : helpers_of(file)) {
                ++helpers;
                INFO(file.path << ": " << name);
                CHECK_FALSE(known.contains(name));
            }
    CHECK(helpers > 100);
}
