// SPDX-License-Identifier: GPL-2.0-only
// Parser, schema, documentation and shipped sweeps say the same.
#include <catch2/catch.hpp>

#include <iostream>
#include <set>
#include <sstream>

#include "sim/sweep/store_tables.hpp"
#include "tests/unit/sweep/sweep_files.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string document(const char* name) {
    return text_of(fs::path(XSKSIM_SOURCE_DIR) / "docs" / name);
}

std::string row_of(const KeyDocumentation& key) {
    const std::string value = key.default_value.empty() ? "" : "`" + key.default_value + "`";
    return "| `" + key.pointer + "` | " + key.type + " | " + key.unit + " | " + value + " | " +
           key.description + " |";
}

}  // namespace

TEST_CASE("documentation: docs/sweep-format.md has the row of every key, and no other") {
    std::istringstream lines(document("sweep-format.md"));
    std::set<std::string> rows;
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("| `/", 0) == 0) CHECK(rows.insert(line).second);
    for (const KeyDocumentation& key : documented_sweep_keys()) {
        const bool found = rows.erase(row_of(key)) == 1;
        if (!found) std::cout << "wanted in docs/sweep-format.md:\n" << row_of(key) << "\n";
        CHECK(found);
    }
    for (const std::string& row : rows) std::cout << "no key says so:\n" << row << "\n";
    CHECK(rows.empty());
}

TEST_CASE("documentation: docs/sweep-store.md shows the tables as they are made") {
    std::istringstream lines(store_tables);
    const std::string text = document("sweep-store.md");
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(text.find(store_format) != std::string::npos);
}

TEST_CASE("schema: sim/sweep/sweep.schema.json is that of the key table") {
    CHECK(text_of(XSKSIM_SOURCE_DIR "/sim/sweep/sweep.schema.json") == sweep_schema_json());
}

TEST_CASE("shipped sweeps: each can be read") {
    std::size_t sweeps = 0;
    for (const auto& entry : fs::directory_iterator(XSKSIM_SOURCE_DIR "/sweeps")) {
        INFO(entry.path());
        const Plan plan = load_plan(entry.path().string());
        CHECK(plan.sweep.name == entry.path().stem());
        ++sweeps;
    }
    CHECK(sweeps >= 6);
}
