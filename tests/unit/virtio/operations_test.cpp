// SPDX-License-Identifier: GPL-2.0-only
// What the device tells of its accesses to guest memory is what it does.
#include <catch2/catch.hpp>

#include "device_bench.hpp"
#include "tests/support/recorded_operations.hpp"

using namespace xsksim;
using test::DeviceBench;
using test::RecordedOperations;

TEST_CASE("operations: a transmit queue tells of each access to the ring and to the frame") {
    const bool strict = GENERATE(false, true);
    DeviceBench bench({}, strict);
    RecordedOperations told(*bench.engine, "device/tx0");
    bench.run([&] {
        bench.offer(0);
        bench.kick();
    });
    const QueueAddresses at = bench.driver.addresses();
    const auto available_index = Operation::access(marked_read, at.available.value + 2, 2);
    const std::vector<Operation> wanted{
        available_index,
        Operation::access(plain_read, at.available.value + 4, 2),
        Operation::access(plain_read, at.descriptors.value, 16),
        Operation::access(plain_read, at.descriptors.value + 16, 16),
        Operation::access(plain_read, bench.header(0).value, 12),
        Operation::access(plain_read, bench.payload(0, 64).address.value, 64),
        Operation::access(plain_write, at.used.value + 4, 8),
        available_index,
        Operation::access(marked_write, at.used.value + 2, 2),
        Operation::access(marked_write, at.used.value + 4 + 8 * std::uint64_t{at.size}, 2),
        Operation::access(marked_read, at.available.value + 4 + 2 * std::uint64_t{at.size}, 2),
        available_index};
    CHECK(told.operations == wanted);
}

TEST_CASE("operations: without EVENT_IDX the flags are written and read instead") {
    DeviceBench bench({.event_idx = false});
    RecordedOperations told(*bench.engine, "device/tx0");
    bench.run([&] {
        bench.offer(0);
        bench.kick();
    });
    const QueueAddresses at = bench.driver.addresses();
    const auto flags_written = Operation::access(marked_write, at.used.value, 2);
    const auto flags_read = Operation::access(marked_read, at.available.value, 2);
    CHECK(std::count(told.operations.begin(), told.operations.end(), flags_written) == 2);
    CHECK(std::count(told.operations.begin(), told.operations.end(), flags_read) == 1);
}
