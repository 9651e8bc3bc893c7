// SPDX-License-Identifier: GPL-2.0-only
// The simulator knows no driver: what a shipped one calls its parameters, state bits and functions
// that mean something is in its driver.json and in no source beside it.
#include <catch2/catch.hpp>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/rules/source_tree.hpp"

namespace {

using nlohmann::json;
using xsksim::rules::sources_below;
using xsksim::rules::top;

void add_names(std::set<std::string>& names, const json& manifest) {
    const json none = json::object();
    const auto section = [&](const char* key) -> const json& {
        return manifest.contains(key) ? manifest.at(key) : none;
    };
    for (const auto& [name, entry] : section("parameters").items()) names.insert(name);
    for (const auto& [number, bit] : section("state_bits").items())
        names.insert(bit.is_object() ? bit.at("name") : bit);
    for (const auto& [role, function] : section("roles").items()) names.insert(function);
    if (manifest.contains("in_flight")) names.insert(manifest.at("in_flight").at("called"));
    if (!manifest.contains("built_texts")) return;
    const json& texts = manifest.at("built_texts");
    for (const char* key : {"per_packet_header_if", "wakeup_function", "operations_macro"})
        names.insert(texts.at(key));
}

std::set<std::string> names_of_drivers() {
    std::set<std::string> names;
    for (const auto& folder : std::filesystem::directory_iterator(top() / "models/drivers"))
        if (std::ifstream in(folder.path() / "driver.json"); in) add_names(names, json::parse(in));
    return names;
}

bool is_of_a_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool has_word(const std::string& line, const std::string& word) {
    for (std::size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !is_of_a_name(line[at - 1]);
        if (begins && (end == line.size() || !is_of_a_name(line[end]))) return true;
    }
    return false;
}

// Help shows commands as a user types them, with a shipped driver.
bool is_example_of_help(const std::string& path, const std::string& line) {
    return path.starts_with("sim/cli/") && line.find("\"  xsksim ") != std::string::npos;
}

}  // namespace

TEST_CASE("drivers: no name of a shipped driver stands in the simulator") {
    const std::set<std::string> names = names_of_drivers();
    REQUIRE(names.size() > 12);
    REQUIRE(names.contains("WAKEUP"));
    for (const char* folder : {"sim", "models"})
        for (const auto& file : sources_below(folder, {".cpp", ".hpp", ".h", ".c", ".def"})) {
            if (file.path.starts_with("models/drivers/")) continue;
            for (std::size_t i = 0; i < file.lines.size(); ++i)
                for (const std::string& name : names) {
                    if (!has_word(file.lines[i], name)) continue;
                    INFO(file.path << ":" << i + 1 << ": " << name << ": " << file.lines[i]);
                    CHECK(is_example_of_help(file.path, file.lines[i]));
                }
        }
}
