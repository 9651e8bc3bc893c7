// SPDX-License-Identifier: GPL-2.0-only
// `./dev bench`: what a simulated packet costs, beside a bare SimGrid loop in the same process run,
// because machines are noisy and only the ratio means something. The saturated baseline with a
// device that publishes in batches of 64; trace off, checks on, one core.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simgrid/s4u.hpp>

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

xsksim::RunResult run(const xsksim::Scenario& scenario, xsksim::Choice* choice = nullptr) {
    return xsksim::simulate(scenario, {.driver_directory = XSKSIM_DRIVER_DIR, .choice = choice});
}

// An explorer that is asked every thousand points of the driver and lets each pass.
class Asked final : public xsksim::Choice {
public:
    explicit Asked(std::uint64_t seed) : inner_(xsksim::make_seeded_choice(seed)) {}
    xsksim::StreamId stream(std::string_view name) override { return inner_->stream(name); }
    std::uint64_t below(xsksim::StreamId stream, std::uint64_t bound) override {
        return inner_->below(stream, bound);
    }
    bool holds_up() const override { return true; }
    std::uint64_t points_before_hold_up() override { return 999; }

private:
    std::unique_ptr<xsksim::Choice> inner_;
};

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

// The same while somebody explores: what that costs between two choices.
void asked(benchmark::State& state) {
    const xsksim::Scenario scenario = saturated_baseline();
    for (auto _ : state) {
        Asked choice(scenario.seed);
        benchmark::DoNotOptimize(run(scenario, &choice));
    }
    state.counters["asked packets/s"] =
        benchmark::Counter(packets_per_run, benchmark::Counter::kIsIterationInvariantRate);
}

// Building, running almost nothing, and tearing down: the price of a world.
void world(benchmark::State& state) {
    xsksim::Scenario scenario = saturated_baseline();
    scenario.end.frames = 1;
    for (auto _ : state) benchmark::DoNotOptimize(run(scenario));
}

void bare_simgrid(benchmark::State& state) {
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

// Keeps what was measured, to print the ratio that the floor is about.
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
            keep("asked packets/s", asked_);
            keep("sleeps/s", sleeps_);
        }
    }
    double ratio() const { return sleeps_ > 0 ? packets_ / sleeps_ : 0; }
    double asked_ratio() const { return packets_ > 0 ? asked_ / packets_ : 0; }

private:
    double packets_ = 0, asked_ = 0, sleeps_ = 0;
};

}  // namespace

BENCHMARK(saturated)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(asked)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(bare_simgrid)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(world)->Unit(benchmark::kMicrosecond);

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    constexpr double floor = 0.3;
    fmt::print("\n{:.2f} simulated packets for each bare SimGrid sleep (floor {})\n",
               reporter.ratio(), floor);
    if (reporter.asked_ratio() != 0)
        fmt::print("{:.2f} of that while a choice is asked every 1000 points\n",
                   reporter.asked_ratio());
    return reporter.ratio() == 0 || reporter.ratio() >= floor ? 0 : 1;
}
