// SPDX-License-Identifier: GPL-2.0-only
// What scheduling points say of their contexts, and who hears it.
#include <catch2/catch.hpp>

#include <map>

#include "tests/unit/core/journal.hpp"
#include "tests/unit/core/random_program.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// There is no point without an operand, and no operand that says nothing.
template <class Caller>
concept PointsBlindly = requires(Caller& caller) {
    caller.point();
};
template <class Caller>
concept SpendsBlindly = requires(Caller& caller) {
    caller.spend(Duration{1});
};
static_assert(!std::is_default_constructible_v<Operation>);
static_assert(!PointsBlindly<Engine> && !SpendsBlindly<Engine>);
static_assert(has(ObjectKind::napi, Act::schedule) && !has(ObjectKind::napi, Act::acquire));
static_assert(!has(ObjectKind::nothing, Act::none));

constexpr Operation first = Operation::access(plain_write, 0x1000, 4);
constexpr Operation second = Operation::call({ObjectKind::napi, Act::schedule}, 2);
constexpr Operation third = Operation::access(marked_read, ObjectKind::tx_producer, 1);

struct Heard {
    enum { reached, done } what;
    ContextId context;
    Operation operation;
    std::int64_t at_ns;
    bool operator==(const Heard&) const = default;
};

class Ear : public PointListener {
public:
    explicit Ear(Engine& engine) : engine_(engine) { engine.listen_to_points(this); }
    void on_reached(ContextId context, Operation next) override {
        CHECK(context == engine_.current());
        heard.push_back({Heard::reached, context, next, engine_.now().ns});
    }
    void on_done(ContextId context, Operation done) override {
        heard.push_back({Heard::done, context, done, engine_.now().ns});
    }
    std::vector<Heard> heard;

private:
    Engine& engine_;
};

}  // namespace

TEST_CASE("operations: an access and a call say all that they were made with") {
    CHECK(first.is_access());
    CHECK(first.object() == ObjectKind::memory);
    CHECK(first.number() == 0x1000);
    CHECK(first.bytes() == 4);
    CHECK(first.act() == Act::write);
    CHECK_FALSE(first.is_marked());
    CHECK(third.is_marked());
    CHECK(third.act() == Act::read);
    CHECK(third.bytes() == 4);
    CHECK_FALSE(second.is_access());
    CHECK(second.act() == Act::schedule);
    CHECK(second.number() == 2);
    CHECK(Operation::access(atomic_update, 8, 8).act() == Act::atomic);
    CHECK(Operation::local().is_local());
}

TEST_CASE("points: a listener hears each, when it is reached and when it is passed") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Ear ear(*engine);
    const auto runner = engine->spawn({"runner", Rank::task}, [&] {
        engine->point(first);
        engine->spend(ns(10), second);
    });
    const auto other = engine->spawn({"other", Rank::softirq}, [&] {
        engine->spend(ns(4), third);
        engine->spend(ns(20), first);
    });
    engine->wake(runner);
    engine->wake(other);
    engine->run();
    CHECK(ear.heard == std::vector<Heard>{{Heard::reached, other, third, 0},
                                          {Heard::reached, runner, first, 0},
                                          {Heard::done, runner, first, 0},
                                          {Heard::reached, runner, second, 0},
                                          {Heard::done, other, third, 4},
                                          {Heard::reached, other, first, 4},
                                          {Heard::done, runner, second, 10},
                                          {Heard::done, other, first, 24}});
}

TEST_CASE("points: a context that waits at one is known by what it does next") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    const auto waits = engine->spawn({"waits", Rank::task}, [&] {
        engine->spend(ns(10), second);
        CHECK_FALSE(engine->next_of(engine->current()));
        engine->park();
    });
    const auto looks = engine->spawn({"looks", Rank::task}, [&] {
        engine->spend(ns(5), Operation::local());
        CHECK(engine->next_of(waits) == second);
        engine->freeze(waits);
        CHECK(engine->next_of(waits) == second);
        engine->thaw(waits);
        engine->spend(ns(20), Operation::local());
        CHECK_FALSE(engine->next_of(waits));
    });
    engine->wake(waits);
    engine->wake(looks);
    engine->run();
    CHECK(engine->now() == at_ns(25));
}

TEST_CASE("points: what a step does is told with the step's name, at once") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const bool strict = GENERATE(false, true);
    const auto engine = make_engine(strict);
    Ear ear(*engine);
    const auto device = engine->spawn_step({"device", Rank::device}, [&] {
        engine->tell(first);
        engine->point(third);
        return Instant::never();
    });
    engine->wake(device);
    engine->run();
    CHECK(ear.heard ==
          std::vector<Heard>{{Heard::done, device, first, 0}, {Heard::done, device, third, 0}});
}

TEST_CASE("points: one that is only reached is told as done by its caller") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    Ear ear(*engine);
    const auto only = engine->spawn({"only", Rank::task}, [&] {
        engine->reach(ns(3), first);
        engine->reach(ns(0), first);
        engine->tell(first);
    });
    engine->wake(only);
    engine->run();
    CHECK(ear.heard == std::vector<Heard>{{Heard::reached, only, first, 0},
                                          {Heard::reached, only, first, 3},
                                          {Heard::done, only, first, 3}});
}

TEST_CASE("points: passed unheeded only where nobody is due and nobody listens") {
    const auto make_engine = GENERATE(on_simgrid, on_native);
    const auto engine = make_engine();
    const auto only = engine->spawn({"only", Rank::task}, [&] {
        CHECK(engine->pass_unheeded());
        CHECK(engine->counters().points == 1);
        Ear ear(*engine);
        CHECK_FALSE(engine->pass_unheeded());
        CHECK(engine->counters().points == 1);
        engine->listen_to_points(nullptr);
        CHECK(engine->pass_unheeded());
    });
    engine->wake(only);
    engine->run();
}
