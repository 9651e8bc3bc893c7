// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "models/shim/hooks/access_state.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("steps: a loop that never ends is found, whatever it does") {
    const auto [loop, innermost] = GENERATE(table<std::string, std::string>({
        {"loop_with_accesses", "loop_with_accesses"},
        {"loop_on_own_stack", "loop_on_own_stack"},
        {"loop_with_calls", "loop_with_calls"},
        {"loop_with_questions", "loop_with_questions"},
        {"loop_with_functions", "ask_cpu"},
    }));
    ProbeOptions options;
    options.shim.steps_per_call = 100'000;
    ProbeWorld world(options);
    world.run([&world, name = loop] {
        const DriverCall call;
        world.function<void()>(name)();
    });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0], StartsWith("driver call did not end within 100000 steps, in " +
                                               innermost + " (probe_driver.c:"));
    CHECK_THAT(world.first_stack(), Contains("  " + loop + " probe_driver.c:"));
}

TEST_CASE("steps: a loop that makes none is found by the processor's time") {
    const std::string loop = GENERATE("loop_without_anything", "loop_with_calls_unseen");
    ProbeWorld world;
    world.run([&] { world.function<void()>(loop)(); });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings()[0],
               StartsWith("endless loop without a step in " + loop + " (probe_driver.c:"));
    CHECK_THAT(world.first_stack(), Contains("  " + loop + " probe_driver.c:"));
}

TEST_CASE("steps: accesses, calls and beginnings of functions are steps, to the last one") {
    const bool enough = GENERATE(false, true);
    ProbeOptions options;
    options.shim.steps_per_call = enough ? 6 : 5;
    ProbeWorld world(options);
    world.run([&] {
        const DriverCall call;
        world.function<void()>("take_mixed_steps")();
    });
    CHECK(world.variable<const int>("mixed_steps") == 5);
    CHECK(world.findings().size() == (enough ? 0 : 1));
    if (enough) CHECK(world.shim.accesses() == 1);
}

TEST_CASE("steps: the budget is that of one call, not of the run") {
    ProbeOptions options;
    options.shim.steps_per_call = 1000;
    ProbeWorld world(options);
    world.run([&] {
        for (int i = 0; i < 5; ++i) {
            const DriverCall call;
            world.function<void(unsigned long)>("walk_for")(400);
        }
    });
    CHECK(world.findings().empty());
}

TEST_CASE("steps: what another context does meanwhile is not charged") {
    ProbeOptions options;
    options.shim.steps_per_call = 1000;
    ProbeWorld world(options);
    const auto task = [&](unsigned long ns) {
        const DriverCall call;
        for (int i = 0; i < 2; ++i)
            world.function<void(unsigned long, unsigned long)>("delay_and_walk")(ns, 350);
    };
    world.spawn(1, [&] { task(5000); });
    world.run([&] { task(3000); });
    CHECK(world.findings().empty());
}

TEST_CASE("steps: a call that waits in between is still one call") {
    ProbeOptions options;
    options.shim.steps_per_call = 1000;
    ProbeWorld world(options);
    world.spawn(1, [&] {
        for (int i = 0; i < 100; ++i) {
            const DriverCall call;
            world.function<void(unsigned long, unsigned long)>("delay_and_walk")(1000, 10);
        }
    });
    world.run([&] {
        const DriverCall call;
        for (int i = 0; i < 4; ++i)
            world.function<void(unsigned long, unsigned long)>("delay_and_walk")(3000, 350);
    });
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.first_stack(), Contains("in cpu0/probe"));
}

TEST_CASE("costs: a driver function costs what the scenario says, unknown names are told") {
    ProbeOptions options;
    options.shim.function_costs = {
        {"costly", Duration{70}}, {"store", Duration{5}}, {"virtnet_gone", Duration{1}}};
    ProbeWorld world(options);
    Duration passed;
    Duration other;
    world.run([&] {
        const Instant before = world.engine->now();
        world.function<void()>("costly")();
        passed = world.engine->now() - before;
        world.function<int()>("count_up")();
        other = world.engine->now() - before - passed;
    });
    CHECK(passed == Duration{75});
    CHECK(other == Duration{0});
    CHECK(world.shim.unknown_functions() == std::vector<std::string>{"virtnet_gone"});
}
