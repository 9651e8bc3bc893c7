// SPDX-License-Identifier: GPL-2.0-only
// `./dev bench`: what a simulated packet and a world cost, on either engine, beside a bare SimGrid
// loop in the same process run, because machines are noisy and only the ratio means something. The
// saturated baseline with a device that publishes in batches of 64; trace off, checks on, one core.
// Then what the engines differ in: a switch of stacks alone, and eight queue pairs, which do little
// else. Last what an exploration does by the thousand: a small world taken back to where it was.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <simgrid/s4u.hpp>

#include <map>

#include "sim/core/native_engine.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/rewindable_run.hpp"
#include "sim/simulate/simulate.hpp"

namespace {

namespace s4u = simgrid::s4u;

constexpr std::uint64_t packets_per_run = 200'000;
constexpr int sleeps_per_actor = 200'000;
constexpr int turns_per_stack = 200'000;
constexpr int pairs = 8;

xsksim::Scenario saturated_baseline() {
    return xsksim::load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                                 {{"/device/publish", R"({"when": "batch", "batch": 64})"},
                                  {"/end/frames", std::to_string(packets_per_run)}});
}

// Each pair with an application of its own, and two vCPUs: one sends, one has the interrupts.
xsksim::Scenario eight_pairs() {
    std::string interrupt_cpus, applications;
    for (int pair = 0; pair < pairs; ++pair) {
        interrupt_cpus += fmt::format("{}{}", pair == 0 ? "" : ",", pair);
        if (pair > 0)
            applications += fmt::format(R"({}{{"pair": {}, "cpu": {}}})", pair == 1 ? "" : ",",
                                        pair, pairs + pair);
    }
    return xsksim::load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                                 {{"/device/publish", R"({"when": "batch", "batch": 64})"},
                                  {"/device/pairs", std::to_string(pairs)},
                                  {"/guest/vcpus", std::to_string(2 * pairs)},
                                  {"/guest/tx_interrupt_cpus", "[" + interrupt_cpus + "]"},
                                  {"/application/cpu", std::to_string(pairs)},
                                  {"/applications", "[" + applications + "]"},
                                  {"/end/frames", std::to_string(packets_per_run / (4 * pairs))}});
}

xsksim::Scenario small_scenario() {
    return xsksim::load_scenario(XSKSIM_SOURCE_DIR "/tests/bench/small.json", {});
}

const xsksim::LoadedDriver& loaded_driver() {
    static const xsksim::LoadedDriver driver = xsksim::load_driver("v1", XSKSIM_DRIVER_DIR, "");
    return driver;
}

xsksim::RunResult run(const xsksim::Scenario& scenario, xsksim::EngineKind engine,
                      xsksim::Choice* choice = nullptr) {
    xsksim::SimulateOptions options{};
    options.engine = engine;
    options.driver = &loaded_driver();
    options.choice = choice;
    return xsksim::simulate(scenario, options);
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

void tell(benchmark::State& state, const xsksim::Summary& summary) {
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

void packets(benchmark::State& state, const xsksim::Scenario& scenario, xsksim::EngineKind engine) {
    xsksim::Summary summary;
    for (auto _ : state) {
        const xsksim::RunResult result = run(scenario, engine);
        if (result.outcome != xsksim::Outcome::pass) state.SkipWithError("it did not pass");
        summary = result.summary;
    }
    tell(state, summary);
}

void saturated(benchmark::State& state, xsksim::EngineKind engine) {
    packets(state, saturated_baseline(), engine);
}
void queue_pairs(benchmark::State& state, xsksim::EngineKind engine) {
    packets(state, eight_pairs(), engine);
}

// Packets while somebody explores: what that costs between two choices.
void asked(benchmark::State& state) {
    const xsksim::Scenario scenario = saturated_baseline();
    for (auto _ : state) {
        Asked choice(scenario.seed);
        benchmark::DoNotOptimize(run(scenario, xsksim::EngineKind::native, &choice));
    }
    state.counters["packets/s"] =
        benchmark::Counter(packets_per_run, benchmark::Counter::kIsIterationInvariantRate);
}

// Two stacks that take turns.
void stack_switch(benchmark::State& state,
                  std::unique_ptr<xsksim::Engine> (*make)(xsksim::Engine::Options)) {
    std::uint64_t switches = 0;
    for (auto _ : state) {
        const auto engine = make({});
        for (const char* name : {"even", "odd"}) {
            const auto id = engine->spawn({name, 0}, [&engine] {
                for (int i = 0; i < turns_per_stack; ++i)
                    engine->spend(xsksim::Duration{1000}, xsksim::Operation::local());
            });
            engine->wake(id);
        }
        engine->run();
        switches = engine->counters().switches;
    }
    state.counters["switches/s"] = benchmark::Counter(
        static_cast<double>(switches), benchmark::Counter::kIsIterationInvariantRate);
}

// Building, running almost nothing, and tearing down: the price of a world as scenarios have it,
void world(benchmark::State& state, xsksim::EngineKind engine) {
    xsksim::Scenario scenario = saturated_baseline();
    scenario.end.frames = 1;
    for (auto _ : state) benchmark::DoNotOptimize(run(scenario, engine));
}

// and of one in which everything is small, as it is when thousands a second are looked at.
void small_world(benchmark::State& state, xsksim::EngineKind engine) {
    const xsksim::Scenario scenario = small_scenario();
    for (auto _ : state)
        if (run(scenario, engine).outcome != xsksim::Outcome::pass)
            state.SkipWithError("the small world did not pass");
    state.counters["worlds/s"] =
        benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

// Counts the driver's points, and pauses at one of them.
class PauseAt final : public xsksim::Choice {
public:
    PauseAt(std::uint64_t seed, std::uint64_t& points, std::uint64_t at,
            std::function<void()> pause)
        : inner_(xsksim::make_seeded_choice(seed)),
          points_(points),
          at_(at),
          pause_(std::move(pause)) {}
    xsksim::StreamId stream(std::string_view name) override { return inner_->stream(name); }
    std::uint64_t below(xsksim::StreamId stream, std::uint64_t bound) override {
        return inner_->below(stream, bound);
    }
    bool holds_up() const override { return true; }
    std::uint64_t points_before_hold_up() override {
        if (!pause_) return 0;
        return is_behind_ ? no_hold_up : at_;
    }
    std::optional<xsksim::HoldUp> hold_up(xsksim::ContextId, xsksim::Operation) override {
        ++points_;
        is_behind_ = true;
        if (pause_) pause_();
        return std::nullopt;
    }

private:
    std::unique_ptr<xsksim::Choice> inner_;
    std::uint64_t& points_;
    std::uint64_t at_;
    std::function<void()> pause_;
    bool is_behind_ = false;
};

std::uint64_t points_of(const xsksim::Scenario& scenario) {
    std::uint64_t points = 0;
    PauseAt choice(scenario.seed, points, 0, {});
    run(scenario, xsksim::EngineKind::native, &choice);
    return points;
}

// One small world, its run made again and again from `at` (in points of the driver) on.
class Restored {
public:
    explicit Restored(std::uint64_t at)
        : run_(scenario_,
               {.driver = &loaded_driver(), .choice = [this, at](std::function<void()> pause) {
                    return std::make_unique<PauseAt>(scenario_.seed, points_, at, std::move(pause));
                }}) {
        if (at != xsksim::Choice::no_hold_up) {
            run_.go_on();
            run_.follow_from_here();
        }
        run_.keep(here_);
    }
    void go_on() { run_.go_on(); }
    void take_back() { run_.take_back(here_); }

private:
    const xsksim::Scenario scenario_ = small_scenario();
    std::uint64_t points_ = 0;
    xsksim::RewindableRun run_;
    xsksim::RewindableRun::Kept here_;
};

void restored(benchmark::State& state, std::uint64_t at) {
    Restored run(at);
    for (auto _ : state) {
        run.go_on();
        run.take_back();
    }
    state.counters["runs/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

void restored_whole(benchmark::State& state) { restored(state, xsksim::Choice::no_hold_up); }
void restored_half(benchmark::State& state) { restored(state, points_of(small_scenario()) / 2); }

// What taking a world back takes, of one whose whole run has been made.
void restore_alone(benchmark::State& state) {
    Restored run(xsksim::Choice::no_hold_up);
    run.go_on();
    for (auto _ : state) run.take_back();
    state.counters["restores/s"] =
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

// Keeps the best of each rate that was measured, by "benchmark counter".
class RateReporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            if (run.run_type != Run::RT_Iteration) continue;
            for (const auto& [name, counter] : run.counters) {
                double& best = best_[run.run_name.function_name + " " + name];
                best = std::max(best, counter.value);
            }
        }
    }
    // 0 where it was left out.
    double best(const std::string& name) const {
        const auto it = best_.find(name);
        return it == best_.end() ? 0 : it->second;
    }

private:
    std::map<std::string, double> best_;
};

// False where both were measured and `got` lies below.
bool holds(double got, double floor) { return got == 0 || got >= floor; }

bool summed_up(const RateReporter& rates) {
    constexpr double packets_floor = 0.35, asked_floor = 0.85, switches_floor = 10,
                     small_floor = 0.004, whole_floor = 0.006, half_floor = 0.012,
                     restore_floor = 0.04;
    const auto ratio = [&](const std::string& of, const std::string& to) {
        return rates.best(to) > 0 ? rates.best(of) / rates.best(to) : 0;
    };
    const auto ns = [&](const std::string& name) {
        return rates.best(name) > 0 ? 1e9 / rates.best(name) : 0;
    };
    const double packets = ratio("saturated/simgrid packets/s", "bare_simgrid sleeps/s");
    const double switches =
        ratio("stack_switch/native switches/s", "stack_switch/simgrid switches/s");
    fmt::print("\n{:.2f} simulated packets for each bare SimGrid sleep (floor {}); native {:.2f}\n",
               packets, packets_floor,
               ratio("saturated/native packets/s", "bare_simgrid sleeps/s"));
    const double asked = ratio("asked packets/s", "saturated/native packets/s");
    fmt::print("{:.2f} of the latter while a choice is asked every 1000 points (floor {})\n", asked,
               asked_floor);
    fmt::print(
        "a switch of stacks: {:.0f} ns on SimGrid, {:.0f} ns native: {:.0f} times (floor {})\n",
        ns("stack_switch/simgrid switches/s"), ns("stack_switch/native switches/s"), switches,
        switches_floor);
    fmt::print("a packet of {} queue pairs: {:.0f} ns on SimGrid, {:.0f} ns native\n", pairs,
               ns("queue_pairs/simgrid packets/s"), ns("queue_pairs/native packets/s"));
    const double small = ratio("small_world/native worlds/s", "bare_simgrid sleeps/s");
    fmt::print(
        "a small world: {:.0f} us on SimGrid, {:.0f} us native: {:.4f} for each bare sleep (floor "
        "{})\n",
        1e-3 * ns("small_world/simgrid worlds/s"), 1e-3 * ns("small_world/native worlds/s"), small,
        small_floor);
    const double whole = ratio("restored_whole runs/s", "bare_simgrid sleeps/s");
    const double half = ratio("restored_half runs/s", "bare_simgrid sleeps/s");
    const double restore = ratio("restore_alone restores/s", "bare_simgrid sleeps/s");
    fmt::print(
        "its run taken back and made again: {:.1f} us whole, {:.1f} us from its half, {:.1f} us to "
        "take it back alone: {:.4f}, {:.4f}, {:.3f} for each bare sleep (floors {}, {}, {})\n",
        1e-3 * ns("restored_whole runs/s"), 1e-3 * ns("restored_half runs/s"),
        1e-3 * ns("restore_alone restores/s"), whole, half, restore, whole_floor, half_floor,
        restore_floor);
    return holds(packets, packets_floor) && holds(asked, asked_floor) &&
           holds(switches, switches_floor) && holds(small, small_floor) &&
           holds(whole, whole_floor) && holds(half, half_floor) && holds(restore, restore_floor);
}

}  // namespace

BENCHMARK_CAPTURE(saturated, simgrid, xsksim::EngineKind::simgrid)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3);
BENCHMARK_CAPTURE(saturated, native, xsksim::EngineKind::native)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3);
BENCHMARK(asked)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(bare_simgrid)->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK_CAPTURE(stack_switch, simgrid, xsksim::make_simgrid_engine)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3);
BENCHMARK_CAPTURE(stack_switch, native, xsksim::make_native_engine)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3);
BENCHMARK_CAPTURE(queue_pairs, simgrid, xsksim::EngineKind::simgrid)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3);
BENCHMARK_CAPTURE(queue_pairs, native, xsksim::EngineKind::native)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3);
BENCHMARK_CAPTURE(world, simgrid, xsksim::EngineKind::simgrid)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(world, native, xsksim::EngineKind::native)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(small_world, simgrid, xsksim::EngineKind::simgrid)
    ->Unit(benchmark::kMicrosecond)
    ->Repetitions(3);
BENCHMARK_CAPTURE(small_world, native, xsksim::EngineKind::native)
    ->Unit(benchmark::kMicrosecond)
    ->Repetitions(3);
BENCHMARK(restored_whole)->Unit(benchmark::kMicrosecond)->Repetitions(3);
BENCHMARK(restored_half)->Unit(benchmark::kMicrosecond)->Repetitions(3);
BENCHMARK(restore_alone)->Unit(benchmark::kMicrosecond)->Repetitions(3);

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    RateReporter rates;
    benchmark::RunSpecifiedBenchmarks(&rates);
    return summed_up(rates) ? 0 : 1;
}
