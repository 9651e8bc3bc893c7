// SPDX-License-Identifier: GPL-2.0-only
// CONTRIBUTING.md is true: the files that it names exist, and its examples are in those and no
// other.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/rules/source_tree.hpp"

using namespace xsksim::rules;
namespace fs = std::filesystem;

namespace {

std::string contributing() {
    std::ifstream in(top() / "CONTRIBUTING.md");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string section(const std::string& title) {
    const std::string text = contributing();
    const std::size_t begin = text.find("\n## " + title + "\n");
    REQUIRE(begin != std::string::npos);
    return text.substr(begin, text.find("\n## ", begin + 1) - begin);
}

// `models/app/timed_step.hpp`, `profiles/`, in words or in a command. NAME, yours and an ending are
// anybody's.
std::set<std::string> paths_in(const std::string& text) {
    static const std::regex path(
        R"((?:^|[\s`(])((?:\.?[\w-]+/)*(?:[\w-]+(?:\.[\w-]+)*\.(?:hpp|cpp|c|h|def|md|json|sh)|[\w-]+/))(?=[\s`).,:;]))");
    std::set<std::string> paths;
    for (std::sregex_iterator i(text.begin(), text.end(), path), end; i != end; ++i) {
        const std::string found = (*i)[1];
        const bool is_example =
            found.find("NAME") != std::string::npos || found.find("yours") != std::string::npos ||
            found.find("SAFEGUARD") != std::string::npos || found.front() == '_';
        if (!is_example) paths.insert(found);
    }
    return paths;
}

// Where the sources, documents and tests' support say a word; examples of its use do not count:
// scenarios, profiles, results, tests of what it does.
std::set<std::string> files_with(const std::string& word) {
    const WordPattern whole({word}, "\\b" + word + "(_ns)?\\b");
    std::set<std::string> files;
    for (const char* folder : {"sim", "models", "docs", "tests/support", "tests/rules"})
        for (const SourceFile& file :
             sources_below(folder, {".hpp", ".cpp", ".c", ".def", ".md", ".json"}))
            for (const std::string& line : file.lines)
                if (file.path != "tests/rules/contributing_test.cpp" && whole.is_in(line))
                    files.insert(file.path);
    return files;
}

// Of the section, the files that its example is in.
std::set<std::string> files_for(const std::string& title) {
    std::set<std::string> files;
    for (const std::string& path : paths_in(section(title)))
        if (path.find('/') != std::string::npos && path.back() != '/') files.insert(path);
    return files;
}

}  // namespace

TEST_CASE("contributing: every file and folder that it names exists") {
    std::set<std::string> names;  // of all files, for those that are named without their folder
    for (const char* folder : {"sim", "models", "tests", "docs"})
        for (const auto& entry : fs::recursive_directory_iterator(top() / folder))
            names.insert(entry.path().filename().string() + (entry.is_directory() ? "/" : ""));
    const std::set<std::string> named = paths_in(contributing());
    CHECK(named.size() > 30);
    for (const std::string& path : named) {
        INFO(path);
        CHECK((fs::exists(top() / path) || names.contains(path)));
    }
}

TEST_CASE("contributing: a key is in the files that it takes, and in no other") {
    std::set<std::string> expected = files_for("Add a key");
    // Where a key is that no model is set to.
    REQUIRE(expected.erase("sim/scenario/scenario.hpp") == 1);
    CHECK(expected.size() == 5);
    CHECK(files_with("link_per_kib") == expected);
}

TEST_CASE("contributing: a cost is in the files that it takes, and in no other") {
    std::set<std::string> expected = files_for("Add a cost");
    REQUIRE(expected.erase("models/app/sender_costs.hpp") == 1);  // user space's
    CHECK(expected.size() == 5);
    CHECK(files_with("udp_send_per_kib") == expected);
}

TEST_CASE("contributing: a fault is in the files that it takes, and in no other") {
    std::set<std::string> expected = files_for("Add a fault");
    REQUIRE(expected.erase("models/fault_port.hpp") == 1);  // what the effect calls
    CHECK(expected.size() == 7);
    CHECK(files_with("head_stuck") == expected);
}

TEST_CASE("contributing: an event's kind is in the files that it takes, and in no other") {
    std::set<std::string> expected = files_for("Add an event");
    REQUIRE(expected.erase("models/events/words.hpp") == 1);       // it carries no enumeration
    REQUIRE(expected.erase("sim/view/run/event_words.cpp") == 1);  // by its struct
    CHECK(expected.size() == 3);
    CHECK(files_with("ksoftirqd_wake") == expected);
}

TEST_CASE("contributing: a check and its code are in the files that they take, and in no other") {
    std::set<std::string> expected = files_for("Add a check");
    REQUIRE(expected.erase("models/observe/picture.hpp") == 1);  // what it reads
    REQUIRE(expected.erase("models/observe/driver_vocabulary.hpp") == 1);
    CHECK(expected.size() == 5);
    std::set<std::string> found = files_with("make_descriptors");
    found.merge(files_with("ring_descriptors_lost"));
    found.merge(files_with("descriptors_lost"));
    CHECK(found == expected);
}

TEST_CASE("contributing: `xsksim findings` asks every shipped driver but the one without AF_XDP") {
    std::string text;
    for (const SourceFile& file : sources_below("sim/cli", {".cpp"}))
        if (file.path == "sim/cli/findings_command.cpp")
            for (const std::string& line : file.lines) text += line;
    std::size_t drivers = 0;
    for (const auto& entry : fs::directory_iterator(top() / "models/drivers")) {
        const std::string name = entry.path().filename().string();
        if (!fs::exists(entry.path() / "driver.json") || name == "base") continue;
        INFO(name);
        CHECK(text.find('"' + name + '"') != std::string::npos);
        ++drivers;
    }
    CHECK(drivers >= 4);
}
