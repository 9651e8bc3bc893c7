// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;

namespace {

std::string row_of(const KeyDocumentation& key) {
    const std::string value = key.default_value.empty() ? "" : "`" + key.default_value + "`";
    return "| `" + key.pointer + "` | " + key.type + " | " + key.unit + " | " + value + " | " +
           key.description + " |";
}

}  // namespace

TEST_CASE("documentation: docs/scenario-format.md has the row of every key, and no other") {
    std::istringstream document(
        test::text_of(test::source_directory() / "docs/scenario-format.md"));
    std::set<std::string> rows;
    for (std::string line; std::getline(document, line);)
        if (line.rfind("| `/", 0) == 0) {
            INFO("twice: " << line);
            CHECK(rows.insert(line).second);
        }
    for (const KeyDocumentation& key : documented_keys()) {
        const bool found = rows.erase(row_of(key)) == 1;
        if (!found) std::cout << "wanted in docs/scenario-format.md:\n" << row_of(key) << "\n";
        CHECK(found);
    }
    for (const std::string& row : rows)
        std::cout << "in docs/scenario-format.md, but no key says so:\n" << row << "\n";
    CHECK(rows.empty());
}

TEST_CASE("documentation: its examples are scenarios") {
    std::istringstream document(
        test::text_of(test::source_directory() / "docs/scenario-format.md"));
    std::string example;
    bool inside = false;
    int examples = 0;
    for (std::string line; std::getline(document, line);) {
        if (inside && line == "```") {
            inside = false;
            ++examples;
            INFO(example);
            CHECK(test::problems_of(example) == "");
            example.clear();
        } else if (inside) {
            example += line + "\n";
        } else {
            inside = line == "```json";
        }
    }
    CHECK(examples >= 1);
}
