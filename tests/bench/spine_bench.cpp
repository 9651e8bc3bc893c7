// SPDX-License-Identifier: GPL-2.0-only
// `./dev bench`: what a simulated packet and a world cost, beside a bare SimGrid loop in the same
// process run, because machines are noisy and only the ratio means something. Packets: the
// saturated baseline with a device that publishes in batches of 64. Trace off, checks on, one core.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simgrid/s4u.hpp>

#include "sim/core/simgrid_engine.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"

namespace {

namespace s4u = simgrid::s4u;

constexpr std::uint64_t packets_per_run = 200'000;
constexpr int sleeps_per_actor = 200'000;

xsksim::Scenario saturated_baseline() {
    return xsksim::load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                                 {{"/device/publish", R"({"when": "batch", "batch": 64})"},
                                  {"/end/frames", std::to_string(packets_per_run)}});
}

const xsksim::LoadedDriver& loaded_driver() {
    static const xsksim::LoadedDriver driver = xsksim::load_driver("v1", XSKSIM_DRIVER_DIR, "");
    return driver;
}

xsksim::RunResult run(const xsksim::Scenario& scenario) {
    return xsksim::simulate(scenario, {.driver_directory = {}, .driver = &loaded_driver()});
}

void saturated(benchmark::State& state) {
    const xsksim::Scenario scenario = saturated_baseline();
    xsksim::Summary summary;
    for (auto _ : state) {
        const xsksim::RunResult result = run(scenario);
        if (result.outcome != xsksim::Outcome::pass)
            state.SkipWithError("the baseline did not pass");
        summary = result.summary;
    }
    const auto rate = [&](std::uint64_t per_run) {
        return benchmark::Counter(static_cast<double>(per_run),
                                  benchmark::Counter::kIsIterationInvariantRate);
    };
    const auto per_packet = [&](std::uint64_t per_run) {
        return static_cast<double>(per_run) / static_cast<double>(summary.on_wire);
    };
    state.counters["packets/s"] = rate(summary.on_wire);
    state.counters["points/s"] = rate(summary.measured.engine.points);
    state.counters["dispatches/s"] = rate(summary.measured.engine.dispatches);
    state.counters["switches/packet"] = per_packet(summary.measured.engine.switches);
    state.counters["steps/packet"] = per_packet(summary.measured.engine.steps);
    state.counters["accesses/packet"] = per_packet(summary.measured.accesses);
    state.counters["events/packet"] = per_packet(summary.measured.events);
}

// Building, running almost nothing, and tearing down: the price of a world as scenarios have it,
void world(benchmark::State& state) {
    xsksim::Scenario scenario = saturated_baseline();
    scenario.end.frames = 1;
    for (auto _ : state) benchmark::DoNotOptimize(run(scenario));
    state.counters["worlds/s"] =
        benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

// and of one in which everything is small, as it is when thousands a second are looked at.
void small_world(benchmark::State& state) {
    const xsksim::Scenario scenario =
        xsksim::load_scenario(XSKSIM_SOURCE_DIR "/tests/bench/small.json", {});
    for (auto _ : state)
        if (run(scenario).outcome != xsksim::Outcome::pass)
            state.SkipWithError("the small world did not pass");
    state.counters["small/s"] =
        benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

void bare_simgrid(benchmark::State& state) {
    xsksim::make_simgrid_engine({});  // the process's platform
    s4u::Host* host = s4u::Engine::get_instance()->get_all_hosts().front();
    const auto sleeper = [] {
        for (int i = 0; i < sleeps_per_actor; ++i) s4u::this_actor::sleep_for(1e-6);
    };
    for (auto _ : state) {
        s4u::Actor::create("even", host, sleeper);
        s4u::Actor::create("odd", host, sleeper);
        s4u::Engine::get_instance()->run();
    }
    state.counters["sleeps/s"] =
        benchmark::Counter(2.0 * sleeps_per_actor, benchmark::Counter::kIsIterationInvariantRate);
}

// Keeps what was measured, to print the ratios that the floors are about.
class RatioReporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            if (run.run_type != Run::RT_Iteration) continue;
            const auto keep = [&](const char* counter, double& best) {
                const auto it = run.counters.find(counter);
                if (it != run.counters.end()) best = std::max(best, it->second.value);
            };
            keep("packets/s", packets_);
            keep("sleeps/s", sleeps_);
            keep("small/s", small_worlds_);
        }
    }
    double ratio() const { return sleeps_ > 0 ? packets_ / sleeps_ : 0; }
    double sleeps_per_small_world() const {
        return small_worlds_ > 0 ? sleeps_ / small_worlds_ : 0;
    }

private:
    double packets_ = 0, sleeps_ = 0, small_worlds_ = 0;
};

}  // namespace

BENCHMARK(saturated)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(bare_simgrid)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(world)->Unit(benchmark::kMicrosecond)->Repetitions(3);
BENCHMARK(small_world)->Unit(benchmark::kMicrosecond)->Repetitions(3);

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    constexpr double packets_least = 0.3, sleeps_most = 350;
    const double packets = reporter.ratio(), sleeps = reporter.sleeps_per_small_world();
    fmt::print("\n{:.2f} simulated packets for each bare SimGrid sleep (floor {})\n", packets,
               packets_least);
    fmt::print("a small world costs as much as {:.0f} sleeps (at most {})\n", sleeps, sleeps_most);
    const bool enough = packets == 0 || packets >= packets_least;
    return enough && sleeps <= sleeps_most ? 0 : 1;
}
