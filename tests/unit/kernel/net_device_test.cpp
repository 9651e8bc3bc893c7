// SPDX-License-Identifier: GPL-2.0-only
// The network device: datagrams to start_xmit, stopped queues, send buffers, up and down.
#include <catch2/catch.hpp>

#include <array>
#include <cerrno>

#include "models/memory/digest.hpp"
#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

const std::array<std::byte, 4> payload{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};

// A driver that keeps what it is given, `capacity` skbs at most, and stops its queue when full.
struct HoldingDriver {
    explicit HoldingDriver(Machine& m, std::size_t capacity) : machine(m), room(capacity) {
        m.kernel.net_device().add_queue(this, &lock, 0);
        m.kernel.net_device().register_device(
            {.open = [this] { return open_result; },
             .stop = [] { return 0; },
             .start_xmit = [this](void* skb) { return start_xmit(skb); },
             .setup_pool = {},
             .xsk_wakeup = {}},
            1);
    }
    int start_xmit(void* skb) {
        NetDevice& device = machine.kernel.net_device();
        CHECK(machine.kernel.locks().held_by_current(device.txq_lock(0)));
        CHECK(machine.cpus().execution().current().bh_disabled +
                  machine.cpus().execution().current().serving_softirq >
              0);
        held.push_back(skb);
        if (held.size() == room) device.txq_stop(0);
        return 0;
    }
    // The device has sent all; called in a guest context.
    void complete_all() {
        for (void* skb : std::exchange(held, {})) machine.kernel.net_device().skb_end(skb, false);
        machine.kernel.net_device().txq_wake(0);
    }

    Machine& machine;
    int lock = 0;
    std::size_t room;
    int open_result = 0;
    std::vector<void*> held;
};

}  // namespace

TEST_CASE("udp: a datagram reaches start_xmit with its bytes, and its memory ends with it") {
    Machine m;
    HoldingDriver driver(m, 10);
    NetDevice& device = m.kernel.net_device();
    m.task(0, "sender", [&] {
        CHECK(device.interface_up() == 0);
        const std::size_t objects = m.memory.live_objects();
        CHECK(device.send(0, 42, payload) == 0);
        REQUIRE(driver.held.size() == 1);
        const auto* skb = static_cast<const xs_skb*>(driver.held[0]);
        CHECK(skb->len == 4);
        CHECK(skb->sequence == 42);
        CHECK(skb->headroom >= 12);
        CHECK(std::memcmp(skb->data, payload.data(), 4) == 0);
        driver.complete_all();
        CHECK(m.memory.live_objects() == objects);
    });
    m.run();
    const Event submit = m.all(EventKind::udp_submit).at(0);
    CHECK(arg(submit, 1) == 42);
    CHECK(arg(submit, 3) == content_digest(payload));
    CHECK(device.counters().consumed == 1);
    CHECK(m.findings().empty());
}

TEST_CASE("udp: a sender with a full send buffer blocks until the driver is done with half") {
    KernelOptions options = free_of_charge();
    options.net_device.new_socket.send_buffer = 8;
    Machine m(options);
    HoldingDriver driver(m, 4);
    NetDevice& device = m.kernel.net_device();
    std::vector<std::uint64_t> sent;
    m.task(0, "sender", [&] {
        device.interface_up();
        for (std::uint64_t i = 1; i <= 12; ++i) device.send(0, i, payload);
        m.note("sent");
    });
    m.interrupt_at(at_us(100), 1, us(0), [&] { driver.complete_all(); });
    m.interrupt_at(at_us(200), 1, us(0), [&] { driver.complete_all(); });
    m.interrupt_at(at_us(300), 1, us(0), [&] { driver.complete_all(); });
    m.run();
    // 4 in the driver, 4 queued; at 100 us four end and four more may be sent.
    CHECK(m.notes == Notes{"sent@100"});
    CHECK(m.count(EventKind::udp_blocked) == 1);
    CHECK(device.counters().consumed == 12);
    CHECK(device.counters().xmit_calls == 12);
    CHECK(m.count(EventKind::txq_stop) == 3);
    CHECK(m.count(EventKind::txq_wake) == 3);
}

TEST_CASE("udp: a blocked sender is woken when half of its send buffer is free, not before") {
    KernelOptions options = free_of_charge();
    options.net_device.new_socket.send_buffer = 8;
    Machine m(options);
    HoldingDriver driver(m, 100);
    NetDevice& device = m.kernel.net_device();
    m.task(0, "sender", [&] {
        device.interface_up();
        for (std::uint64_t i = 1; i <= 9; ++i) device.send(0, i, payload);
        m.note("sent");
    });
    for (int i = 1; i <= 5; ++i)
        m.interrupt_at(at_us(100 * i), 1, us(0), [&] {
            device.skb_end(driver.held.front(), false);
            driver.held.erase(driver.held.begin());
        });
    m.run();
    CHECK(m.notes == Notes{"sent@400"});
}

TEST_CASE("udp: a sender that does not block is turned away by a full send buffer") {
    Machine m(free_of_charge());
    HoldingDriver driver(m, 100);
    NetDevice& device = m.kernel.net_device();
    std::vector<int> results;
    m.task(0, "sender", [&] {
        device.interface_up();
        device.set_socket_options({.send_buffer = 2, .nonblocking = true});
        for (std::uint64_t i = 1; i <= 3; ++i) results.push_back(device.send(0, i, payload));
        device.skb_end(driver.held.front(), false);
        driver.held.erase(driver.held.begin());
        results.push_back(device.send(0, 4, payload));
    });
    m.run();
    CHECK(results == std::vector<int>{0, 0, -11, 0});
    CHECK(m.count(EventKind::udp_refused) == 1);
    CHECK(m.count(EventKind::udp_blocked) == 0);
    CHECK(m.count(EventKind::udp_submit) == 3);
}

TEST_CASE("udp: a woken queue is run by the NET_TX softirq of the vCPU that woke it") {
    Machine m;
    HoldingDriver driver(m, 1);
    NetDevice& device = m.kernel.net_device();
    m.task(0, "sender", [&] {
        device.interface_up();
        device.send(0, 1, payload);
        device.send(0, 2, payload);
        CHECK(driver.held.size() == 1);
    });
    m.interrupt_at(at_us(10), 1, us(0), [&] { driver.complete_all(); });
    m.run();
    CHECK(driver.held.size() == 1);
    CHECK(device.counters().xmit_calls == 2);
    CHECK(arg(m.all(EventKind::softirq_enter).at(0), 0) == 1);
}

TEST_CASE("udp: an orphaned skb no longer counts against its sender") {
    KernelOptions options = free_of_charge();
    options.net_device.new_socket.send_buffer = 2;
    Machine m(options);
    HoldingDriver driver(m, 100);
    NetDevice& device = m.kernel.net_device();
    m.task(0, "sender", [&] {
        device.interface_up();
        for (std::uint64_t i = 1; i <= 5; ++i) {
            device.send(0, i, payload);
            device.skb_orphan(driver.held.back());
        }
        driver.complete_all();
    });
    CHECK(m.run().reason == EndReason::idle);
    CHECK(device.counters().consumed == 5);
}

TEST_CASE("udp: a queue longer than the qdisc's limit drops") {
    KernelOptions options = free_of_charge();
    options.net_device.tx_queue_len = 2;
    Machine m(options);
    HoldingDriver driver(m, 1);
    NetDevice& device = m.kernel.net_device();
    std::vector<int> results;
    m.task(0, "sender", [&] {
        device.interface_up();
        for (std::uint64_t i = 1; i <= 4; ++i) results.push_back(device.send(0, i, payload));
    });
    m.run();
    CHECK(results == std::vector<int>{0, 0, 0, -105});
    const Event drop = m.all(EventKind::udp_drop).at(0);
    CHECK(arg(drop, 1) == 4);
    CHECK(arg(drop, 2) == static_cast<std::uint64_t>(DropReason::qdisc_full));
}

TEST_CASE("udp: NETDEV_TX_BUSY puts the skb back in front and tries again") {
    Machine m;
    NetDevice& device = m.kernel.net_device();
    std::vector<std::uint64_t> order;
    int refusals = 3;  // odd: two skbs, each put back at the end, would change places
    device.add_queue(&refusals, &order, 0);
    device.register_device({.open = [] { return 0; },
                            .stop = [] { return 0; },
                            .start_xmit =
                                [&](void* skb) {
                                    if (refusals-- > 0) return 0x10;
                                    order.push_back(static_cast<xs_skb*>(skb)->sequence);
                                    device.skb_end(skb, false);
                                    return 0;
                                },
                            .setup_pool = {},
                            .xsk_wakeup = {}},
                           1);
    m.task(0, "sender", [&] {
        device.interface_up();
        device.txq_stop(0);
        device.send(0, 1, payload);
        device.send(0, 2, payload);
        m.cpus().tasks().enter_kernel();
        device.txq_wake(0);
        m.cpus().tasks().leave_kernel();
    });
    m.run();
    CHECK(order == std::vector<std::uint64_t>{1, 2});
    CHECK(device.counters().requeues == 3);
}

TEST_CASE("udp: a queue stopped for ever leaves the sender blocked and the guest idle") {
    Machine m;
    HoldingDriver driver(m, 1);
    NetDevice& device = m.kernel.net_device();
    m.task(0, "sender", [&] {
        device.interface_up();
        for (std::uint64_t i = 1; i <= 100; ++i) device.send(0, i, payload);
        m.note("impossible");
    });
    CHECK(m.run().reason == EndReason::idle);
    CHECK(m.notes.empty());
    CHECK(m.count(EventKind::udp_submit) == 64);
    CHECK(m.count(EventKind::udp_blocked) == 1);
}

TEST_CASE("netdev: down drops what is queued, frees senders, and refuses datagrams") {
    Machine m;
    HoldingDriver driver(m, 1);
    NetDevice& device = m.kernel.net_device();
    std::vector<int> results;
    m.task(0, "sender", [&] {
        device.interface_up();
        device.interface_up();  // the second does nothing
        device.send(0, 1, payload);
        device.send(0, 2, payload);
        CHECK(device.running());
        CHECK(device.interface_down() == 0);
        CHECK_FALSE(device.running());
        results.push_back(device.send(0, 3, payload));
    });
    m.run();
    CHECK(results == std::vector<int>{-100});
    CHECK(m.count(EventKind::udp_drop) == 1);
    CHECK(m.count(EventKind::netdev_open) == 1);
    CHECK(m.count(EventKind::netdev_stop) == 1);
}

TEST_CASE("netdev: down also drops what is put back by who was inside start_xmit") {
    Machine m;
    NetDevice& device = m.kernel.net_device();
    const int queue = 0, lock = 0;
    device.add_queue(&queue, &lock, 0);
    device.register_device({.open = [] { return 0; },
                            .stop = [] { return 0; },
                            .start_xmit =
                                [&](void*) {
                                    m.spend(us(20));
                                    return 0x10;
                                },
                            .setup_pool = {},
                            .xsk_wakeup = {}},
                           1);
    m.task(0, "sender", [&] {
        device.interface_up();
        device.send(0, 1, payload);
    });
    m.task(1, "admin", [&] {
        m.spend(us(10));
        CHECK(device.counters().xmit_calls == 1);
        CHECK(device.interface_down() == 0);
    });
    CHECK(m.run().reason == EndReason::idle);
    CHECK(device.counters().requeues == 1);
    CHECK(m.count(EventKind::udp_drop) == 1);
}

TEST_CASE("netdev: an open that fails leaves the interface down") {
    Machine m;
    HoldingDriver driver(m, 1);
    driver.open_result = -12;
    m.task(0, "admin", [&] { CHECK(m.kernel.net_device().interface_up() == -12); });
    m.run();
    CHECK_FALSE(m.kernel.net_device().running());
    CHECK(arg(m.all(EventKind::netdev_open).at(0), 0) == 12);
}

TEST_CASE("netdev: rtnl makes administrators wait for each other") {
    Machine m;
    KernelMutex& rtnl = m.kernel.net_device().rtnl();
    m.kernel_task(0, "a", [&] {
        rtnl.lock();
        m.cpus().tasks().block(at_us(50), "work");
        m.note("a");
        rtnl.unlock();
    });
    m.kernel_task(1, "b", [&] {
        m.spend(us(1));
        rtnl.lock();
        m.note("b");
        rtnl.unlock();
    });
    m.run();
    CHECK(m.notes == Notes{"a@50", "b@50"});
    CHECK(m.findings().empty());
}

TEST_CASE("skb: freed twice is a finding") {
    Machine m;
    HoldingDriver driver(m, 10);
    m.task(0, "sender", [&] {
        m.kernel.net_device().interface_up();
        m.kernel.net_device().send(0, 1, payload);
        void* skb = driver.held.at(0);
        m.kernel.net_device().skb_end(skb, false);
        m.kernel.net_device().skb_end(skb, false);
    });
    m.run();
    CHECK(m.finding() == "an skb is freed that is none, or is freed already");
}

namespace {

// A driver that holds one reference of its program, or one too few.
struct ProgramDriver {
    explicit ProgramDriver(Machine& m) : device(m.kernel.net_device()) {
        NetDeviceOps ops;
        ops.setup_program = [this](void* program) {
            if (result != 0) return result;
            if (held != nullptr) device.programs().put(*held);
            held = static_cast<xs_xdp_program*>(program);
            return 0;
        };
        device.add_queue(this, &held, 0);
        device.register_device(std::move(ops), 1);
    }
    NetDevice& device;
    xs_xdp_program* held = nullptr;
    int result = 0;
};

}  // namespace

TEST_CASE("xdp: a program lives as long as somebody holds it, and a grace period") {
    Machine m;
    ProgramDriver driver(m);
    m.task(0, "admin", [&] {
        const std::size_t objects = m.memory.live_objects();
        CHECK(driver.device.set_program(XdpAction::drop) == 0);
        CHECK(driver.held->action == 1);
        CHECK(driver.held->references == 2);
        CHECK(driver.device.set_program(XdpAction::pass) == 0);
        CHECK(driver.held->action == 2);
        CHECK(m.memory.live_objects() == objects + 1);
        driver.result = -EINVAL;
        CHECK(driver.device.set_program(XdpAction::drop) == -EINVAL);
        CHECK(driver.device.set_program(std::nullopt) == -EINVAL);
        CHECK(driver.held->references == 2);
        driver.result = 0;
        CHECK(driver.device.set_program(std::nullopt) == 0);
        CHECK(driver.device.set_program(std::nullopt) == 0);
        CHECK(m.memory.live_objects() == objects);
    });
    m.run();
    CHECK(m.count(EventKind::xdp_set) == 5);
    CHECK(m.count(EventKind::rcu_sync_begin) == 3);
    CHECK(m.findings().empty());
}

TEST_CASE("xdp: a reference put once too often is a finding") {
    Machine m;
    ProgramDriver driver(m);
    m.task(0, "admin", [&] {
        driver.device.set_program(XdpAction::pass);
        driver.device.programs().put(*driver.held);
        driver.device.set_program(std::nullopt);
    });
    m.run();
    CHECK(m.finding() == "bpf_prog_put of a program that nobody holds");
}
