// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/run/race.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace xsksim;

namespace {

std::vector<RaceLine> counted_lines(std::size_t count) {
    std::vector<RaceLine> lines;
    for (std::size_t i = 0; i < count; ++i)
        lines.push_back({Instant{} + Duration::microseconds(static_cast<std::int64_t>(i)),
                         "cpu1/app", "step " + std::to_string(i)});
    return lines;
}

std::size_t widest(const std::string& text) {
    std::istringstream rows(text);
    std::size_t most = 0;
    for (std::string row; std::getline(rows, row);) most = std::max(most, row.size());
    return most;
}

}  // namespace

TEST_CASE("race: a short one is told whole, each step by whom") {
    const std::vector<RaceLine> lines{
        {Instant{}, "cpu0/softirq", "TX NAPI: takes 1 used"},
        {Instant{}, "cpu1/app", "xsk_wakeup does nothing", 3},
        {Instant{}, "", "the run ends"},
    };
    CHECK(race_steps(lines, 8) == std::vector<std::string>{"cpu0/softirq: TX NAPI: takes 1 used",
                                                           "cpu1/app: xsk_wakeup does nothing "
                                                           "(3 times)",
                                                           "the run ends"});
}

TEST_CASE("race: of a long one what lies around the hold is told, and the end") {
    std::vector<RaceLine> lines = counted_lines(100);
    lines[50].words = "HELD at f:g (hold 1, with its vCPU)";
    const std::vector<std::string> steps = race_steps(lines, 8);
    REQUIRE(steps.size() == 9);
    CHECK(steps[0] == "cpu1/app: step 48");
    CHECK(steps[2] == "cpu1/app: HELD at f:g (hold 1, with its vCPU)");
    CHECK(steps[4] == "... 44 lines left out");
    CHECK(steps[5] == "cpu1/app: step 96");
    CHECK(steps.back() == "cpu1/app: step 99");
}

TEST_CASE("race: without a hold, the end of a long one is told") {
    const std::vector<std::string> steps = race_steps(counted_lines(100), 8);
    CHECK(steps.size() == 8);
    CHECK(steps.front() == "cpu1/app: step 92");
}

TEST_CASE("race: columns are no wider than a mail, whatever stands in them") {
    std::vector<RaceLine> lines = counted_lines(3);
    lines.push_back({Instant{}, "cpu0/softirq", std::string(200, 'x') + " and " + "y"});
    lines.push_back({Instant{}, "device/tx0", "device: wakes, sends 12 packets, sleeps"});
    lines.push_back({Instant{}, "", "the run ends: nothing will ever happen again, and so on"});
    const std::string three = race_columns(lines, 20);
    CHECK(widest(three) <= 72);
    CHECK(three.starts_with("       us  cpu1/app"));
    // Too many for a column each: those of a vCPU share one.
    lines.push_back({Instant{}, "cpu0/hardirq", "TX interrupt 1: schedules NAPI"});
    const std::string shared = race_columns(lines, 20);
    CHECK(widest(shared) <= 72);
    CHECK(shared.find("cpu0/") == std::string::npos);
}
