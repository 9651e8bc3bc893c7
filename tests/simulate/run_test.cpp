// SPDX-License-Identifier: GPL-2.0-only
// A run takes what it is handed: its engine, its choices, its listeners.
#include <catch2/catch.hpp>

#include <set>

#include "sim/core/simgrid_engine.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/reference_share.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline_listener.hpp"

namespace xsksim {
namespace {

// Draws when vCPUs are pre-empted.
Scenario drawn(std::uint64_t seed) {
    Scenario scenario =
        load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json",
                      {{"/schedule/preempt_probability", "0.01"}, {"/end/frames", "300"}});
    scenario.seed = seed;
    return scenario;
}

RunResult run_on(const Scenario& scenario, Choice& choice, const Engine::Bounds& bounds) {
    const LoadedDriver driver = load_driver(scenario.driver.name, XSKSIM_DRIVER_DIR, scenario.name);
    const auto engine = make_simgrid_engine({.bounds = bounds});
    DigestListener digest;
    return run(scenario, driver, *engine, choice, {&digest});
}

// The caller may both read and act; the second comes after the first.
class ReaderAndActor : public RunListener {
public:
    void listen_to(const HeardRun& run) override {
        run.actors->listen<event::DevWire>(*this);
        run.readers.listen<event::DevWire>(reader_);
    }
    void at_end(RunResult& result) override { on_wire_ = result.summary.on_wire; }
    void on(const event::DevWire&, const Event&) {
        ++acted_;
        CHECK(reader_.heard == acted_);
    }
    void check() const {
        CHECK(acted_ > 0);
        CHECK(acted_ == on_wire_);
    }

private:
    struct Reader {
        void on(const event::DevWire&, const Event&) { ++heard; }
        std::uint64_t heard = 0;
    };
    Reader reader_;
    std::uint64_t acted_ = 0, on_wire_ = 0;
};

}  // namespace

TEST_CASE("run: a world that could not be made leaves nothing in the memory of the next") {
    const std::string file = XSKSIM_SOURCE_DIR "/scenarios/baseline.json";
    SimulateOptions options{};
    options.engine = EngineKind::native;
    options.driver_directory = XSKSIM_DRIVER_DIR;
    const auto digest_of = [&](const Scenario& scenario) {
        DigestListener digest;
        return simulate(scenario, options, {&digest}).digest;
    };
    const Scenario good = load_scenario(file, {{"/end/frames", "300"}});
    Scenario bad =
        load_scenario(file, {{"/memory", "\"tso\""}, {"/driver/parameters", "{\"no_such\": 1}"}});
    const std::uint64_t before = digest_of(good);
    for (int i = 0; i < 3; ++i) {
        CHECK_THROWS_AS(digest_of(bad), BadInput);
        CHECK(digest_of(good) == before);
    }
}

TEST_CASE("run: whoever answers its questions decides, not the scenario's seed") {
    const Scenario scenario = drawn(1), otherwise_seeded = drawn(2);
    std::vector<ChoiceRecord> answers;
    const auto recording = make_recording_choice(make_seeded_choice(scenario.seed), answers);
    const RunResult first = run_on(scenario, *recording, bounds_of(scenario));
    REQUIRE(answers.size() > 100);
    const auto replay = make_replay_choice(answers);
    const RunResult again = run_on(otherwise_seeded, *replay, bounds_of(scenario));
    CHECK(again.digest == first.digest);
    DigestListener digest;
    const RunResult drawn_anew =
        simulate(otherwise_seeded, {.driver_directory = XSKSIM_DRIVER_DIR}, {&digest});
    CHECK(drawn_anew.digest != first.digest);
}

TEST_CASE("run: who is stuck when time is over is not helped by being told to cease") {
    const bool others_go_on = GENERATE(false, true);
    std::vector<Override> set = {{"/end", R"({"time_ns": 2000000, "settle_ns": 3000000})"}};
    if (others_go_on) set.push_back({"/rx", R"([{"rate_pps": 1000}])"});
    const RunResult result = simulate(
        load_scenario(XSKSIM_SOURCE_DIR "/scenarios/findings/completion-ring-full.json", set),
        {.driver_directory = XSKSIM_DRIVER_DIR});
    CHECK(result.outcome == (others_go_on ? Outcome::pass : Outcome::stalled));
}

TEST_CASE("run: it ends where its engine does") {
    const Scenario scenario = drawn(1);
    const auto choice = make_seeded_choice(scenario.seed);
    const Instant early{100'000};
    const RunResult result = run_on(scenario, *choice, {.time = early});
    CHECK(result.outcome == Outcome::inconclusive);
    CHECK(result.end.reason == EndReason::time_bound);
    CHECK(result.end.at == early);
}

TEST_CASE("run: a listener reads and acts, and what it is asked for is its own") {
    ReaderAndActor both;
    TimelineListener timeline;
    const RunResult shown =
        simulate(drawn(1), {.driver_directory = XSKSIM_DRIVER_DIR}, {&both, &timeline});
    both.check();
    CHECK_FALSE(shown.timeline.empty());
    CHECK(shown.digest == 0);
    const RunResult plain = simulate(drawn(1), {.driver_directory = XSKSIM_DRIVER_DIR});
    CHECK(plain.timeline.empty());
    CHECK(plain.outcome == shown.outcome);
    CHECK(plain.summary.measured.events == shown.summary.measured.events);
}

TEST_CASE("engines: a run on each of them is the same run") {
    const auto run_on_kind = [&](EngineKind engine) {
        DigestListener listener;
        return simulate(drawn(1), {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR},
                        {&listener});
    };
    const RunResult wanted = run_on_kind(EngineKind::simgrid);
    for (const EngineKind engine :
         {EngineKind::strict, EngineKind::native, EngineKind::native_strict}) {
        INFO(word_of(engine));
        const RunResult got = run_on_kind(engine);
        CHECK(got.digest == wanted.digest);
        CHECK((got.summary.measured.engine.switches > wanted.summary.measured.engine.switches) ==
              is_strict(engine));
    }
}

TEST_CASE("reference share: the first of many runs and about one in 64 are made again") {
    std::uint64_t repeated = 0;
    for (std::uint64_t number = 0; number < 64'000; ++number)
        repeated += is_repeated_on_reference(number) ? 1 : 0;
    CHECK(repeated > 900);
    CHECK(repeated < 1100);
    CHECK(is_repeated_on_reference(0));
    // A sweep whose inner axis has 64 values has them at all of these.
    std::set<std::uint64_t> values;
    for (std::uint64_t number = 0; number < 64'000; ++number)
        if (is_repeated_on_reference(number)) values.insert(number % 64);
    CHECK(values.size() == 64);
}

TEST_CASE("reference share: a run that is another on SimGrid is a simulator fault, and is named") {
    DigestListener digest;
    const SimulateOptions native{.engine = EngineKind::native,
                                 .driver_directory = XSKSIM_DRIVER_DIR};
    RunResult result = simulate(drawn(7), native, {&digest});
    CHECK_NOTHROW(repeat_on_reference(drawn(7), native, result));
    result.digest ^= 1;
    CHECK_THROWS_WITH(repeat_on_reference(drawn(7), native, result),
                      Catch::StartsWith("baseline, seed 7: ") &&
                          Catch::Contains("--engine native --trace") &&
                          Catch::Contains("--engine simgrid --trace"));
}

}  // namespace xsksim
