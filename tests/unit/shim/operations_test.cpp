// SPDX-License-Identifier: GPL-2.0-only
// What the scheduling points of driver code say is what the code does.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>

#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// What was done, each with a copy of `watched` from just before.
class Recorder : public PointListener {
public:
    explicit Recorder(ProbeWorld& world) : engine_(*world.engine) {}
    void record(void* watched, std::size_t bytes) {
        watched_ = {static_cast<std::byte*>(watched), bytes};
        engine_.listen_to_points(this);
    }
    void stop() {
        engine_.listen_to_points(nullptr);
        before_.emplace_back(watched_.begin(), watched_.end());
    }
    void on_done(ContextId, Operation done) override {
        operations.push_back(done);
        before_.emplace_back(watched_.begin(), watched_.end());
    }
    // Offsets into `watched` of what operation n changed: [first, behind the last).
    std::pair<std::size_t, std::size_t> changed(std::size_t n) const {
        const auto& now = before_[n + 1];
        const auto first = std::mismatch(now.begin(), now.end(), before_[n].begin()).first;
        const auto last = std::mismatch(now.rbegin(), now.rend(), before_[n].rbegin()).first;
        return first == now.end() ? std::pair<std::size_t, std::size_t>{0, 0}
                                  : std::pair{static_cast<std::size_t>(first - now.begin()),
                                              static_cast<std::size_t>(now.rend() - last)};
    }

    std::vector<Operation> operations;

private:
    Engine& engine_;
    std::span<std::byte> watched_;
    std::vector<std::vector<std::byte>> before_;
};

}  // namespace

TEST_CASE("operations: those of a small driver run, in order") {
    ProbeWorld world;
    Recorder recorder(world);
    std::uint64_t queue_at = 0;
    std::uint64_t word_at = 0;
    std::uint64_t bytes_at = 0;
    world.run([&] {
        void* queue = world.memory.allocate(64, true);
        auto* word = world.function<unsigned long*()>("shared_word")();
        void* bytes = world.memory.allocate(128, true);
        queue_at = world.memory.physical(queue).value;
        word_at = world.memory.physical(word).value;
        bytes_at = world.memory.physical(bytes).value;
        recorder.record(queue, 64);
        world.function<void(void*, void*, void*)>("say_operations")(queue, word, bytes);
        recorder.stop();
    });
    const std::uint64_t waiting = queue_at + world.variable<const unsigned long>("waiting_offset");
    CHECK(waiting == queue_at + 8);
    CHECK(word_at >= GuestMemory::module_address);
    const std::vector<Operation> wanted{Operation::access(plain_read, waiting, 4),
                                        Operation::access(plain_write, queue_at, 4),
                                        Operation::access(marked_read, waiting, 4),
                                        Operation::access(marked_write, queue_at, 4),
                                        Operation::access(atomic_update, word_at, 8),
                                        Operation::access(atomic_update, word_at, 8),
                                        Operation::call({ObjectKind::barrier, Act::full}, 0),
                                        Operation::access(plain_read, bytes_at + 100, 7),
                                        Operation::access(plain_write, bytes_at, 7),
                                        Operation::access(plain_write, bytes_at, 33),
                                        Operation::call({ObjectKind::spin_lock, Act::acquire}, 1),
                                        Operation::call({ObjectKind::spin_lock, Act::release}, 1),
                                        Operation::call({ObjectKind::memory, Act::free}, bytes_at)};
    CHECK(recorder.operations == wanted);
    CHECK(world.findings().empty());
}

TEST_CASE("operations: what a point says is written is what the C then changes") {
    ProbeWorld world;
    Recorder recorder(world);
    std::uint64_t at = 0;
    world.run([&] {
        auto* place = static_cast<std::byte*>(world.memory.allocate(64, true));
        at = world.memory.physical(place).value;
        recorder.record(place, 64);
        world.function<void(void*)>("flip_8")(place + 3);
        world.function<void(void*)>("flip_16")(place + 6);
        world.function<void(void*)>("flip_32")(place + 12);
        world.function<void(void*)>("flip_64")(place + 16);
        world.function<void(void*)>("flip_128")(place + 32);
        world.function<void(void*)>("flip_unaligned")(place + 2);
        world.function<void(void*, void*)>("flip_atomically")(place + 5, place + 40);
        recorder.stop();
    });
    std::size_t writes = 0;
    std::array<std::size_t, 3> by_bytes_plain_marked_atomic{};
    for (std::size_t n = 0; n < recorder.operations.size(); ++n) {
        const Operation& done = recorder.operations[n];
        INFO("operation " << n << " of " << done.bytes() << " bytes");
        REQUIRE(done.is_access());
        if (done.act() == Act::read) {
            CHECK(recorder.changed(n) == std::pair<std::size_t, std::size_t>{0, 0});
            continue;
        }
        ++writes;
        ++by_bytes_plain_marked_atomic[done.act() == Act::atomic ? 2 : done.is_marked() ? 1 : 0];
        const auto [first, end] = recorder.changed(n);
        CHECK(done.number() == at + first);
        CHECK(done.bytes() == end - first);
    }
    // A plain and a volatile one of each of five sizes, three unaligned, two atomics.
    CHECK(writes == 15);
    CHECK(by_bytes_plain_marked_atomic == std::array<std::size_t, 3>{8, 6, 1});
    CHECK(world.findings().empty());
}

TEST_CASE("operations: each read goes before the write that it is for, with the same operand") {
    ProbeWorld world;
    Recorder recorder(world);
    world.run([&] {
        void* place = world.memory.allocate(64, true);
        recorder.record(place, 64);
        world.function<void(void*)>("flip_32")(place);
        recorder.stop();
    });
    REQUIRE(recorder.operations.size() == 4);
    for (std::size_t n = 0; n < 4; n += 2) {
        const Operation& read = recorder.operations[n];
        const Operation& write = recorder.operations[n + 1];
        CHECK(read.act() == Act::read);
        CHECK(write.act() == Act::write);
        CHECK(read.is_marked() == (n == 2));
        CHECK(write.is_marked() == (n == 2));
        CHECK(read.number() == write.number());
        CHECK(read.bytes() == write.bytes());
    }
}

TEST_CASE("operations: with access events each is one, its name behind it") {
    ProbeOptions options;
    options.shim.access_events = true;
    ProbeWorld world(options);
    world.run([&] { world.function<int()>("count_up")(); });
    std::vector<std::string> seen;
    for (const Event& event : world.log.events) {
        if (event.kind == EventKind::point) {
            const auto& point = event.as<event::Point>();
            if (point.object == ObjectKind::memory) {
                CHECK(point.address.value >= GuestMemory::module_address);
                CHECK(point.size == 4);
                CHECK(point.number == 0);
                CHECK_FALSE(point.marked);
            }
            seen.push_back(std::string(word_of(point.act)) + " " +
                           std::string(word_of(point.object)));
        } else if (event.kind == EventKind::access) {
            seen.push_back(world.trace.text_at(event.as<event::Access>().text));
        }
    }
    CHECK(seen == std::vector<std::string>{"read memory", "count_up:probe_counter", "write memory",
                                           "count_up:probe_counter", "return_to_user task",
                                           "return_to_user task", "exit task"});
}

TEST_CASE("operations: of a pointer to no guest memory, no address of the host is said") {
    ProbeWorld world;
    Recorder recorder(world);
    world.run([&] {
        recorder.record(world.memory.allocate(64, true), 64);
        world.function<unsigned(std::uint64_t)>("read_len")(0x7000000000);
    });
    REQUIRE_FALSE(recorder.operations.empty());
    CHECK(recorder.operations.back() == Operation::access(plain_read, 0, 4));
    CHECK(world.findings().size() == 1);
}
