// SPDX-License-Identifier: GPL-2.0-only
// What an application sees (kernel-facts.md §2.6).
#include <catch2/catch.hpp>
#include <cerrno>

#include "tests/support/raw_fields.hpp"
#include "xsk_machine.hpp"

using namespace xsksim;
using xsksim::test::at_us;
using xsksim::test::free_of_charge;
using xsksim::test::small_socket;
using xsksim::test::us;
using xsksim::test::XskMachine;

TEST_CASE("xsk open: rings are empty, need_wakeup is set, the UMEM is the user's") {
    XskMachine x;
    x.as_user([&] {
        XskSocket& socket = x.core.open_socket(small_socket());
        CHECK(socket.tx.producer == 0);
        CHECK(socket.tx.flags == xdp_ring_need_wakeup);
        CHECK(socket.tx.slots.size() == 8);
        CHECK_FALSE(socket.bound);
        CHECK(x.m.memory.check(x.m.memory.pointer(socket.umem, 1), 16 * 2048).state ==
              ByteState::valid);
        CHECK(x.core.socket_of(0) == &socket);
        CHECK(x.core.socket_of(1) == nullptr);
    });
    const auto events = x.m.all(EventKind::umem_register);
    REQUIRE(events.size() == 1);
    CHECK(arg(events[0], 2) == 16 * 2048);
}

TEST_CASE("xsk bind: the driver's enable runs under rtnl and before the socket is in the list") {
    XskMachine x;
    int calls = 0;
    x.setup_pool = [&](PairIndex pair, bool enable) {
        ++calls;
        CHECK(pair == 0);
        CHECK(enable);
        CHECK(x.m.kernel.net_device().rtnl().held_by_current());
        CHECK(x.peek().empty());
        CHECK(x.last_peek_none() == PeekNone::no_socket);
        return 0;
    };
    x.as_user([&] {
        XskSocket& socket = x.core.open_socket(small_socket());
        x.publish(socket, x.frames(0, 1));  // a ring may be filled before bind
        CHECK(x.core.bind(socket) == 0);
        CHECK(socket.bound);
        CHECK(x.peek().size() == 1);
    });
    CHECK(calls == 1);
    const auto bind = x.m.all(EventKind::xsk_bind).at(0);
    CHECK(args(bind) == std::array<std::uint64_t, 4>{0, 0, 1, 8});
    CHECK_FALSE(x.m.kernel.net_device().rtnl().held_by_current());
}

TEST_CASE("xsk bind: a driver's refusal is the result, and can be followed by another try") {
    XskMachine x;
    x.setup_pool = [](PairIndex, bool) { return -EPERM; };
    x.as_user([&] {
        XskSocket& socket = x.core.open_socket(small_socket());
        CHECK(x.core.bind(socket) == -EPERM);
        CHECK_FALSE(socket.bound);
        CHECK(x.core.sendmsg(socket) == -ENXIO);
        x.setup_pool = nullptr;
        CHECK(x.core.bind(socket) == 0);
        CHECK(socket.generation == 0);
        CHECK(x.core.bind(socket) == -EBUSY);
        XskSocket& other = x.core.open_socket(small_socket());
        CHECK(x.core.bind(other) == -EBUSY);  // the queue has a pool
    });
    CHECK(arg(x.m.all(EventKind::xsk_bind).at(0), 1) == EPERM);
}

TEST_CASE("xsk sendmsg: not bound, interface down, and what the driver says") {
    XskMachine x;
    x.as_user([&] {
        XskSocket& socket = x.core.open_socket(small_socket());
        CHECK(x.core.sendmsg(socket) == -ENXIO);
        REQUIRE(x.core.bind(socket) == 0);
        x.is_up = false;
        CHECK(x.core.sendmsg(socket) == -ENETDOWN);
        CHECK(x.wakeups.empty());
        x.is_up = true;
        x.wakeup = [&](PairIndex pair, std::uint32_t flags) {
            CHECK(pair == 0);
            CHECK(flags == xdp_wakeup_tx);
            CHECK(x.m.cpus().execution().current().rcu_depth == 1);
            return -EINVAL;
        };
        CHECK(x.core.sendmsg(socket) == -EINVAL);
        CHECK(x.m.cpus().execution().current().rcu_depth == 0);
        CHECK(x.m.cpus().execution().current().user_mode);
    });
    CHECK(arg(x.m.all(EventKind::xsk_wakeup_done).at(0), 1) == EINVAL);
}

TEST_CASE(
    "xsk sendmsg: the gate of 5.11 returns early unless need_wakeup is set, 5.10 never does") {
    XskCoreOptions options;
    options.sendmsg_gate = GENERATE(true, false);
    XskMachine x(options);
    x.with_socket([&](XskSocket& socket) {
        CHECK(x.core.sendmsg(socket) == 0);
        CHECK(x.wakeups.size() == 1);  // set since bind
        x.core.clear_need_wakeup(x.pool);
        x.is_up = false;  // the gate comes before this question
        CHECK(x.core.sendmsg(socket) == (options.sendmsg_gate ? 0 : -ENETDOWN));
        x.is_up = true;
        CHECK(x.core.sendmsg(socket) == 0);
        CHECK(x.wakeups.size() == (options.sendmsg_gate ? 1 : 2));
        x.core.set_need_wakeup(x.pool);
        CHECK(x.core.sendmsg(socket) == 0);
        CHECK(x.wakeups.size() == (options.sendmsg_gate ? 2 : 3));
    });
    CHECK(x.m.count(EventKind::xsk_gate) == (options.sendmsg_gate ? 2U : 0U));
}

TEST_CASE("xsk sendmsg: without XDP_USE_NEED_WAKEUP the gate is open until the driver closes it") {
    XskMachine x;
    auto socket_options = small_socket();
    socket_options.use_need_wakeup = false;
    x.with_socket(
        [&](XskSocket& socket) {
            CHECK_FALSE(x.core.uses_need_wakeup(x.pool));
            CHECK(x.core.sendmsg(socket) == 0);
            CHECK(x.wakeups.size() == 1);
        },
        socket_options);
}

TEST_CASE("xsk calls: each costs a system call") {
    auto kernel_options = free_of_charge();
    kernel_options.costs.syscall = {300};
    XskMachine x({}, kernel_options);
    x.as_user([&] {
        const Instant begin = x.m.now();
        XskSocket& socket = x.core.open_socket(small_socket());
        x.core.bind(socket);
        x.core.sendmsg(socket);
        x.core.poll(socket, us(1));
        x.core.close(socket);
        CHECK((x.m.now() - begin).ns == 5 * 300);
    });
}

TEST_CASE("xsk poll: writable while at most half of the TX ring is in use") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.core.clear_need_wakeup(x.pool);
        x.publish(socket, x.frames(0, 4));
        CHECK(x.core.poll(socket, us(10)) == 1);
        x.publish(socket, x.frames(4, 1));
        const Instant before = x.m.now();
        CHECK(x.core.poll(socket, us(10)) == 0);
        CHECK(x.m.now() - before == us(10));
        CHECK(x.core.poll(socket, us(0)) == 0);
        CHECK(x.m.now() - before == us(10));
    });
    CHECK(x.wakeups.empty());
}

TEST_CASE("xsk poll: calls the driver if need_wakeup is set, and asks again after each wake-up") {
    XskMachine x;
    x.m.task(0, "driver", [&] {
        x.m.cpus().tasks().sleep_until(at_us(5));
        XskDescriptor desc;
        for (int i = 0; i < 3; ++i) CHECK(x.core.tx_peek(x.pool, desc));
        x.core.tx_release(x.pool);  // 5 of 8 in use: nobody is woken
        x.m.cpus().tasks().sleep_until(at_us(7));
        CHECK(x.core.tx_peek(x.pool, desc));
        x.core.tx_release(x.pool);  // 4 of 8
    });
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 8));
        CHECK(x.core.poll(socket, us(100)) == 1);
        CHECK(x.m.now() == at_us(7));
    });
    CHECK(x.wakeups == std::vector<Instant>{at_us(0), at_us(7)});
}

TEST_CASE("xsk poll: a last look at the ring, driver included, comes after the timeout") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 8));
        CHECK(x.core.poll(socket, us(10)) == 0);
    });
    CHECK(x.wakeups == std::vector<Instant>{at_us(0), at_us(10)});
}

TEST_CASE("xsk poll: a wake-up of the task for another reason does not call the driver again") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        const ContextId self = x.m.cpus().execution().current().id;
        x.m.at(at_us(3), [&x, self] { x.m.cpus().tasks().wake_task(self); });
        x.publish(socket, x.frames(0, 8));
        CHECK(x.core.poll(socket, us(10)) == 0);
        CHECK(x.m.now() == at_us(10));
    });
    CHECK(x.wakeups.size() == 2);
}

TEST_CASE("xsk close: out of the list, a grace period, the driver's disable, then pages unpinned") {
    auto kernel_options = free_of_charge();
    kernel_options.costs.rcu_grace_period = us(50);
    XskMachine x({}, kernel_options);
    XskSocket* socket_of_test = nullptr;
    x.setup_pool = [&](PairIndex, bool enable) {
        if (enable) return 0;
        CHECK(x.m.kernel.net_device().rtnl().held_by_current());
        CHECK(x.m.now() == at_us(50));
        CHECK(x.peek().empty());
        CHECK(x.last_peek_none() == PeekNone::no_socket);
        const std::byte* umem = x.m.memory.pointer(socket_of_test->umem, 1);
        CHECK(x.m.memory.check(umem, 16 * 2048).state == ByteState::valid);
        return 0;
    };
    x.with_socket([&](XskSocket& socket) {
        socket_of_test = &socket;
        x.publish(socket, x.frames(0, 3));
        bool told = false;
        socket.on_change = [&] { told = true; };
        CHECK(x.core.close(socket) == 0);
        CHECK(told);
        CHECK_FALSE(socket.bound);
        const std::byte* umem = x.m.memory.pointer(socket.umem, 1);
        CHECK(x.m.memory.check(umem + 100, 8).state == ByteState::unpinned);
        CHECK(x.core.sendmsg(socket) == -ENXIO);
        CHECK(x.core.poll(socket, us(10)) == -ENXIO);
        CHECK(x.core.close(socket) == -ENXIO);
    });
    CHECK(x.m.count(EventKind::xsk_unbind) == 1);
    CHECK(x.m.findings().empty());
}

TEST_CASE("xsk close: a driver that goes on using the pool is a finding, in every call") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 1));
        const PoolId pool = x.pool;
        x.core.close(socket);
        XskDescriptor desc;
        CHECK_FALSE(x.core.tx_peek(pool, desc));
        x.core.tx_release(pool);
        x.core.tx_completed(pool, 1);
        x.core.set_need_wakeup(pool);
        x.core.clear_need_wakeup(pool);
        CHECK_FALSE(x.core.uses_need_wakeup(pool));
        CHECK(x.core.raw_data(pool, 0) == nullptr);
        CHECK(x.core.raw_page(pool, 0) == nullptr);
    });
    const auto findings = x.m.findings();
    CHECK(findings.size() == 8);
    CHECK(findings.at(0) == "xsk_tx_peek_desc on a buffer pool that was already released");
}

TEST_CASE("xsk close: waits for a sendmsg on another vCPU") {
    XskMachine x;
    bool disabled = false;
    x.setup_pool = [&](PairIndex, bool enable) {
        if (!enable) {
            disabled = true;
            CHECK(x.m.now() >= at_us(20));
        }
        return 0;
    };
    x.wakeup = [&](PairIndex, std::uint32_t) {
        x.m.spend(us(20));
        CHECK_FALSE(disabled);
        return 0;
    };
    x.m.task(0, "admin", [&] {
        x.m.cpus().tasks().sleep_until(at_us(5));
        CHECK(x.core.close(*x.core.socket_of(0)) == 0);
    });
    x.with_socket([&](XskSocket& socket) { CHECK(x.core.sendmsg(socket) == 0); });
    CHECK(disabled);
}

TEST_CASE("xsk close: ends a poll on another vCPU") {
    XskMachine x;
    x.m.task(0, "admin", [&] {
        x.m.cpus().tasks().sleep_until(at_us(5));
        CHECK(x.core.close(*x.core.socket_of(0)) == 0);
    });
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 8));
        CHECK(x.core.poll(socket, us(1000)) == -ENXIO);
        CHECK(x.m.now() == at_us(5));
    });
    CHECK(x.m.count(EventKind::xsk_unbind) == 1);
}

TEST_CASE("xsk bind again: new rings on the same memory, pinned again, another pool") {
    XskMachine x;
    x.with_socket([&](XskSocket& socket) {
        const PoolId first = x.pool;
        x.publish(socket, x.frames(0, 3));
        CHECK(x.peek().size() == 3);
        x.core.tx_completed(x.pool, 1);
        x.core.clear_need_wakeup(x.pool);
        x.core.close(socket);
        CHECK(x.core.bind(socket) == 0);
        CHECK(x.pool != first);
        CHECK(socket.generation == 1);
        CHECK(socket.tx.producer == 0);
        CHECK(socket.tx.consumer == 0);
        CHECK(socket.tx.flags == xdp_ring_need_wakeup);
        CHECK(socket.completion.producer == 0);
        CHECK(x.m.memory.is_valid_fast(x.m.memory.pointer(socket.umem, 8), 8));
        x.publish(socket, x.frames(5, 1));
        CHECK(x.peek() == std::vector<std::uint64_t>{5 * 2048});
        CHECK(socket.completion.slots[0] == 5 * 2048);
        CHECK(x.core.sendmsg(socket) == 0);
        CHECK(x.wakeups.size() == 1);
    });
    CHECK(x.m.findings().empty());
    CHECK(x.m.count(EventKind::umem_register) == 2);
}

TEST_CASE("xsk sockets: the pool leaves the driver with its last socket") {
    XskMachine x;
    int disables = 0;
    x.setup_pool = [&](PairIndex, bool enable) {
        disables += enable ? 0 : 1;
        return 0;
    };
    x.with_socket([&](XskSocket& first) {
        XskSocket& second = x.core.open_socket(small_socket());
        CHECK(x.core.bind_shared(second, second) == -EBADF);
        CHECK(x.core.bind_shared(second, first) == 0);
        CHECK(x.core.close(first) == 0);
        CHECK(disables == 0);
        x.publish(second, x.frames(2, 1));
        CHECK(x.peek().size() == 1);
        CHECK(x.core.close(second) == 0);
        CHECK(disables == 1);
    });
}

TEST_CASE("xsk detach: the driver loses the pool, the socket keeps its UMEM until it is closed") {
    XskMachine x;
    std::vector<bool> calls;
    x.setup_pool = [&](PairIndex, bool enable) {
        calls.push_back(enable);
        return 0;
    };
    const auto detach = [&] {
        x.m.cpus().tasks().enter_kernel();
        x.m.kernel.net_device().rtnl().lock();
        x.core.detach_all();
        x.m.kernel.net_device().rtnl().unlock();
        x.m.cpus().tasks().leave_kernel();
    };
    x.with_socket([&](XskSocket& socket) {
        const std::byte* umem = x.m.memory.pointer(socket.umem, 1);
        CHECK(x.core.holds_the_interface());
        detach();
        detach();  // there is nothing left
        CHECK_FALSE(x.core.holds_the_interface());
        CHECK_FALSE(socket.bound);
        CHECK(x.m.memory.check(umem + 100, 8).state == ByteState::valid);
        CHECK(x.core.sendmsg(socket) == -ENXIO);
        CHECK(x.core.poll(socket, us(10)) == -ENXIO);
        CHECK(x.core.close(socket) == 0);
        CHECK(x.m.memory.check(umem + 100, 8).state == ByteState::unpinned);
        CHECK(x.core.bind(socket) == 0);
        detach();
        CHECK(x.core.bind(socket) == 0);  // another process on the same memory
        CHECK(x.m.memory.check(umem + 100, 8).state == ByteState::valid);
        CHECK(x.core.close(socket) == 0);
    });
    CHECK(calls == std::vector<bool>{true, false, true, false, true, false});
    std::vector<std::uint64_t> kept;
    for (const Event& e : x.m.all(EventKind::xsk_unbind)) kept.push_back(arg(e, 2));
    CHECK(kept == std::vector<std::uint64_t>{1, 0, 1, 0, 0});
    CHECK(x.m.findings().empty());
}

TEST_CASE("xsk poll: a signal ends it") {
    XskMachine x;
    x.m.task(0, "admin", [&] {
        x.m.cpus().tasks().sleep_until(at_us(5));
        x.core.interrupt(*x.core.socket_of(0));
        x.m.cpus().tasks().sleep_until(at_us(50));
        x.core.interrupt(*x.core.socket_of(0));  // nobody polls
    });
    x.with_socket([&](XskSocket& socket) {
        x.publish(socket, x.frames(0, 8));
        CHECK(x.core.poll(socket, us(1000)) == -EINTR);
        CHECK(x.m.now() == at_us(5));
        x.m.cpus().tasks().sleep_until(at_us(60));
        CHECK(x.core.poll(socket, us(10)) == 0);
    });
}
