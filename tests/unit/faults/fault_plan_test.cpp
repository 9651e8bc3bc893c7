// SPDX-License-Identifier: GPL-2.0-only
// When rules strike: counting, windows, chance, conditions, places, happenings; and how long.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/faults/fault_plan.hpp"
#include "models/virtio/net/net_queue_layout.hpp"
#include "sim/core/simgrid_engine.hpp"

using namespace xsksim;
using Numbers = std::vector<std::uint64_t>;
using Times = std::vector<std::int64_t>;

namespace {

constexpr std::uint32_t tx = 1;

FaultRule losing() { return {.what = FaultWhat::interrupt_lost}; }
FaultRule inventing() { return {.what = FaultWhat::interrupt_invented}; }

struct PlanBench {
    explicit PlanBench(std::vector<FaultRule> rules, std::uint64_t seed = 1)
        : engine(make_simgrid_engine({.strict_steps = false, .bounds = {}})),
          trace(*engine),
          choice(make_seeded_choice(seed)),
          plan(*engine, trace, *choice, net_queue_layout(2), std::move(rules)) {}

    void run(std::function<void()> script) {
        engine->wake(engine->spawn({"script", Rank::task}, std::move(script)));
        engine->run();
    }
    // Asks `times` times, 1 us apart; the numbers of those that were struck, from 1.
    Numbers struck(int times, std::uint32_t where = tx) {
        Numbers numbers;
        run([&] {
            for (int i = 1; i <= times; ++i) {
                if (plan.strike(FaultSite::interrupt, where, 0, std::nullopt))
                    numbers.push_back(static_cast<std::uint64_t>(i));
                engine->spend({1000}, Operation::local());
            }
        });
        return numbers;
    }
    // When a happening's act is called.
    Times happened(std::function<void()> script) {
        Times times;
        plan.on_happening(FaultSite::invented,
                          [&](const FaultStrike&) { times.push_back(engine->now().ns); });
        run(std::move(script));
        return times;
    }

    std::unique_ptr<Engine> engine;
    Trace trace;
    std::unique_ptr<Choice> choice;
    FaultPlan plan;
};

Numbers struck(const FaultRule& rule, int times = 10) { return PlanBench({rule}).struck(times); }

}  // namespace

TEST_CASE("faults: a rule counts the opportunities at its own place") {
    FaultRule rule = losing();
    rule.nth = {5, 2};
    CHECK(struck(rule) == Numbers{2, 5});
    rule.nth = {};
    rule.every = 4;
    CHECK(struck(rule) == Numbers{4, 8});
    CHECK(PlanBench({rule}).struck(10, 3).empty());
    rule.rx = true;
    CHECK(PlanBench({rule}).struck(10, 0) == Numbers{4, 8});
}

TEST_CASE("faults: a window begins at its first and ends before its last instant") {
    FaultRule rule = losing();
    rule.from = Instant{2000};
    rule.until = Instant{4000};
    CHECK(struck(rule) == Numbers{3, 4});
}

TEST_CASE("faults: while a condition holds") {
    FaultRule rule = losing();
    rule.conditions = {FaultCondition::timer_armed};
    PlanBench bench({rule});
    Numbers numbers;
    const auto ask = [&](std::uint64_t number) {
        if (bench.plan.strike(FaultSite::interrupt, tx, 0, std::nullopt)) numbers.push_back(number);
    };
    bench.run([&] {
        ask(1);
        bench.trace.emit(event::HrtimerStart{.timer = 77});
        ask(2);
        bench.trace.emit(event::HrtimerFire{.timer = 77});
        ask(3);
    });
    CHECK(numbers == Numbers{2});
}

TEST_CASE("faults: a place that was passed strikes the next opportunity, once") {
    FaultRule rule = losing();
    rule.at.name = "f";
    PlanBench bench({rule});
    Numbers numbers;
    bench.run([&] {
        for (std::uint64_t i = 1; i <= 6; ++i) {
            if (i == 3 || i == 5) bench.plan.pass_place(1);
            if (bench.plan.strike(FaultSite::interrupt, tx, 0, std::nullopt)) numbers.push_back(i);
        }
    });
    CHECK(numbers == Numbers{3, 5});
}

TEST_CASE("faults: rules strike in their order, each with its number") {
    FaultRule second = losing();
    second.every = 2;
    PlanBench bench({losing(), second});
    bench.run([&] {
        for (std::uint64_t opportunity = 1; opportunity <= 2; ++opportunity) {
            Numbers numbers;
            for_each_strike(bench.plan, FaultSite::interrupt, tx, opportunity,
                            [&](const FaultStrike& strike) {
                                numbers.push_back(strike.number);
                                return true;
                            });
            CHECK(numbers == (opportunity == 1 ? Numbers{1} : Numbers{1, 2}));
        }
    });
}

TEST_CASE("faults: delays are fixed, uniform, exponential or of a table") {
    constexpr int draws = 20'000;
    const auto drawn = [](const FaultDelay& delay) {
        FaultRule rule{.what = FaultWhat::interrupt_delayed, .delay = delay};
        PlanBench bench({rule});
        std::vector<double> values;
        for (int i = 0; i < draws; ++i)
            values.push_back(static_cast<double>(
                bench.plan.strike(FaultSite::interrupt, tx, 0, std::nullopt)->delay.ns));
        return values;
    };
    const auto mean = [](const std::vector<double>& values) {
        double sum = 0;
        for (const double value : values) sum += value;
        return sum / static_cast<double>(values.size());
    };
    const auto variance = [&](const std::vector<double>& values) {
        const double middle = mean(values);
        double sum = 0;
        for (const double value : values) sum += (value - middle) * (value - middle);
        return sum / static_cast<double>(values.size());
    };
    CHECK(variance(drawn({.low = Duration{700}, .high = Duration{700}})) == 0);
    // Five standard errors of the mean, from the law's own variance.
    const auto close = [&](double got, double want, double law_variance) {
        CHECK(std::abs(got - want) < 5 * std::sqrt(law_variance / draws));
    };
    const double uniform_variance = (1000.0 * 1000.0) / 12;
    close(mean(drawn({.low = Duration{1000}, .high = Duration{2000}})), 1500, uniform_variance);
    const auto exponential = drawn({.mean = Duration{5000}});
    close(mean(exponential), 5000, 5000.0 * 5000.0);
    // The variance of an exponential law is the square of its mean; of its estimate, 8 mean^4 / n.
    CHECK(std::abs(variance(exponential) - 25e6) < 5 * 25e6 * std::sqrt(8.0 / draws));
    const auto table = drawn({.table = {{10}, {30}}});
    close(mean(table), 20, 100);
    CHECK(variance(table) > 99);
}

TEST_CASE("faults: a happening comes at its time, and again each period of its window") {
    FaultRule rule = inventing();
    rule.from = Instant{500};
    CHECK(PlanBench({rule}).happened([] {}) == Times{500});
    rule.period = Duration{1000};
    rule.until = Instant{3000};
    CHECK(PlanBench({rule}).happened([] {}) == Times{500, 1500, 2500});
    rule.nth = {2};
    CHECK(PlanBench({rule}).happened([] {}) == Times{1500});
}

TEST_CASE("faults: a happening whose time has come waits for its conditions") {
    FaultRule rule = inventing();
    rule.from = Instant{500};
    rule.conditions = {FaultCondition::need_wakeup};
    PlanBench bench({rule});
    CHECK(bench.happened([&] {
        bench.trace.emit(event::NeedWakeupSet{.pair = 0});
        bench.trace.emit(event::NeedWakeupClear{.pair = 0});
        bench.engine->spend({2000}, Operation::local());
        bench.trace.emit(event::NeedWakeupSet{.pair = 0});
        bench.engine->spend({2000}, Operation::local());
        bench.trace.emit(event::NeedWakeupSet{.pair = 0});
    }) == Times{2000});
}

TEST_CASE("faults: a happening with a place comes with each passing") {
    FaultRule rule = inventing();
    rule.at.name = "f";
    PlanBench bench({rule});
    CHECK(bench.happened([&] {
        for (int i = 0; i < 2; ++i) {
            bench.engine->spend({700}, Operation::local());
            bench.plan.pass_place(1);
        }
        bench.engine->spend({700}, Operation::local());
    }) == Times{700, 1400});
}

TEST_CASE("faults: the same seed draws the same, and rules do not move each other") {
    FaultRule rule = losing();
    rule.probability = Probability{500'000'000};
    const Numbers alone = PlanBench({rule}, 7).struck(200);
    CHECK(PlanBench({rule}, 7).struck(200) == alone);
    CHECK(PlanBench({rule}, 8).struck(200) != alone);
}
