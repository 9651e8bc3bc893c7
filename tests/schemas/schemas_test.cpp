// SPDX-License-Identifier: GPL-2.0-only
// Every JSON document that the program writes is as its schema says: what is shipped in results/,
// and what each command prints.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "sim/jobs/spawn.hpp"
#include "tests/support/closed_schema.hpp"

using nlohmann::ordered_json;
using xsksim::test::ClosedSchema;
namespace fs = std::filesystem;

namespace {

struct Printed {
    std::string text;
    int exit = 0;
};

// What a user would see who types that behind `xsksim`.
Printed printed_by(const std::string& arguments) {
    const std::string command = std::string("cd ") + XSKSIM_SOURCE_DIR + " && " + XSKSIM_PROGRAM +
                                " " + arguments + " 2>/dev/null </dev/null";
    const xsksim::ProgramEnd end = xsksim::run_program({.command = {"bash", "-c", command}});
    return {end.output, end.process.exit_status};
}

ClosedSchema schema_of(const std::string& format) {
    return ClosedSchema(printed_by("schema --" + format).text);
}

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

void check(const std::string& format, const std::string& document) {
    CHECK(schema_of(format).problems(document) == "");
    const auto json = ordered_json::parse(document, nullptr, false);
    REQUIRE(json.is_object());
    REQUIRE(json.size() > 2);
    CHECK(json.begin().key() == "format");
    CHECK(json.begin().value() == "xsksim-" + format);
    CHECK(std::next(json.begin()).key() == "version");
}

void check_command(const std::string& format, const std::string& arguments, int exit = 0) {
    INFO("xsksim " << arguments);
    const Printed printed = printed_by(arguments);
    CHECK(printed.exit == exit);
    check(format, printed.text);
}

// For files that commands write and read.
class Scratch {
public:
    Scratch()
        : path_(fs::temp_directory_path() / ("xsksim-schemas-" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Scratch() { fs::remove_all(path_); }
    std::string file(const std::string& name, const std::string& text = "") const {
        if (!text.empty()) std::ofstream(path_ / name) << text;
        return (path_ / name).string();
    }

private:
    fs::path path_;
};

}  // namespace

TEST_CASE("schemas: each is draft-07, has its name and version, and a sentence for everything") {
    std::set<std::string> names;
    std::istringstream help(printed_by("schema --help").text);
    for (std::string line, option; std::getline(help, line);)
        if (std::istringstream(line) >> option && option.starts_with("--"))
            names.insert(option.substr(2));
    REQUIRE(names.size() > 10);
    for (const std::string& name : names) {
        INFO(name);
        const auto schema = nlohmann::json::parse(printed_by("schema --" + name).text);
        CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
        CHECK(schema.at("$id").get<std::string>().starts_with("urn:xsksim:" + name + ":"));
        CHECK(schema.at("description").get<std::string>().size() > 10);
        CHECK_THAT(text_of(fs::path(XSKSIM_SOURCE_DIR) / "docs/json-output.md"),
                   Catch::Contains("--" + name + "`"));
    }
    CHECK(printed_by("schema").text == printed_by("schema --scenario").text);
    CHECK(printed_by("schema --verdict --summary").exit == 2);
}

TEST_CASE("schemas: every verdict.json and summary.json of results/") {
    const ClosedSchema verdict = schema_of("verdict"), summary = schema_of("summary");
    std::size_t verdicts = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(XSKSIM_SOURCE_DIR) / "results")) {
        if (!fs::exists(entry.path() / "verdict.json")) continue;
        INFO(entry.path());
        CHECK(verdict.problems(text_of(entry.path() / "verdict.json")) == "");
        CHECK(summary.problems(text_of(entry.path() / "summary.json")) == "");
        ++verdicts;
    }
    CHECK(verdicts > 20);
}

TEST_CASE("schemas: a document that is not as the schema says is refused") {
    const ClosedSchema schema = schema_of("verdict");
    const fs::path file = fs::path(XSKSIM_SOURCE_DIR) / "results/baseline/verdict.json";
    const auto document = nlohmann::json::parse(text_of(file));
    REQUIRE(schema.problems(document.dump()) == "");
    for (const char* key : {"format", "version", "verdict", "violations", "end"}) {
        INFO(key);
        auto without = document, other = document;
        without.erase(key);
        other[key] = nullptr;
        CHECK_FALSE(schema.problems(without.dump()).empty());
        CHECK_FALSE(schema.problems(other.dump()).empty());
    }
    auto more = document;
    more["end"]["when"] = 1;
    CHECK_FALSE(schema.problems(more.dump()).empty());
}

TEST_CASE("schemas: run and judge, whatever they come to") {
    const Scratch scratch;
    check_command("runs", "run baseline --json --verify --set /end/frames=300");
    check_command("runs", "run lost-interrupt-no-timer review/looks-lost-kernel-packets --json");
    check_command("runs", "run baseline --json --set /bounds/dispatches=1000", 3);
    check_command("runs", "run baseline " + scratch.file("bad.json", "{}") + " --json", 2);
    const std::string trace = scratch.file("a.trace");
    CHECK(printed_by("run lost-interrupt-no-timer --trace " + trace).exit == 0);
    check_command("verdict", "judge " + trace + " --json");
}

TEST_CASE("schemas: what every listing says") {
    check_command("list", "list --json");
    check_command("drivers", "driver list --json");
    for (const char* driver : {"v1", "landed"})
        check_command("driver", std::string("driver show ") + driver + " --json");
}

TEST_CASE("schemas: what comparisons say, also of drivers that break the simulator") {
    check_command("compare", "compare lost-interrupt-timer --drivers v1,v2 --json");
    check_command("compare", "compare baseline --drivers v1 --set /bounds/dispatches=9 --json", 3);
    check_command("findings", "findings --drivers v1,landed --json");
    check_command("review", "review --question 2 --json");
    check_command("calibration", "calibration vhost-user --json");
}

TEST_CASE("schemas: what regress says of mutants that die, and of one that lives") {
    const Scratch scratch;
    const fs::path top = XSKSIM_SOURCE_DIR;
    const std::string breaker = text_of(top / "scenarios/breakers/napi-missed.json");
    fs::create_directories(scratch.file("dies"));
    scratch.file("dies/napi-missed.json", breaker);
    check_command("regress", "regress " + scratch.file("dies") + " --json");

    fs::create_directories(scratch.file("lives"));
    fs::create_directories(scratch.file("mutants"));
    scratch.file("mutants/idle.json",
                 R"({"safeguard": "none is gone", "set": {"/model/napi_missed": true}})");
    scratch.file("lives/napi-missed.json",
                 std::regex_replace(breaker, std::regex("no-napi-missed"), "idle"));
    check_command(
        "regress",
        "regress " + scratch.file("lives") + " --mutants " + scratch.file("mutants") + " --json",
        1);
}

TEST_CASE("schemas: what driver build says of a patch, and of a text that is none") {
    const Scratch scratch;
    const std::string to = " -o " + scratch.file("my.so") + " --json";
    check_command("driver-build", "driver build --base v1 tests/mutants/no-re-peek.patch" + to);
    check_command("driver-build", "driver build " + scratch.file("no.patch", "--- a\n") + to, 2);
    check_command("driver-build", "driver build --tree " + scratch.file("none") + to, 2);
}

TEST_CASE("schemas: what a sweep says at its end, and its export") {
    const Scratch scratch;
    const std::string sweep = scratch.file("tiny.json", R"({
      "name": "tiny", "question": "?", "base": ")" + std::string(XSKSIM_SOURCE_DIR) +
                                                            R"(/scenarios/baseline.json",
      "set": {"/end/frames": 200},
      "axes": [{"name": "driver", "at": "/driver/name", "values": ["v1", "none"]}]})");
    const std::string store = scratch.file("tiny.sqlite");
    check_command("sweep-outcome", "sweep " + sweep + " --store " + store + " --json -q");
    check_command("export", "export " + store + " --json");
}

TEST_CASE("schemas: what an exploration says, of a driver that fails and of one cut short") {
    const Scratch scratch;
    const std::string out = " --json -q --out " + scratch.file("found");
    check_command("exploration",
                  "explore hunts/zero-copy --set /explore/draws=null --budget 32" + out);
    const std::string store = scratch.file("kept.sqlite");
    check_command(
        "exploration",
        "explore hunts/zero-copy --set /explore/draws=null --deadline 0s --store " + store + out,
        3);
    check_command("exploration",
                  "explore lost-interrupt-no-timer hunts/zero-copy --set /explore/draws=null "
                  "--budget 1w" +
                      out,
                  1);
}
