// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "models/fault_kinds.hpp"
#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;

namespace {

std::string row_of(const KeyDocumentation& key) {
    const std::string value = key.default_value.empty() ? "" : "`" + key.default_value + "`";
    return "| `" + key.pointer + "` | " + key.type + " | " + key.unit + " | " + value + " | " +
           key.description + " |";
}

std::string place_text(const FaultInfo& info) {
    switch (place_of(info.site)) {
        case FaultPlace::queue:
            return "queue";
        case FaultPlace::pair:
            return "pair";
        case FaultPlace::cpu:
            return "vCPU";
        case FaultPlace::guest:
            return "guest";
    }
    return "";
}

std::string takes_text(const FaultInfo& info) {
    std::string text = is_happening(info.site) ? "happens by itself" : "";
    for (const auto& [bit, name] : fault_takes::names)
        if ((info.takes & bit) != 0) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

}  // namespace

TEST_CASE("documentation: docs/scenario-format.md has a row for every fault and condition") {
    const std::string document =
        test::text_of(test::source_directory() / "docs/scenario-format.md");
    const auto wants = [&](const std::string& row) {
        const bool found = document.find("\n" + row + "\n") != std::string::npos;
        if (!found) std::cout << "wanted in docs/scenario-format.md:\n" << row << "\n";
        CHECK(found);
    };
    for (const FaultInfo& info : fault_table::infos)
        wants("| `" + std::string(info.name) + "` | " + place_text(info) + " | " +
              takes_text(info) + " | " + std::string(info.meaning) + " |");
#define X(condition, meaning) wants("| `" #condition "` | " meaning " |");
    XSKSIM_FAULT_CONDITIONS(X)
#undef X
}

TEST_CASE("documentation: README.md counts faults and conditions as the tables do") {
    const std::string readme = test::text_of(test::source_directory() / "README.md");
    using Catch::Contains;
    CHECK_THAT(readme,
               Contains("\n" + std::to_string(fault_table::infos.size()) + " kinds of faults"));
    CHECK_THAT(readme, Contains(" " + std::to_string(fault_conditions.size()) + " conditions"));
}

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
