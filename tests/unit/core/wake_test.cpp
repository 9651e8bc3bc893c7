// SPDX-License-Identifier: GPL-2.0-only
// Remembered wakes, timed wakes, freezing: the table at the top of engine.hpp, row by row.
#include <catch2/catch.hpp>

#include "sim/core/check.hpp"
#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// Runs `act` as a step at each of the times given.
class At {
public:
    explicit At(Engine& engine) : engine_(engine) {}
    void operator()(std::int64_t when, std::function<void()> act) {
        const std::string name = "at " + std::to_string(when) + " #" + std::to_string(count_++);
        const auto id = engine_.spawn_step({name, Rank::stimulus}, [act = std::move(act)] {
            act();
            return Instant::never();
        });
        engine_.wake_at(id, at_ns(when));
    }

private:
    Engine& engine_;
    int count_ = 0;
};

struct Fixture {
    Fixture(const EngineMaker& make_engine, bool strict)
        : engine(make_engine(strict)), journal(*engine), at(*engine) {}
    ContextId spawn(Engine::Body body) {
        const auto id = engine->spawn({"task", Rank::task}, std::move(body));
        engine->wake(id);
        return id;
    }
    std::unique_ptr<Engine> engine;
    Journal journal;
    At at;
};

}  // namespace

TEST_CASE("wake: a parked context is due at once, and two wakes are one") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    const auto task = f.spawn([&] {
        f.engine->park();
        f.journal.note("woken");
        f.engine->park();
        f.journal.note("woken again");
    });
    f.at(10, [&] {
        f.engine->wake(task);
        f.engine->wake(task);
    });
    CHECK(f.engine->run().reason == EndReason::idle);
    CHECK(f.journal.lines() == Lines{"10 task woken"});
}

TEST_CASE("wake: one that comes while the context runs is taken by its next park") {
    Fixture f(GENERATE(on_simgrid, on_native), false);
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->wake(task);
        f.engine->spend(ns(5), Operation::local());
        f.engine->park();
        f.journal.note("park returned");
        f.engine->park();
        f.journal.note("lost");
    });
    CHECK(f.engine->run().reason == EndReason::idle);
    CHECK(f.journal.lines() == Lines{"5 task park returned"});
}

TEST_CASE("wake: one that comes during a spend neither shortens it nor is lost") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    const auto task = f.spawn([&] {
        f.engine->spend(ns(100), Operation::local());
        f.journal.note("spent");
        f.engine->park();
        f.journal.note("park returned");
    });
    f.at(40, [&] { f.engine->wake(task); });
    f.engine->run();
    CHECK(f.journal.lines() == Lines{"100 task spent", "100 task park returned"});
}

TEST_CASE("wake: a park with a remembered wake still lets those due before it run") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->spend(ns(10), Operation::local());
        f.engine->wake(task);
        f.at(10, [&] { f.journal.note("step"); });
        f.engine->park();
        f.journal.note("park returned");
    });
    f.engine->run();
    CHECK(f.journal.lines() == Lines{"10 at 10 #0 step", "10 task park returned"});
}

TEST_CASE("wake_at: sleeps until then; an earlier wake replaces it, and it does not ring twice") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->wake_at(task, at_ns(50));
        f.engine->park();
        f.journal.note("slept");
        f.engine->wake_at(task, at_ns(500));
        f.engine->park();
        f.journal.note("woken early");
        f.engine->park();
        f.journal.note("rang twice");
    });
    f.at(60, [&] { f.engine->wake_at(task, at_ns(70)); });
    f.at(61, [&] { f.engine->wake_at(task, at_ns(90)); });
    CHECK(f.engine->run().at == at_ns(70));
    CHECK(f.journal.lines() == Lines{"50 task slept", "70 task woken early"});
}

TEST_CASE("wake_at: given before a spend that outlasts it, the next park returns at once") {
    Fixture f(GENERATE(on_simgrid, on_native), false);
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->wake_at(task, at_ns(50));
        f.engine->spend(ns(80), Operation::local());
        f.engine->park();
        f.journal.note("park returned");
    });
    f.engine->run();
    CHECK(f.journal.lines() == Lines{"80 task park returned"});
}

TEST_CASE("cancel_wake: takes back a wake_at, not a wake, and not the end of a spend") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->spend(ns(20), Operation::local());
        f.journal.note("spent");
        f.engine->wake_at(task, at_ns(50));
        f.engine->park();
        f.journal.note("woken");
        f.engine->wake_at(task, at_ns(90));
        f.engine->park();
        f.journal.note("rang");
    });
    f.at(10, [&] { f.engine->cancel_wake(task); });
    f.at(30, [&] {
        f.engine->cancel_wake(task);
        f.engine->wake(task);
        f.engine->cancel_wake(task);
    });
    f.at(70, [&] { f.engine->cancel_wake(task); });
    CHECK(f.engine->run().reason == EndReason::idle);
    CHECK(f.journal.lines() == Lines{"20 task spent", "30 task woken"});
}

TEST_CASE("freeze: a spend goes on after the thaw with what was left of it") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    const auto task = f.spawn([&] {
        f.engine->spend(ns(100), Operation::local());
        f.journal.note("spent");
    });
    f.at(30, [&] { f.engine->freeze(task); });
    f.at(35, [&] { f.engine->freeze(task); });
    f.at(1030, [&] { f.engine->thaw(task); });
    f.at(1050, [&] { f.engine->freeze(task); });
    f.at(2050, [&] { f.engine->thaw(task); });
    f.at(2051, [&] { f.engine->thaw(task); });
    f.engine->run();
    CHECK(f.journal.lines() == Lines{"2100 task spent"});  // 30 + 20 + 50 of its own
}

TEST_CASE("freeze: wakes and alarms of a frozen parked context count at the thaw") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->park();
        f.journal.note("woken");
        f.engine->wake_at(task, at_ns(300));
        f.engine->park();
        f.journal.note("alarm, late");
        f.engine->wake_at(task, at_ns(900));
        f.engine->park();
        f.journal.note("alarm, in time");
    });
    f.at(10, [&] { f.engine->freeze(task); });
    f.at(20, [&] { f.engine->wake(task); });
    f.at(100, [&] { f.engine->thaw(task); });
    f.at(200, [&] { f.engine->freeze(task); });
    f.at(400, [&] { f.engine->thaw(task); });
    f.at(500, [&] { f.engine->freeze(task); });
    f.at(600, [&] { f.engine->thaw(task); });
    f.engine->run();
    CHECK(f.journal.lines() ==
          Lines{"100 task woken", "400 task alarm, late", "900 task alarm, in time"});
}

TEST_CASE("freeze: a woken context that has not run yet is due again at the thaw") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    const auto task = f.spawn([&] {
        f.engine->park();
        f.journal.note("woken");
    });
    f.at(10, [&] {
        f.engine->wake(task);
        f.engine->freeze(task);
    });
    f.at(25, [&] { f.engine->thaw(task); });
    f.engine->run();
    CHECK(f.journal.lines() == Lines{"25 task woken"});
}

TEST_CASE("freeze: a context that freezes itself stops at its next point, or in its spend") {
    const bool spends = GENERATE(false, true);
    Fixture f(GENERATE(on_simgrid, on_native), false);
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->spend(ns(5), Operation::local());
        f.engine->freeze(task);
        f.journal.note("frozen, runs on");
        if (spends)
            f.engine->spend(ns(7), Operation::local());
        else
            f.engine->point(Operation::local());
        f.journal.note("thawed");
    });
    f.at(50, [&] { f.engine->thaw(task); });
    f.engine->run();
    CHECK(f.journal.lines() ==
          Lines{"5 task frozen, runs on", spends ? "57 task thawed" : "50 task thawed"});
}

TEST_CASE("freeze: frozen and thawed without a point between is as if nothing happened") {
    Fixture f(GENERATE(on_simgrid, on_native), false);
    ContextId task = no_context;
    task = f.spawn([&] {
        f.engine->freeze(task);
        f.engine->thaw(task);
        f.engine->spend(ns(7), Operation::local());
        f.journal.note("spent");
    });
    f.engine->run();
    CHECK(f.journal.lines() == Lines{"7 task spent"});
    CHECK(f.engine->counters().dispatches == 1);
}

TEST_CASE("freeze: a frozen context nobody thaws leaves the run idle; a step cannot be frozen") {
    Fixture f(GENERATE(on_simgrid, on_native), false);
    const auto task = f.spawn([&] { f.engine->spend(ns(100), Operation::local()); });
    f.at(30, [&] { f.engine->freeze(task); });
    const RunEnd end = f.engine->run();
    CHECK(end.reason == EndReason::idle);
    CHECK(end.at == at_ns(30));

    const auto other = on_native();
    const auto step = other->spawn_step({"s", 0}, [] { return Instant::never(); });
    CHECK_THROWS_AS(other->freeze(step), SimulatorFault);
}

TEST_CASE("gone: waking, freezing and cancelling a context whose body returned does nothing") {
    Fixture f(GENERATE(on_simgrid, on_native), GENERATE(false, true));
    const auto task = f.spawn([&] { f.journal.note("runs"); });
    f.at(10, [&] {
        f.engine->wake(task);
        f.engine->wake_at(task, at_ns(30));
        f.engine->freeze(task);
        f.engine->thaw(task);
        f.engine->cancel_wake(task);
    });
    CHECK(f.engine->run().at == at_ns(10));
    CHECK(f.journal.lines() == Lines{"0 task runs"});
}
