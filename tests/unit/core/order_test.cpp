// SPDX-License-Identifier: GPL-2.0-only
// Who runs next: (due, rank, sequence), inline and strict alike.
#include <catch2/catch.hpp>

#include "sim/core/check.hpp"
#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("order: of equal times the lower rank runs first, whoever was woken first") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Journal journal(*engine);
    const auto task = engine->spawn({"task", Rank::task}, [&] { journal.note("runs"); });
    const auto hard = engine->spawn({"hard", Rank::hardirq}, [&] { journal.note("runs"); });
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        journal.note("runs");
        return Instant::never();
    });
    for (const ContextId id : {task, hard, device}) engine->wake_at(id, at_ns(7));
    CHECK(engine->run().reason == EndReason::idle);
    CHECK(journal.lines() == Lines{"7 device runs", "7 hard runs", "7 task runs"});
}

TEST_CASE("order: of equal times and ranks the first one queued runs first") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    Journal journal(*engine);
    std::vector<ContextId> ids;
    for (const char* name : {"a", "b", "c", "d"})
        ids.push_back(engine->spawn({name, Rank::task}, [&] { journal.note("runs"); }));
    for (const auto index : {2, 0, 3, 1}) engine->wake_at(ids[std::size_t(index)], at_ns(5));
    engine->run();
    CHECK(journal.lines() == Lines{"5 c runs", "5 a runs", "5 d runs", "5 b runs"});
}

TEST_CASE("order: spending up to another's due time lets equal and lower ranks go first") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    Journal journal(*engine);
    const auto add = [&](const char* name, int rank, Instant due) {
        engine->wake_at(engine->spawn({name, rank}, [&] { journal.note("runs"); }), due);
    };
    add("hard", Rank::hardirq, at_ns(10));
    add("peer", Rank::softirq, at_ns(10));
    add("task", Rank::task, at_ns(10));
    const auto runner = engine->spawn({"runner", Rank::softirq}, [&] {
        engine->spend(ns(10), Operation::local());
        journal.note("after spend");
        engine->point(Operation::local());
        journal.note("after point");
        engine->spend(ns(1), Operation::local());
        journal.note("later");
    });
    engine->wake(runner);
    engine->run();
    CHECK(journal.lines() == Lines{"10 hard runs", "10 peer runs", "10 runner after spend",
                                   "10 runner after point", "10 task runs", "11 runner later"});
}

TEST_CASE("order: a wake given at a point's time is served at that point, by rank") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Journal journal(*engine);
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        journal.note("step");
        return Instant::never();
    });
    const auto other = engine->spawn({"other", Rank::task}, [&] { journal.note("runs"); });
    const auto driver = engine->spawn({"driver", Rank::hardirq}, [&] {
        engine->spend(ns(3), Operation::local());
        engine->wake(other);
        engine->wake(device);
        CHECK_FALSE(engine->pass_unheeded());
        journal.note("before point");
        engine->point(Operation::local());
        CHECK(engine->pass_unheeded());
        journal.note("after point");
    });
    engine->wake(driver);
    engine->run();
    CHECK(journal.lines() ==
          Lines{"3 driver before point", "3 device step", "3 driver after point", "3 other runs"});
}

TEST_CASE("run-ahead: with nobody due, neither the queue nor what carries the stacks is asked") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    const auto only = engine->spawn({"only", Rank::task}, [&] {
        for (int i = 0; i < 1000; ++i) engine->spend(ns(5), Operation::local());
        engine->point(Operation::local());
    });
    engine->wake(only);
    const RunEnd end = engine->run();
    CHECK(end.at == at_ns(5000));
    CHECK(engine->counters().points == 1001);
    CHECK(engine->counters().dispatches == 1);
    CHECK(engine->counters().switches == 2);  // to it, and back at the end
}

TEST_CASE("steps: run inline without a switch, strictly with one, at the times they named") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Journal journal(*engine);
    int left = 3;
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        journal.note("step");
        return --left > 0 ? engine->now() + ns(10) : Instant::never();
    });
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(100), Operation::local());
        journal.note("done");
    });
    engine->wake_at(device, at_ns(4));
    engine->wake(task);
    engine->run();
    CHECK(journal.lines() ==
          Lines{"4 device step", "14 device step", "24 device step", "100 task done"});
    CHECK(engine->counters().steps == 3);
    CHECK(engine->counters().dispatches == 5);
    CHECK(engine->counters().switches == (strict ? 4 : 2));
}

TEST_CASE("steps: an earlier wake brings a step forward, a later one does not put it off") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Journal journal(*engine);
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        journal.note("step");
        return engine->now() == at_ns(20) ? at_ns(90) : Instant::never();
    });
    engine->wake_at(device, at_ns(50));
    engine->wake_at(device, at_ns(70));
    engine->wake_at(device, at_ns(20));
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(60), Operation::local());
        engine->wake(device);
        engine->point(Operation::local());
        journal.note("done");
    });
    engine->wake(task);
    engine->run();
    CHECK(journal.lines() == Lines{"20 device step", "60 device step", "60 task done"});
}

TEST_CASE(
    "steps: wakes a step gives itself count beside what it returns; cancelling takes both back") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Journal journal(*engine);
    ContextId device = no_context;
    device = engine->spawn_step({"device", Rank::device}, [&] {
        journal.note("step");
        if (engine->now() == at_ns(0)) {
            engine->wake_at(device, at_ns(5));
            return at_ns(9);
        }
        engine->wake_at(device, at_ns(6));
        engine->cancel_wake(device);
        return Instant::never();
    });
    engine->wake(device);
    CHECK(engine->run().at == at_ns(5));
    CHECK(journal.lines() == Lines{"0 device step", "5 device step"});
}

TEST_CASE("steps: a step may look at points but not spend or park") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const bool parks = GENERATE(false, true);
    const auto engine = make_engine(strict);
    int reached = 0;
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        engine->point(Operation::local());
        engine->spend(ns(0), Operation::local());
        ++reached;
        if (parks)
            engine->park();
        else
            engine->spend(ns(1), Operation::local());
        ++reached;
        return Instant::never();
    });
    engine->wake(device);
    const RunEnd end = engine->run();
    CHECK(reached == 1);
    CHECK(end.reason == EndReason::simulator_fault);
    CHECK_THAT(end.message, Catch::StartsWith("device: "));
}

TEST_CASE("contexts: may be spawned during the run and take part at once") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Journal journal(*engine);
    const auto parent = engine->spawn({"parent", Rank::task}, [&] {
        for (int i = 0; i < 40; ++i) {
            const std::string name = "child" + std::to_string(i);
            const auto child = engine->spawn({name, Rank::hardirq}, [&] {
                journal.note("runs");
                engine->spend(ns(1), Operation::local());
            });
            engine->wake(child);
            engine->spend(ns(1), Operation::local());
        }
    });
    engine->wake(parent);
    CHECK(engine->run().reason == EndReason::idle);
    REQUIRE(journal.lines().size() == 40);
    CHECK(journal.lines().back() == "39 child39 runs");
}

TEST_CASE("contexts: a name is given once, a rank is in range, an id is known") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    engine->spawn({"a", 0}, [] {});
    CHECK_THROWS_AS(engine->spawn_step({"a", 0}, [] { return Instant::never(); }), SimulatorFault);
    CHECK_THROWS_AS(engine->spawn({"b", 1000}, [] {}), SimulatorFault);
    CHECK_THROWS_AS(engine->wake(17), SimulatorFault);
    CHECK_THROWS_AS(engine->spend(ns(1), Operation::local()), SimulatorFault);
    CHECK(engine->name_of(0) == "a");
    CHECK(engine->name_of(no_context) == "-");
    CHECK(engine->current() == no_context);
}
