// SPDX-License-Identifier: GPL-2.0-only
// The shipped drivers, as far as the shim answers for them: they load, boot and have names.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

ProbeOptions shipped(const std::string& name) {
    ProbeOptions options;
    options.driver = std::string(XSKSIM_DRIVER_DIR "/") + name + ".so";
    return options;
}

}  // namespace

TEST_CASE(
    "shipped drivers: each boots, brings its interface up and down, in one world after another") {
    const std::string name = GENERATE("base", "v1", "base", "v1");
    ProbeWorld world(shipped(name));
    bool up = false;
    std::uint64_t accesses_of_boot = 0;
    world.guest.boot(0, [&] {
        up = world.kernel.net_device().running();
        accesses_of_boot = world.shim.accesses();
        CHECK(world.kernel.net_device().interface_down() == 0);
        CHECK(world.kernel.net_device().interface_up() == 0);
    });
    world.engine->run();
    CHECK(up);
    CHECK(world.findings().empty());
    CHECK(accesses_of_boot > 100);
    CHECK((world.device.accepted & world.device.offered) == world.device.offered);
}

TEST_CASE("shipped drivers: points of v1 are named by function and field") {
    ProbeOptions options = shipped("v1");
    options.shim.access_events = true;
    ProbeWorld world(options);
    world.guest.boot(0, [&] {
        XskSocket& socket = world.xsk.open_socket({});
        CHECK(world.xsk.bind(socket) == 0);
        socket.tx.producer = 1;
        socket.tx.slots[0] = {0, 64, 0};
        CHECK(world.xsk.sendmsg(socket) == 0);
    });
    const RunEnd end = world.engine->run();
    INFO(end.message);
    CHECK(end.reason == EndReason::idle);
    CHECK(world.findings().empty());
    std::set<std::string> names;
    for (const Event& event : world.log.of(EventKind::access))
        names.insert(world.trace.text_at({arg(event, 0)}));
    for (const char* expected :
         {"virtnet_xsk_run:send_queue.xsk.wait_slot", "virtnet_xsk_run:xsk_tx_peek_desc",
          "virtnet_xsk_xmit:virtnet_xsk_hdr.len", "virtnet_xsk_wakeup:spin_lock",
          "virtnet_xsk_pool_enable:xsk_num_percent", "virtqueue_add_split:vring_avail.ring[]",
          "virtqueue_add_split:vring_virtqueue.vq.num_free"}) {
        for (const std::string& n : names) UNSCOPED_INFO(n);
        INFO(expected);
        CHECK(names.count(expected) == 1);
    }
}
