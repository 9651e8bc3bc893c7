// SPDX-License-Identifier: GPL-2.0-only
// In a world that ages first nothing is held up, and no tie goes the other way, before it has.
#include <catch2/catch.hpp>

#include "models/events.hpp"
#include "sim/explore/workload_search.hpp"

using namespace xsksim;

namespace {

constexpr std::uint64_t workloads_aged = 8, frames = 28;

WorkloadSearch search_with(std::uint64_t aged_frames) {
    Explored what;
    what.file = XSKSIM_SOURCE_DIR "/scenarios/baseline.json";
    what.driver = "v1";
    what.driver_directory = XSKSIM_DRIVER_DIR;
    what.set = {{"/device/ring_size", "32"},
                {"/expect/reached", "[]"},
                {"/end/frames", std::to_string(frames)},
                {"/explore/aged_frames", std::to_string(aged_frames)}};
    return WorkloadSearch(what);
}

// How many frames had gone out when something was first decided.
class FramesBefore : public RunListener {
public:
    void listen_to(const HeardRun& run) override {
        run.readers.listen<event::DevWire, event::HoldBegin>(*this);
    }
    void at_end(RunResult&) override {}
    void on(const event::DevWire&, const Event&) { ++sent_; }
    void on(const event::HoldBegin&, const Event&) {
        if (!before_hold_) before_hold_ = sent_;
    }
    std::optional<std::uint64_t> before_hold() const { return before_hold_; }

private:
    std::uint64_t sent_ = 0;
    std::optional<std::uint64_t> before_hold_;
};

}  // namespace

TEST_CASE("aged: contexts are held up once so many frames have gone out, in each schedule") {
    const std::uint64_t aged = GENERATE(0, 7, 14);
    WorkloadSearch search = search_with(aged);
    std::uint64_t least = frames;
    for (std::uint64_t workload = 0; workload < workloads_aged; ++workload) {
        const Scenario scenario = search.scenario_with(search.settings_of(workload));
        for (std::uint64_t schedule = 1; schedule < 6; ++schedule) {
            FramesBefore heard;
            search.executor().run(scenario, search.schedule_of(workload, schedule), {&heard});
            if (heard.before_hold()) least = std::min(least, *heard.before_hold());
        }
    }
    CHECK(least >= aged);
    CHECK(least < aged + 8);
}

TEST_CASE("aged: executions restored in an aged world are those from the start on SimGrid") {
    WorkloadSearch search = search_with(20);
    const Scenario scenario = search.scenario_with(search.settings_of(3));
    PointMap points;
    Coverage coverage;
    search.executor().scout(scenario, points, &coverage);
    SchedulePlan plan(search.explored(), scenario.explore, points, coverage, 3);
    const auto executed =
        search.executor().run_all(scenario, plan, [](std::uint64_t) { return true; });
    CHECK(executed.size() == 15);
}

TEST_CASE("aged: a world that does not get so old has no schedules") {
    CHECK(search_with(frames + 1).search(0).executions == 1);
}
