// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "models/shim/hooks/point_names.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Contains;

namespace {

struct NamedAccess {
    std::string name;
    bool is_write;
    std::uint64_t bytes, hit;
    bool operator==(const NamedAccess&) const = default;
};

std::vector<NamedAccess> accesses_in(const ProbeWorld& world, const std::string& function) {
    std::vector<NamedAccess> found;
    for (const Event& event : world.log.of(EventKind::access)) {
        const std::string& name = world.trace.text_at({arg(event, 0)});
        if (name.rfind(function + ":", 0) == 0)
            found.push_back({name, arg(event, 1) != 0, arg(event, 2), arg(event, 3)});
    }
    return found;
}

}  // namespace

TEST_CASE("names: a field is reached from the private area through typed pointers") {
    ProbeOptions options;
    options.shim.access_events = true;
    options.shim.private_type = "probe_info";
    ProbeWorld world(options);
    world.run([&] {
        void* info = world.function<void*()>("make_info")();
        world.function<void(void*)>("touch_fields")(info);
        world.function<void(void*)>("touch_fields")(info);
    });
    const auto seen = accesses_in(world, "touch_fields");
    const auto has = [&](const NamedAccess& wanted) {
        return std::find(seen.begin(), seen.end(), wanted) != seen.end();
    };
    for (std::uint64_t hit : {1U, 2U}) {
        CHECK(has({"touch_fields:probe_queue.state.waiting", true, 4, hit}));
        CHECK(has({"touch_fields:probe_info.own.flags", true, 8, hit}));
        CHECK(has({"touch_fields:probe_header.len", true, 4, hit}));
        CHECK(has({"touch_fields:probe_counter", true, 4, hit}));
        CHECK(has({"touch_fields:barrier", false, 0, hit}));
    }
}

TEST_CASE("names: without access events no access is one") {
    ProbeWorld world;
    world.run([&] {
        void* info = world.function<void*()>("make_info")();
        world.function<void(void*)>("touch_fields")(info);
    });
    CHECK(world.log.of(EventKind::access).empty());
    CHECK(world.shim.accesses() > 0);
}

TEST_CASE("names: an object that only a void pointer leads to has no name") {
    ProbeOptions options;
    options.shim.private_type = "probe_info";
    ProbeWorld world(options);
    world.run([&] {
        auto* info = static_cast<char*>(world.function<void*()>("make_info")());
        void* stranger = world.memory.allocate(64, true);
        PointNames& names = world.shim.point_names();
        const auto queues = world.function<std::uintptr_t(void*)>("queues_address")(info);
        CHECK(names.field(queues + 8) == "probe_queue.state.waiting");
        CHECK(names.field(reinterpret_cast<std::uintptr_t>(info)) == "probe_info.queues_count");
        CHECK(names.field(reinterpret_cast<std::uintptr_t>(stranger)).empty());
    });
}

TEST_CASE("names: a link that an object begins with does not make it another of its size") {
    ProbeOptions options;
    options.shim.private_type = "probe_links";
    ProbeWorld world(options);
    world.run([&] {
        const auto linked =
            reinterpret_cast<std::uintptr_t>(world.function<void*()>("make_links")());
        PointNames& names = world.shim.point_names();
        CHECK(names.field(linked + 8) == "probe_linked.inner.number");
        CHECK(names.field(linked + 16) == "probe_linked.value");
    });
}
