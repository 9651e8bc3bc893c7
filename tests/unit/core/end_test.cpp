// SPDX-License-Identifier: GPL-2.0-only
// How a run ends, and what becomes of the stacks.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <stdexcept>

#include "sim/core/check.hpp"
#include "tests/unit/core/journal.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// Notes the destruction of a stack's objects, and calls the engine while that happens.
struct Unwound {
    Engine& engine;
    int& count;
    ~Unwound() {
        engine.spend(ns(5), Operation::local());
        engine.point(Operation::local());
        engine.park();
        engine.wake(0);
        engine.wake_at(0, at_ns(1));
        engine.cancel_wake(0);
        engine.freeze(0);
        engine.thaw(0);
        engine.stop("too late");
        ++count;
    }
};

}  // namespace

TEST_CASE("end: an engine without anything due is idle at time 0") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const RunEnd end = make_engine()->run();
    CHECK(end.reason == EndReason::idle);
    CHECK(end.at == at_ns(0));
}

TEST_CASE("end: all parked is idle, at the time of the last event; every stack is unwound") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    int unwound = 0;
    for (const char* name : {"a", "b", "c"}) {
        const auto id = engine->spawn({name, Rank::task}, [&] {
            const Unwound guard{*engine, unwound};
            engine->spend(ns(10), Operation::local());
            engine->park();
        });
        engine->wake(id);
    }
    engine->spawn({"never woken", Rank::task}, [&] { unwound = 1000; });
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::idle);
    CHECK(end.at == at_ns(10));
    CHECK(engine->now() == at_ns(10));
    CHECK(engine->current() == no_context);
    CHECK(unwound == 3);
}

TEST_CASE("end: the time bound stops dispatching and run-ahead alike, at the bound") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const bool alone = GENERATE(false, true);
    const auto engine = make_engine(strict, {at_ns(1000), UINT64_MAX});
    Journal journal(*engine);
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(1000), Operation::local());
        journal.note("at the bound");
        engine->spend(ns(1), Operation::local());
        journal.note("past it");
    });
    engine->wake(task);
    const auto step =
        engine->spawn_step({"step", Rank::device}, [&] { return engine->now() + ns(300); });
    if (!alone) engine->wake(step);
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::time_bound);
    CHECK(end.at == at_ns(1000));
    CHECK(journal.lines() == Lines{"1000 task at the bound"});
    CHECK(engine->counters().steps == (alone ? 0 : 4));
}

TEST_CASE("end: the dispatch bound stops contexts that wake each other for ever") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict, {Instant::never(), 101});
    const auto step = engine->spawn_step({"step", Rank::device}, [&] { return engine->now(); });
    engine->wake_at(step, at_ns(3));
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::event_bound);
    CHECK(end.at == at_ns(3));
    CHECK(engine->counters().dispatches == 101);
    CHECK(engine->counters().steps == 101);
}

TEST_CASE("end: the dispatch bound also ends a context that keeps waking itself") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine(false, {Instant::never(), 50});
    ContextId task = no_context;
    task = engine->spawn({"task", Rank::task}, [&] {
        for (;;) {
            engine->wake(task);
            engine->park();
        }
    });
    engine->wake(task);
    CHECK(engine->run().reason == EndReason::event_bound);
}

TEST_CASE("end: stop from a stack does not return there") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    int unwound = 0;
    bool returned = false;
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        const Unwound guard{*engine, unwound};
        engine->spend(ns(12), Operation::local());
        engine->stop("enough");
        returned = true;
    });
    engine->wake(task);
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::stopped);
    CHECK(end.message == "enough");
    CHECK(end.at == at_ns(12));
    CHECK_FALSE(returned);
    CHECK(unwound == 1);
}

TEST_CASE(
    "end: an abandoned stack is not unwound, the others are, and the next run is none the worse") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    for (int run = 0; run < 3; ++run) {
        const auto engine = make_engine(strict);
        int unwound = 0;
        int abandoned = 0;
        const auto other = engine->spawn({"other", Rank::task}, [&] {
            const Unwound guard{*engine, unwound};
            engine->park();
        });
        const auto task = engine->spawn({"task", Rank::task}, [&] {
            const Unwound guard{*engine, abandoned};
            engine->spend(ns(12), Operation::local());
            engine->abandon("broken");
        });
        engine->wake(other);
        engine->wake(task);
        const RunEnd end = engine->run();
        CHECK(end.reason == EndReason::stopped);
        CHECK(end.message == "broken");
        CHECK(end.at == at_ns(12));
        CHECK(unwound == 1);
        CHECK(abandoned == 0);
    }
}

TEST_CASE("end: a stack may be abandoned while it is unwound") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    for (int run = 0; run < 3; ++run) {
        const auto engine = make_engine();
        struct Abandoner {
            Engine& engine;
            ~Abandoner() { engine.abandon("too late to count"); }
        };
        const auto task = engine->spawn({"task", Rank::task}, [&] {
            const Abandoner abandoner{*engine};
            engine->stop("enough");
        });
        engine->wake(task);
        CHECK(engine->run().message == "enough");
        CHECK(std::uncaught_exceptions() == 0);
    }
}

TEST_CASE("end: stop from a step ends the run after that step, on whosever stack it ran") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const bool host = GENERATE(false, true);
    const auto engine = make_engine(strict);
    int unwound = 0;
    bool went_on = false;
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        const Unwound guard{*engine, unwound};
        engine->spend(ns(100), Operation::local());
        went_on = true;
    });
    if (host) engine->wake(task);
    const auto step = engine->spawn_step({"step", Rank::device}, [&] {
        engine->stop("enough");
        engine->stop("twice");
        return engine->now();
    });
    engine->wake_at(step, at_ns(40));
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::stopped);
    CHECK(end.message == "enough");
    CHECK(end.at == at_ns(40));
    CHECK_FALSE(went_on);
    CHECK(unwound == (host ? 1 : 0));
    CHECK(engine->counters().steps == 1);
}

TEST_CASE("end: an exception leaving a body is a simulator fault and names the context") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const int kind = GENERATE(0, 1, 2);
    const auto engine = make_engine();
    int unwound = 0;
    const auto other = engine->spawn({"other", Rank::task}, [&] {
        const Unwound guard{*engine, unwound};
        engine->park();
    });
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        const Unwound guard{*engine, unwound};
        if (kind == 0) XSKSIM_CHECK(engine->now() == at_ns(1), "a message");
        if (kind == 1) throw std::runtime_error("a message");
        throw 42;
    });
    engine->wake(other);
    engine->wake_at(task, at_ns(9));
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::simulator_fault);
    CHECK(end.at == at_ns(14));  // a destructor's spend() still counts when nobody else is due
    CHECK_THAT(end.message, Catch::StartsWith("task: "));
    if (kind < 2) CHECK_THAT(end.message, Catch::Contains("a message"));
    if (kind == 0)
        CHECK_THAT(end.message, Catch::StartsWith("task: tests/unit/core/end_test.cpp:"));
    CHECK(unwound == 2);
}

TEST_CASE("end: an exception leaving a step is a simulator fault and names the step") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const bool host = GENERATE(false, true);
    const auto engine = make_engine(strict);
    int unwound = 0;
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        const Unwound guard{*engine, unwound};
        engine->spend(ns(100), Operation::local());
    });
    if (host) engine->wake(task);
    const auto step = engine->spawn_step({"step", Rank::device},
                                         [&]() -> Instant { throw SimulatorFault("broken"); });
    engine->wake_at(step, at_ns(9));
    const RunEnd end = engine->run();
    CHECK(end.reason == EndReason::simulator_fault);
    CHECK(end.message == "step: broken");
    CHECK(end.at == at_ns(9));
    CHECK(unwound == (host ? 1 : 0));
}

TEST_CASE("end: a negative spend is a simulator fault") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    const auto peer = engine->spawn({"peer", Rank::task}, [] {});
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        engine->spend(ns(10), Operation::local());
        engine->wake(peer);
        engine->spend(ns(-1), Operation::local());
    });
    engine->wake(task);
    CHECK(engine->run().reason == EndReason::simulator_fault);
}

namespace {

struct Frame {
    Engine* engine;
    int* cleaned;
};

void leave_frame(Frame* frame) { ++*frame->cleaned; }

// The same clean-up that driver C has: GNU C's attribute, in a function with C linkage.
extern "C" int park_in_comparison(const void* key, const void*) {
    const auto* engine = static_cast<Engine* const*>(key);
    (*engine)->park();
    return 0;
}

extern "C" void search_and_park(Frame outer) {
    [[gnu::cleanup(leave_frame)]] Frame frame = outer;
    const int elements[4] = {};
    static_cast<void>(std::bsearch(&frame.engine, elements, 4, sizeof(int), park_in_comparison));
}

}  // namespace

TEST_CASE("end: a stack parked below C frames is unwound through them, clean-ups run") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    int unwound = 0;
    int cleaned = 0;
    const auto task = engine->spawn({"task", Rank::task}, [&] {
        const Unwound guard{*engine, unwound};
        search_and_park({engine.get(), &cleaned});
    });
    engine->wake(task);
    CHECK(engine->run().reason == EndReason::idle);
    CHECK(cleaned == 1);
    CHECK(unwound == 1);
}

TEST_CASE("end: stacks are unwound one after another, in the order of their ids") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Lines order;
    struct Guard {
        Lines& order;
        std::string name;
        ~Guard() { order.push_back(name); }
    };
    for (const char* name : {"a", "b", "c", "d"}) {
        const auto id = engine->spawn({name, Rank::task}, [&, name] {
            const Guard guard{order, name};
            engine->park();
        });
        engine->wake_at(id, at_ns(100 - name[0] % 3));  // they start in another order
    }
    const auto step = engine->spawn_step({"step", Rank::device}, [] { return Instant::never(); });
    engine->wake(step);
    engine->run();
    CHECK(order == Lines{"a", "b", "c", "d"});
}

TEST_CASE("end: an engine runs once") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    engine->run();
    CHECK_THROWS_AS(engine->run(), SimulatorFault);
}

TEST_CASE("stack: the range holds the locals of its own context and no other's") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    std::vector<Engine::StackRange> ranges;
    std::vector<std::uintptr_t> locals;
    for (const char* name : {"a", "b", "c"}) {
        const auto id = engine->spawn({name, Rank::task}, [&] {
            volatile int local = 0;
            for (int round = 0; round < 3; ++round) {
                engine->spend(ns(10), Operation::local());
                ranges.push_back(engine->stack());
                locals.push_back(reinterpret_cast<std::uintptr_t>(&local));
            }
        });
        engine->wake(id);
    }
    engine->run();
    REQUIRE(locals.size() == 9);
    for (std::size_t i = 0; i < locals.size(); ++i) {
        for (std::size_t k = 0; k < ranges.size(); ++k) {
            const bool inside = locals[i] - ranges[k].low < ranges[k].size;
            CHECK(inside == (i % 3 == k % 3));
        }
    }
}
