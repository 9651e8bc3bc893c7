// SPDX-License-Identifier: GPL-2.0-only
// Of several contexts that are due at one time a tie breaker may have any go first.
#include <catch2/catch.hpp>

#include <set>

#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// Answers by the bits of a number, the lowest first, and notes whom it was asked about.
class NumberedBreaker final : public TieBreaker {
public:
    NumberedBreaker(const Engine& engine, unsigned answers) : engine_(engine), answers_(answers) {}

    bool puts_last(ContextId first) override {
        CHECK(engine_.current() == first);
        asked.push_back(std::to_string(engine_.now().ns) + " " +
                        std::string(engine_.name_of(first)));
        const bool answer = (answers_ & 1U) != 0;
        answers_ >>= 1U;
        return answer;
    }

    Lines asked;

private:
    const Engine& engine_;
    unsigned answers_;
};

// A step, a stack that wakes and one that spends up to there.
Lines run_three_due_at_7(const EngineMaker& make_engine, bool strict, unsigned answers) {
    const auto engine = make_engine(strict);
    NumberedBreaker breaker(*engine, answers);
    engine->break_ties_by(&breaker);
    Journal journal(*engine);
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        journal.note("runs");
        return Instant::never();
    });
    const auto hard = engine->spawn({"hard", Rank::hardirq}, [&] { journal.note("runs"); });
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(7), Operation::local());
        journal.note("runs");
    });
    engine->wake_at(device, at_ns(7));
    engine->wake_at(hard, at_ns(7));
    engine->wake(task);
    engine->run();
    return journal.lines();
}

}  // namespace

TEST_CASE("ties: each order of three is met, on each engine alike") {
    std::set<Lines> orders;
    for (unsigned answers = 0; answers < 8; ++answers) {
        const Lines lines = run_three_due_at_7(on_native, false, answers);
        CHECK(lines.size() == 3);
        orders.insert(lines);
        CHECK(run_three_due_at_7(on_native, true, answers) == lines);
        CHECK(run_three_due_at_7(on_simgrid, false, answers) == lines);
        CHECK(run_three_due_at_7(on_simgrid, true, answers) == lines);
    }
    CHECK(orders.size() == 6);
}

TEST_CASE("ties: who says no has the order that there is without him") {
    CHECK(run_three_due_at_7(on_native, false, 0) ==
          Lines{"7 device runs", "7 hard runs", "7 task runs"});
    CHECK(run_three_due_at_7(on_native, false, 0b1) ==
          Lines{"7 hard runs", "7 task runs", "7 device runs"});
}

TEST_CASE("ties: one who would run on to the time of another is asked about, too") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    for (const unsigned answers : {0b0U, 0b1U}) {
        const auto engine = make_engine();
        NumberedBreaker breaker(*engine, answers);
        engine->break_ties_by(&breaker);
        Journal journal(*engine);
        const auto hard = engine->spawn({"hard", Rank::hardirq}, [&] {
            engine->spend(ns(5), Operation::local());
            journal.note("runs on");
        });
        const auto task = engine->spawn({"task", Rank::task}, [&] { journal.note("runs"); });
        engine->wake(hard);
        engine->wake_at(task, at_ns(5));
        engine->run();
        CHECK(breaker.asked == Lines{"5 hard"});
        CHECK(journal.lines() == (answers == 0 ? Lines{"5 hard runs on", "5 task runs"}
                                               : Lines{"5 task runs", "5 hard runs on"}));
    }
}
