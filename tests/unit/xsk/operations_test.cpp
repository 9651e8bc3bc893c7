// SPDX-License-Identifier: GPL-2.0-only
// What the AF_XDP core's scheduling points say: which word of which ring, read or written.
#include <catch2/catch.hpp>

#include "tests/support/recorded_operations.hpp"
#include "xsk_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

Operation word(AccessKind how, Operation::Word which, std::uint64_t owner) {
    return Operation::access(how, which, owner);
}

}  // namespace

TEST_CASE("operations: a driver's calls read and write the shared words in the kernel's order") {
    XskMachine x;
    RecordedOperations done(*x.m.engine, "cpu1/app");
    std::uint64_t socket_number = 0;
    x.with_socket([&](XskSocket& socket) {
        socket_number = socket.number;
        XskMachine::publish(socket, XskMachine::frames(0, 1));
        XskDescriptor desc;
        done.operations.clear();
        CHECK(x.core.tx_peek(x.pool, desc));
        x.core.tx_release(x.pool);
        x.core.tx_completed(x.pool, 1);
        x.core.clear_need_wakeup(x.pool);
        x.core.set_need_wakeup(x.pool);
        x.m.engine->listen_to_points(nullptr);
    });
    const std::uint64_t s = socket_number;
    const std::uint64_t p = x.pool;
    CHECK(s == 1);
    const std::vector<Operation> wanted{word(marked_read, ObjectKind::pool_sockets, p),
                                        word(marked_write, ObjectKind::tx_consumer, s),
                                        word(marked_read, ObjectKind::tx_producer, s),
                                        word(marked_write, ObjectKind::tx_consumer, s),
                                        // Half of the ring is free: wakes a writer.
                                        word(marked_read, ObjectKind::tx_producer, s),
                                        word(marked_read, ObjectKind::tx_consumer, s),
                                        word(plain_read, ObjectKind::completion_producer, s),
                                        word(marked_write, ObjectKind::completion_producer, s),
                                        word(plain_read, ObjectKind::pool_need_wakeup, p),
                                        word(plain_write, ObjectKind::tx_flags, s),
                                        word(plain_write, ObjectKind::pool_need_wakeup, p),
                                        word(plain_read, ObjectKind::pool_need_wakeup, p),
                                        word(plain_write, ObjectKind::tx_flags, s),
                                        word(plain_write, ObjectKind::pool_need_wakeup, p)};
    CHECK(done.operations == wanted);
}

TEST_CASE("operations: system calls name their socket") {
    XskMachine x;
    RecordedOperations done(*x.m.engine, "cpu1/app");
    x.with_socket([&](XskSocket& socket) {
        done.operations.clear();
        x.core.sendmsg(socket);
        x.core.close(socket);
        x.m.engine->listen_to_points(nullptr);
    });
    REQUIRE(done.operations.size() > 3);
    CHECK(done.operations.front() == word(marked_read, ObjectKind::socket_state, 1));
    const auto close = Operation::call({ObjectKind::socket, Act::close}, 1);
    CHECK(std::count(done.operations.begin(), done.operations.end(), close) == 1);
    const auto off_the_list = word(marked_write, ObjectKind::pool_sockets, x.pool);
    CHECK(std::count(done.operations.begin(), done.operations.end(), off_the_list) == 1);
}
