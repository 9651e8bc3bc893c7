// SPDX-License-Identifier: GPL-2.0-only
// The codes of findings and stalls: well-formed, unique, and docs/codes.md lists them as the table
// does. That each is produced: tests/codes.
#include <catch2/catch.hpp>

#include <fstream>
#include <regex>
#include <set>

#include "models/codes.hpp"
#include "tests/rules/source_tree.hpp"

using namespace xsksim;

TEST_CASE("codes: each is area.snake_case, stands once, and has a meaning of its own") {
    const std::regex form("[a-z]+\\.[a-z][a-z0-9]*(_[a-z0-9]+)*");
    std::set<std::string_view> names, meanings;
    for (const CodeInfo& info : code_infos) {
        INFO(info.name);
        CHECK(std::regex_match(std::string(info.name), form));
        CHECK(names.insert(info.name).second);
        CHECK(meanings.insert(info.meaning).second);
        CHECK(info.meaning.size() > 10);
        CHECK(info.meaning.size() <= 120);
        CHECK(code_named(info.name) == info.code);
    }
    CHECK(names.size() > 200);
    CHECK_FALSE(code_named("memory.used_after_free"));
}

TEST_CASE("codes: docs/codes.md has the row of every code, in order, and no other") {
    std::ifstream document(rules::top() / "docs/codes.md");
    std::vector<std::string> told, wanted;
    for (std::string line; std::getline(document, line);)
        if (line.starts_with("| `")) told.push_back(line);
    for (const CodeInfo& info : code_infos)
        wanted.push_back("| `" + std::string(info.name) + "` | " + std::string(info.meaning) +
                         " |");
    CHECK(told == wanted);
}
