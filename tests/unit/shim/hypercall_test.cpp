// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;

TEST_CASE("hypercalls: an interrupt runs the handler registered for its vector") {
    ProbeWorld world;
    bool waiting = false;
    const ContextId controller =
        world.engine->spawn_step({"controller", Rank::interrupt_controller}, [&] {
            if (world.engine->now() < Instant{5000}) return Instant{5000};
            world.shim.deliver(0, 1);
            waiting = world.shim.is_pending(0, 1);
            world.shim.deliver(0, 9);
            return Instant::never();
        });
    world.engine->wake(controller);
    world.run([&] {
        CHECK(world.function<int(unsigned)>("request_interrupt")(1) == 0);
        CHECK(world.function<int(unsigned)>("request_interrupt")(5000) == -22);
        world.kernel.cpus().execution().spend(Duration{10'000}, Operation::local());
    });
    CHECK(waiting);
    CHECK_FALSE(world.shim.is_pending(0, 1));
    CHECK(world.variable<int>("interrupts") == 1);
    REQUIRE(world.log.of(EventKind::irq_exit).size() == 1);
    CHECK(arg(world.log.of(EventKind::irq_exit)[0], 2) == 1);
    CHECK(world.findings() == std::vector<std::string>{"no interrupt handler for vector 9"});
}

TEST_CASE("hypercalls: a gap ends the run and says what is missing and where") {
    ProbeWorld world;
    const RunEnd end = world.run([&] { world.function<void()>("hit_gap")(); });
    CHECK(end.reason == EndReason::stopped);
    const auto gaps = world.log.of(EventKind::gap);
    REQUIRE(gaps.size() == 1);
    CHECK(world.trace.text_at({arg(gaps[0], 0)}) == "something not written");
    CHECK_THAT(world.trace.text_at({arg(gaps[0], 1)}), Contains("hit_gap probe_driver.c:"));
    CHECK(world.findings().empty());
}

TEST_CASE("hypercalls: a warning goes on, a bug does not") {
    ProbeWorld world;
    int passed = 0;
    world.run([&] {
        world.function<void()>("hit_warning")();
        ++passed;
        world.function<void()>("hit_bug")();
        ++passed;
    });
    CHECK(passed == 1);
    CHECK(world.findings() ==
          std::vector<std::string>{"WARN_ON(x) at probe.c:13", "BUG_ON(x) at probe.c:12"});
}

TEST_CASE("hypercalls: the doorbell costs its exit before the device hears it") {
    ProbeOptions options;
    options.kernel.costs.doorbell = Duration{1200};
    ProbeWorld world(options);
    Instant before;
    world.run([&] {
        before = world.engine->now();
        CHECK(world.function<bool(unsigned)>("ring_doorbell")(1));
    });
    REQUIRE(world.device.notified.size() == 1);
    CHECK(world.device.notified[0].queue == 1);
    CHECK(world.device.notified[0].at == before + Duration{1200});
}

TEST_CASE("hypercalls: an operation on a transmit queue outside its lock is noted") {
    ProbeWorld world;
    world.guest.boot(0, [&] {
        world.kernel.cpus().tasks().enter_kernel();
        const auto operate = world.function<void(unsigned, bool)>("operate_queue");
        world.function<void()>("add_transmit_queue")();
        operate(1, true);
        CHECK(world.log.of(EventKind::vq_unlocked).empty());
        operate(0, false);
        CHECK(world.log.of(EventKind::vq_unlocked).empty());
        operate(1, false);
        world.kernel.cpus().tasks().leave_kernel();
    });
    world.engine->run();
    const auto unlocked = world.log.of(EventKind::vq_unlocked);
    REQUIRE(unlocked.size() == 1);
    CHECK(arg(unlocked[0], 0) == 1);
    CHECK(world.trace.text_at({arg(unlocked[0], 1)}) == "get_buf");
}

TEST_CASE("hypercalls: a page stands for the guest-physical page of its pointer") {
    ProbeWorld world;
    world.run([&] {
        auto* pages = static_cast<std::byte*>(world.memory.allocate_pages(8192));
        const auto round_trip = world.function<std::uint64_t(const void*)>("round_trip_page");
        CHECK(round_trip(pages) == world.memory.physical(pages).value);
        CHECK(round_trip(pages + 4097) == world.memory.physical(pages).value + 4096);
        CHECK(world.findings().empty());
        round_trip(&world);
    });
    CHECK(world.findings() == std::vector<std::string>{"page of a pointer outside guest memory"});
}
