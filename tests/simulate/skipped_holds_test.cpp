// SPDX-License-Identifier: GPL-2.0-only
// A hold at a place that the driver does not have any more is left out, and that is told.
#include <catch2/catch.hpp>

#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline_listener.hpp"

namespace xsksim {
namespace {

RunResult run_with_holds(const std::string& holds, EngineKind engine, bool timeline = false) {
    const Scenario scenario = load_scenario(
        XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
        {{"/schedule/holds", holds}, {"/end/frames", "64"}, {"/expect/reached", "[]"}});
    TimelineListener lines;
    RunListeners listeners;
    if (timeline) listeners.push_back(&lines);
    return simulate(scenario, {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR}, listeners);
}

}  // namespace

TEST_CASE("skipped holds: the run goes on without one whose function is gone, and says so") {
    const EngineKind engine = GENERATE(EngineKind::native, EngineKind::simgrid);
    const RunResult result = run_with_holds(
        R"([{"at": "virtnet_renamed:virtqueue_kick"}, {"at": "virtnet_xsk_run", "at_most_ns": 5}])",
        engine, true);
    CHECK(result.outcome == Outcome::pass);
    CHECK_FALSE(result.as_expected);
    REQUIRE(result.unexpected.size() == 1);
    CHECK(result.unexpected[0] ==
          "/schedule/holds/0 was skipped: the driver lacks a function that it names, "
          "virtnet_renamed:virtqueue_kick");
    CHECK(result.timeline.find("hold 1 SKIPPED: the driver has no function virtnet_renamed") !=
          std::string::npos);
    CHECK(result.timeline.find("HELD at virtnet_xsk_run (hold 2") != std::string::npos);
}

TEST_CASE("skipped holds: also where it is what the hold waits for that is gone") {
    const RunResult result = run_with_holds(
        R"([{"at": "virtnet_xsk_run", "until": "virtnet_renamed"}])", EngineKind::native, true);
    REQUIRE(result.unexpected.size() == 1);
    CHECK(result.unexpected[0] ==
          "/schedule/holds/0 was skipped: the driver lacks a function that it names, "
          "virtnet_xsk_run or virtnet_renamed");
    CHECK(result.timeline.find("HELD") == std::string::npos);
}

TEST_CASE(
    "skipped holds: one that is optional makes no run unexpected; one after it never begins") {
    CHECK(run_with_holds(R"([{"at": "virtnet_renamed", "optional": true}])", EngineKind::native)
              .as_expected);
    const RunResult result = run_with_holds(
        R"([{"at": "virtnet_renamed", "optional": true}, {"at": "virtnet_xsk_run", "after": 1}])",
        EngineKind::native);
    REQUIRE(result.unexpected.size() == 1);
    CHECK(result.unexpected[0] == "/schedule/holds/1 never began: virtnet_xsk_run was not reached");
}

TEST_CASE("skipped holds: a step at a place that is not there is refused, as it was") {
    const Scenario scenario =
        load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                      {{"/steps/-", R"({"at": "virtnet_renamed", "do": "unbind"})"}});
    CHECK_THROWS_WITH(simulate(scenario, {.driver_directory = XSKSIM_DRIVER_DIR}),
                      Catch::Contains("/steps/0/at: wanted a function of the driver"));
}

}  // namespace xsksim
