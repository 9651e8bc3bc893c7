// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "sim/view/run/reports.hpp"

namespace xsksim::run_tests {
namespace {

namespace fs = std::filesystem;

RunResult stalled_result() {
    RunResult result;
    result.outcome = Outcome::stalled;
    result.as_expected = true;
    result.end = {EndReason::idle, "", Instant{5000}};
    result.violations.push_back({"progress", "work waits", 12, Instant{4000}, 1, "", false});
    result.violations.push_back({"locks", "a note", 2, Instant{1000}, 1, "f+0x1", true});
    result.explanation = Explanation{"it stands still",
                                     {"TX ring: 1"},
                                     {{"hrtimer", "is off", 0, {}}, {"irq", "lost", 9, {77}}}};
    result.timeline = "one line\n";
    result.summary.in_flight_max = 119;
    result.summary.measured.cpu_by_context = {{"cpu0/softirq", {1234}}};
    return result;
}

std::string contents(const fs::path& path) {
    std::ostringstream all;
    all << std::ifstream(path).rdbuf();
    return all.str();
}

}  // namespace

TEST_CASE("reports: the verdict names what was found and why") {
    Scenario scenario;
    scenario.name = "lost";
    scenario.expect.verdict = Outcome::stalled;
    const auto json = nlohmann::json::parse(verdict_json(scenario, stalled_result()));
    CHECK(json["verdict"] == "stalled");
    CHECK(json["expected"] == "stalled");
    CHECK(json["as_expected"] == true);
    CHECK(json["end"]["reason"] == "idle");
    CHECK(json["violations"].size() == 2);
    CHECK(json["violations"][1]["note"] == true);
    CHECK(json["violations"][1]["stack"] == "f+0x1");
    CHECK(json["explanation"]["wakers"][1]["event"] == 9);
    CHECK_FALSE(json["explanation"]["wakers"][0].contains("event"));
}

TEST_CASE("reports: the summary has its numbers by name and unit") {
    const auto json = nlohmann::json::parse(summary_json({}, stalled_result()));
    CHECK(json["in_flight_max"] == 119);
    CHECK(json["cpu_ns_by_context"]["cpu0/softirq"] == 1234);
    CHECK(json["submit_to_wire"]["p99_ns"] == 0);
}

TEST_CASE("reports: exit codes") {
    RunResult result = stalled_result();
    CHECK(exit_code(result) == 0);
    result.as_expected = false;
    CHECK(exit_code(result) == 1);
    result.outcome = Outcome::inconclusive;
    CHECK(exit_code(result) == 3);
    result.as_expected = true;
    CHECK(exit_code(result) == 0);
    result.end.reason = EndReason::simulator_fault;
    CHECK(exit_code(result) == 4);
}

TEST_CASE("reports: results are written whole, beside what else is there, or not at all") {
    const fs::path folder =
        fs::temp_directory_path() / ("xsksim-out-" + std::to_string(::getpid()));
    fs::create_directories(folder / "run");
    std::ofstream(folder / "run" / "mine.txt") << "mine";
    write_results((folder / "run").string(), {}, stalled_result());
    CHECK(contents(folder / "run" / "timeline.txt") == "one line\n");
    CHECK(contents(folder / "run" / "mine.txt") == "mine");
    CHECK_FALSE(contents(folder / "run" / "explanation.txt").empty());
    CHECK(std::distance(fs::directory_iterator(folder / "run"), {}) == 5);
    // A directory in the way of a partial file: nothing of this run may appear.
    fs::create_directories(folder / "no" / ".summary.json.partial" / "x");
    CHECK_THROWS(write_results((folder / "no").string(), {}, stalled_result()));
    CHECK_FALSE(fs::exists(folder / "no" / "verdict.json"));
    CHECK_FALSE(fs::exists(folder / "no" / ".verdict.json.partial"));
    fs::remove_all(folder);
}

}  // namespace xsksim::run_tests
