// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

#include "models/shim/object/function_prices.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;

TEST_CASE("driver object: a new world gets the static variables of a fresh load") {
    int first = 0;
    for (int i = 0; i < 3; ++i) {
        ProbeWorld world;
        CHECK(world.guest.parameter("budget") == 5);
        CHECK_FALSE(world.guest.set_parameter("budget", 9));
        world.run([&] {
            first = world.function<int()>("count_up")();
            world.function<int()>("count_up")();
        });
        CHECK(first == 42);
        CHECK(world.guest.parameter("budget") == 9);
    }
}

TEST_CASE("driver object: one path is one object, a missing file is an error") {
    DriverObject& one = DriverObject::load(XSKSIM_TEST_DRIVER_DIR "/shim_probe_driver.so");
    DriverObject& two =
        DriverObject::load(XSKSIM_TEST_DRIVER_DIR "/../test_drivers/shim_probe_driver.so");
    CHECK(&one == &two);
    CHECK_THROWS_WITH(DriverObject::load("/nonexistent/v9.so"), Contains("v9.so"));
}

TEST_CASE("driver object: prices are made once, and anew for other costs") {
    const DriverObject& object = DriverObject::load(XSKSIM_TEST_DRIVER_DIR "/shim_probe_driver.so");
    const auto prices = object.prices({{"count_up", Duration{30}}, {"not_there", Duration{5}}});
    CHECK(prices->unknown_functions() == std::vector<std::string>{"not_there"});
    const auto& by_slot = prices->by_slot_ns();
    CHECK(std::count(by_slot.begin(), by_slot.end(), 30) > 0);
    CHECK(std::count(by_slot.begin(), by_slot.end(), 5) == 0);
    CHECK(object.prices(prices->by_function()) == prices);
    const auto others = object.prices({{"count_up", Duration{31}}});
    CHECK(others != prices);
    CHECK(std::count(by_slot.begin(), by_slot.end(), 30) > 0);
    CHECK(others->unknown_functions().empty());
}

TEST_CASE("driver object: parameters are checked by name and range") {
    ProbeWorld world;
    CHECK(world.guest.set_parameter("budgte", 1) ==
          "shim_probe_driver has no parameter budgte; it has budget, enabled");
    CHECK(world.guest.set_parameter("enabled", 2) == "enabled takes 0..1, not 2");
    CHECK(world.guest.set_parameter("budget", std::int64_t{1} << 31)->find("takes") !=
          std::string::npos);
    CHECK_FALSE(world.guest.set_parameter("enabled", 0));
    CHECK(world.guest.parameter("enabled") == 0);
}

TEST_CASE("driver object: killing a context unwinds the driver's frames") {
    ProbeWorld world;
    struct Witness {
        int& count;
        ~Witness() { ++count; }
    };
    int unwound = 0;
    world.spawn(1, [&] {
        world.kernel.cpus().execution().spend(Duration{50'000}, Operation::local());
        world.engine->stop("enough");
    });
    const RunEnd end = world.run([&] {
        const Witness witness{unwound};
        world.function<void()>("wait_with_cleanup")();
    });
    CHECK(end.reason == EndReason::stopped);
    CHECK(unwound == 1);
    CHECK(world.variable<int>("cleanups") == 1);
}

TEST_CASE("guest: boot traces the parameters, loads the driver, brings the interface up") {
    ProbeWorld world;
    bool up = false;
    world.guest.boot(0, [&] { up = world.kernel.net_device().running(); });
    world.engine->run();
    CHECK(up);
    const auto parameters = world.log.of(EventKind::module_param);
    REQUIRE(parameters.size() == 2);
    CHECK(world.trace.text_at({arg(parameters[0], 0)}) == "budget");
    CHECK(arg(parameters[0], 1) == 5);
}

TEST_CASE("guest: a driver whose init fails is a finding") {
    ProbeWorld world;
    CHECK_FALSE(world.guest.set_parameter("enabled", 0));
    bool booted = false;
    world.guest.boot(0, [&] { booted = true; });
    world.engine->run();
    CHECK_FALSE(booted);
    CHECK(world.findings() == std::vector<std::string>{"the driver's init failed: -19"});
}

TEST_CASE("guest: skbs that the driver keeps when it has lost its device are a finding") {
    ProbeWorld world;
    const std::array<std::byte, 4> payload{};
    world.guest.boot(0, [&] {
        for (std::uint64_t sequence = 1; sequence <= 2; ++sequence)
            CHECK(world.kernel.net_device().send(0, sequence, payload) == 0);
        CHECK(world.guest.remove_device() == 0);
    });
    world.engine->run();
    CHECK(world.findings() == std::vector<std::string>{
                                  "2 skbs that start_xmit took are leaked: the driver has lost its "
                                  "device"});
}

TEST_CASE("guest: what the driver has mapped when it has lost its device is a finding") {
    ProbeWorld world;
    world.guest.boot(0, [&] {
        world.function<void(std::size_t)>("map_for_device")(17);
        CHECK(world.guest.remove_device() == 0);
    });
    world.engine->run();
    REQUIRE(world.findings().size() == 1);
    CHECK_THAT(world.findings().front(),
               Catch::StartsWith("17 bytes mapped for the device in ") &&
                   Catch::EndsWith("are never unmapped: the driver has lost its device"));
}

TEST_CASE("guest: a pool object and its descriptors live in guest memory while the pool is bound") {
    ProbeWorld world;
    world.guest.boot(0, [&] {
        XskSocket& socket = world.xsk.open_socket({});
        const std::size_t before = world.memory.live_objects();
        CHECK(world.xsk.bind(socket) == 0);
        CHECK(world.memory.live_objects() == before + 2);  // the pool and its tx_descs
        CHECK(world.function<std::uint32_t()>("pool_seen")() == 1);
        CHECK(world.xsk.close(socket) == 0);
        CHECK(world.memory.live_objects() == before);
    });
    world.engine->run();
    CHECK(world.findings().empty());
}
