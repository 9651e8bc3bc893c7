// SPDX-License-Identifier: GPL-2.0-only
// How far time may vary decides what an exploration meets; what it meets is a scenario's, too.
#include <catch2/catch.hpp>

#include <map>

#include "sim/explore/counterexample.hpp"
#include "sim/scenario/document.hpp"
#include "sim/simulate/simulate.hpp"

using namespace xsksim;

namespace {

constexpr std::uint64_t workloads_tried = 40, trials_max = 2000;

// Seven frames fill the ring, so need_wakeup is clear until all are back. What is submitted while
// NAPI is about to set it is seen by nobody: the mutant does not look once more.
Explored no_re_peek(std::vector<Override> set) {
    Explored what;
    what.file = XSKSIM_SOURCE_DIR "/scenarios/baseline.json";
    what.driver = XSKSIM_MUTANT_DIR "/no-re-peek.so";
    what.driver_directory = XSKSIM_DRIVER_DIR;
    what.set = {{"/device/ring_size", "32"},
                {"/expect/reached", "[]"},
                {"/driver/parameters", R"({"xsk_check_timeout": 0})"},
                {"/end/frames", "28"}};
    what.set.insert(what.set.end(), set.begin(), set.end());
    what.seed = 9;  // one of the many whose first workloads meet what the tests look for
    return what;
}

// Each frame comes long after the queue has gone to sleep.
Explored paced(const std::string& explore) {
    return no_re_peek({{"/application", R"({"batch": 7, "burst": 7, "burst_pause_ns": 80000,
                                            "need_wakeup": "flag_at_submit"})"},
                       {"/explore", explore}});
}

// The application looks for its frames each 100 ns, and what happens otherwise takes no time: NAPI
// runs when it looks.
Explored all_at_once(const std::string& explore) {
    std::vector<Override> set{
        {"/application", R"({"batch": 7, "frames": 7, "need_wakeup": "flag_at_submit"})"},
        {"/device/service_ns", "0"},
        {"/device/notify_latency_ns", "0"},
        {"/device/wakeup_latency_ns", "80"},
        {"/interrupts/latency_ns", "0"},
        {"/guest/costs/functions",
         R"({"virtqueue_add_outbuf": 0, "virtqueue_get_buf": 0, "virtnet_xsk_run": 0,
             "virtnet_xsk_xmit": 0, "virtnet_xsk_xmit_one": 0})"},
        {"/explore", explore}};
    for (const char* cost : {"syscall", "hardirq", "softirq", "napi_poll", "doorbell", "lock",
                             "allocation", "peek", "app_fill", "app_reclaim"})
        set.push_back({std::string("/guest/costs/") + cost + "_ns", "0"});
    return no_re_peek(std::move(set));
}

struct Met {
    std::uint64_t times = 0;
    std::optional<MetFailure> first;
};

Met met_by(WorkloadSearch& search) {
    Met met;
    for (std::uint64_t workload = 0; workload < workloads_tried; ++workload)
        for (const MetFailure& failure : search.search(workload).met) {
            met.times += failure.times;
            if (!met.first) met.first = failure;
        }
    return met;
}

void check_is_shown_on_either_engine(const Counterexample& found, const Explored& what) {
    INFO(to_text(found.document, Layout::handwritten));
    for (const EngineKind engine : {EngineKind::native, EngineKind::simgrid})
        CHECK(simulate(scenario_of(found, what),
                       {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR})
                  .as_expected);
}

}  // namespace

TEST_CASE("time: a race that takes a long hold-up is met in free, and in no other") {
    for (const char* explore :
         {R"({"time": "exact"})", R"({"time": "slack", "hold_up_max_ns": 1000})"}) {
        INFO(explore);
        WorkloadSearch search(paced(explore));
        CHECK(met_by(search).times == 0);
    }
    const Explored what = paced(R"({"time": "free", "hold_up_max_ns": 1000})");
    WorkloadSearch search(what);
    const Met met = met_by(search);
    REQUIRE(met.first);
    const auto found = make_counterexample(search, *met.first, trials_max);
    REQUIRE(found);
    check_is_shown_on_either_engine(*found, what);
}

TEST_CASE("time: a race of equal times is met in exact, by the order of a tie alone") {
    const Explored what = all_at_once(R"({"time": "exact"})");
    WorkloadSearch search(what);
    const Met met = met_by(search);
    REQUIRE(met.first);
    CHECK(met.first->schedule > 0);  // undisturbed it passes
    const auto found = make_counterexample(search, *met.first, trials_max);
    REQUIRE(found);
    check_is_shown_on_either_engine(*found, what);
    CHECK(found->holds() == 0);
    CHECK(found->ties() > 0);
}

TEST_CASE("time: where a latency that stretches is what fails, the scenario has it as it was") {
    const std::vector<Override> short_bound{{"/bounds/progress_ns", "20000"},
                                            {"/interrupts/latency_ns", "5000"}};
    std::map<std::string, std::uint64_t> times;
    for (const char* stretch : {"100", "500"}) {
        Explored what = no_re_peek(short_bound);
        what.driver = "v1";
        what.set.push_back(
            {"/explore",
             std::string(R"({"hold_up_max_ns": 64, "stretch_percent": )") + stretch + "}"});
        WorkloadSearch search(what);
        const Met met = met_by(search);
        times[stretch] = met.times;
        if (!met.first) continue;
        const auto found = make_counterexample(search, *met.first, trials_max);
        REQUIRE(found);
        check_is_shown_on_either_engine(*found, what);
        CHECK(found->holds() == 0);
    }
    CHECK(times["100"] == 0);
    CHECK(times["500"] > 0);
}
