// SPDX-License-Identifier: GPL-2.0-only
// Commands as a driver lays them out (virtio 1.2 §5.1.6.5): two bytes of class and command, the
// data, and a byte for the answer.
#include "models/virtio/net/control_queue.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "device_bench.hpp"
#include "models/virtio_features.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr QueueIndex control = 4;  // of two pairs
constexpr std::uint8_t no_answer = 0xaa;

struct ControlBench {
    explicit ControlBench(CoalescingOffer coalescing = CoalescingOffer::no)
        : bench({.pairs = 2, .coalescing = coalescing}), driver(bench.memory, 64) {
        bytes = static_cast<std::byte*>(bench.memory.allocate_pages(4096));
        bench.device.set_up_queue(control, driver.addresses());
    }
    // In three descriptors, as Linux does. The n-th command of the run.
    void offer(std::uint16_t n, std::vector<std::uint8_t> header, std::vector<std::uint8_t> data) {
        std::byte* const at = bytes + 64 * std::size_t{n};
        std::memcpy(at, header.data(), header.size());
        std::memcpy(at + 16, data.data(), data.size());
        at[32] = std::byte{no_answer};
        const auto piece = [&](std::size_t offset, std::size_t length, bool device_writes) {
            return Piece{bench.memory.physical(at + offset), static_cast<std::uint32_t>(length),
                         device_writes};
        };
        DriverSide::describe(
            driver.descriptors, static_cast<std::uint16_t>(3 * n),
            {piece(0, header.size(), false), piece(16, data.size(), false), piece(32, 1, true)});
        driver.offer(static_cast<std::uint16_t>(3 * n));
        driver.submit();
    }
    int answer(std::uint16_t n) const {
        return std::to_integer<int>(bytes[64 * std::size_t{n} + 32]);
    }
    void run(const std::function<void()>& script) { bench.run(script); }

    DeviceBench bench;
    DriverSide driver;
    std::byte* bytes = nullptr;
};

}  // namespace

TEST_CASE("control queue: the number of pairs is set, from one to what the device has") {
    ControlBench b;
    b.run([&] {
        b.offer(0, {4, 0}, {2, 0});
        b.offer(1, {4, 0}, {3, 0});
        b.offer(2, {4, 0}, {0, 0});
        b.offer(3, {4, 0}, {1, 0});
        b.bench.device.notify(control);
    });
    CHECK(b.answer(0) == 0);
    CHECK(b.answer(1) == 1);
    CHECK(b.answer(2) == 1);
    CHECK(b.answer(3) == 0);
    CHECK(b.bench.log.times(EventKind::dev_control) == std::vector<std::int64_t>(4, 1000));
    for (std::uint32_t n = 0; n < 4; ++n) {
        const auto used = b.driver.take_used();
        CHECK((used.id == 3 * n && used.length == 1));
    }
    CHECK(b.bench.lines.at_ns.empty());  // no interrupt
}

TEST_CASE("control queue: what was not offered is refused, a command without its parts breaks it") {
    ControlBench b;
    b.run([&] {
        b.offer(0, {0, 0}, {1});
        b.bench.device.notify(control);
        b.bench.wait_until(5000);
        CHECK(b.answer(0) == 1);
        DriverSide::describe(b.driver.descriptors, 30,
                             {{b.bench.memory.physical(b.bytes), 2, false}});
        b.driver.offer(30);
        b.driver.submit();
        b.bench.device.notify(control);
    });
    CHECK(b.bench.log.count(EventKind::dev_bad) == 1);
    CHECK(b.bench.device.needs_reset());
    b.bench.device.reset_queue(control);
    CHECK_FALSE(b.bench.device.needs_reset());
}

TEST_CASE("control queue: a notification is asked for again after each command") {
    ControlBench b;
    b.run([&] {
        for (std::uint16_t n = 0; n < 5; ++n) {
            b.offer(n, {4, 0}, {1, 0});
            CHECK(b.driver.needs_kick());
            b.bench.device.notify(control);
            b.bench.wait_until(10'000 * (n + 1));
            CHECK(b.answer(n) == 0);
        }
    });
}

TEST_CASE("control queue: offered where there are several pairs, or where it is asked for") {
    const auto offers = [](const VirtioNetOptions& options) {
        DeviceBench bench(options);
        return bench.device.offered_features() &
               (feature::net_control_queue | feature::net_multiple_pairs);
    };
    CHECK(offers({}) == 0);
    CHECK(offers({.pairs = 2}) == (feature::net_control_queue | feature::net_multiple_pairs));
    CHECK(offers({.pairs = 2, .control_queue = false}) == 0);
    CHECK(offers({.control_queue = true}) == feature::net_control_queue);
}

TEST_CASE("control queue: coalescing as far as it was offered, by whole queues that exist") {
    const auto offered =
        GENERATE(CoalescingOffer::no, CoalescingOffer::device, CoalescingOffer::queues);
    ControlBench b(offered);
    const std::vector<std::uint8_t> limits{64, 0, 0, 0, 50, 0, 0, 0};
    const auto of_queue = [&](std::uint8_t queue) {
        std::vector<std::uint8_t> data{queue, 0, 0, 0};
        data.insert(data.end(), limits.begin(), limits.end());
        return data;
    };
    b.run([&] {
        b.offer(0, {6, 0}, limits);
        b.offer(1, {6, 1}, limits);
        b.offer(2, {6, 2}, of_queue(3));
        b.offer(3, {6, 2}, of_queue(control));
        b.offer(4, {6, 2}, of_queue(9));
        b.offer(5, {6, 3}, limits);
        b.offer(6, {6, 0}, {64, 0, 0, 0});
        b.bench.device.notify(control);
    });
    const int set = offered == CoalescingOffer::no ? 1 : 0;
    const int set_queue = offered == CoalescingOffer::queues ? 0 : 1;
    for (const auto& [n, answer] : std::map<std::uint16_t, int>{
             {0, set}, {1, set}, {2, set_queue}, {3, 1}, {4, 1}, {5, 1}, {6, 1}})
        CHECK(b.answer(n) == answer);
}
