// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <set>

#include "fake_guest.hpp"
#include "models/app/frame_pool.hpp"
#include "models/app/timed_steps.hpp"
#include "models/app/udp_sender.hpp"
#include "models/memory/digest.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using xsksim::test::FakeGuest;

namespace {

class FakeStack : public DatagramCalls {
public:
    explicit FakeStack(Engine& engine) : engine_(engine) {}
    int send(PairIndex pair, std::uint64_t sequence, std::span<const std::byte> payload) override {
        at.push_back(engine_.now());
        pairs.push_back(pair);
        sequences.push_back(sequence);
        digests.insert(content_digest(payload));
        bytes = payload.size();
        engine_.spend({1000}, Operation::local());
        return result;
    }
    int result = 0;
    std::vector<Instant> at;
    std::vector<PairIndex> pairs;
    std::vector<std::uint64_t> sequences;
    std::set<std::uint64_t> digests;
    std::size_t bytes = 0;

private:
    Engine& engine_;
};

class FakeAdmin : public AdminCalls {
public:
    explicit FakeAdmin(Engine& engine) : engine_(engine) {}
    int read_statistics() override { return 0; }
    int interface_up() override {
        calls.emplace_back("up", engine_.now().ns);
        return 0;
    }
    int interface_down() override {
        calls.emplace_back("down", engine_.now().ns);
        engine_.spend({5000}, Operation::local());
        return -EBUSY;
    }
    int set_tx_coalescing(const TxCoalescing& wanted) override {
        calls.emplace_back(fmt::format("{} frames, {} us", wanted.frames, wanted.usecs),
                           engine_.now().ns);
        return 0;
    }
    int set_program(std::optional<XdpAction> action) override {
        calls.emplace_back(action ? "load" : "unload", engine_.now().ns);
        return 0;
    }
    std::vector<std::pair<std::string, std::int64_t>> calls;

private:
    Engine& engine_;
};

class FakeMachine : public MachineCalls {
public:
    explicit FakeMachine(Engine& engine) : engine_(engine) {}
    int remove_device() override { return note("remove"); }
    int add_device() override { return note("add"); }
    int reset_device() override { return note("reset"); }
    int suspend() override { return note("suspend"); }
    int resume() override { return note("resume"); }
    int write_parameter(const std::string& name, std::int64_t value) override {
        return note(name + "=" + std::to_string(value));
    }
    std::vector<std::pair<std::string, std::int64_t>> calls;

private:
    int note(std::string what) {
        calls.emplace_back(std::move(what), engine_.now().ns);
        return 0;
    }
    Engine& engine_;
};

}  // namespace

TEST_CASE("udp: datagrams leave at the exact rate, each with content of its own") {
    FakeGuest guest;
    FakeStack stack(*guest.engine);
    UdpSenderOptions options;
    options.pair = 1;
    options.schedule.start = {500};
    options.bytes = 100;
    options.schedule.rate_pps = 300'000;
    options.datagrams = 100;
    UdpSender sender(*guest.engine, guest.tasks, stack, options,
                     {.task_name = "udp", .first_sequence = 7000});
    bool done = false;
    sender.on_done = [&] { done = true; };
    sender.start();
    guest.engine->run();
    CHECK(done);
    REQUIRE(stack.at.size() == 100);
    CHECK(stack.digests.size() == 100);
    CHECK(stack.bytes == 100);
    CHECK(stack.pairs.front() == 1);
    for (std::size_t k = 0; k < 100; ++k) {
        CHECK(stack.at[k].ns == static_cast<std::int64_t>(520 + k * 10'000 / 3));
        CHECK(stack.sequences[k] == 7000 + k);
    }
    CHECK(sender.counters().sent == 100);
}

TEST_CASE("udp: saturating, the next datagram follows the last one's return") {
    FakeGuest guest(Duration::microseconds(102));
    FakeStack stack(*guest.engine);
    UdpSender sender(*guest.engine, guest.tasks, stack, {}, {});
    sender.start();
    CHECK(guest.engine->run().reason == EndReason::time_bound);
    CHECK(stack.at.size() == 100);
}

TEST_CASE("udp: after an error it backs off") {
    FakeGuest guest(Duration::milliseconds(1));
    FakeStack stack(*guest.engine);
    stack.result = -ENETDOWN;
    UdpSender sender(*guest.engine, guest.tasks, stack, {}, {});
    sender.start();
    guest.engine->run();
    CHECK(sender.counters().sent == 0);
    CHECK(sender.counters().errors == 10);
}

namespace {

TimedStep timed(std::int64_t ns, TimedAction action, PairIndex pair = 0, CpuId cpu = 0) {
    TimedStep step;
    step.at_time = Instant{ns};
    step.action = action;
    step.pair = pair;
    step.cpu = cpu;
    return step;
}

}  // namespace

TEST_CASE("steps: each at its time, in order of time, with its result") {
    FakeGuest guest;
    FakeAdmin admin(*guest.engine);
    FakeMachine machine(*guest.engine);
    using enum TimedAction;
    TimedSteps steps({*guest.engine,
                      guest.trace,
                      guest.tasks,
                      guest.xsk,
                      admin,
                      machine,
                      [&](PairIndex pair) { return pair == 0 ? &guest.xsk.socket : nullptr; },
                      [](PairIndex) { return false; },
                      {}},
                     {timed(9000, interface_up), timed(1000, bind), timed(3000, interface_down),
                      timed(4000, unbind),  // due while the one before it runs
                      timed(2000, unbind, 5, 1)});
    steps.start();
    guest.engine->run();
    CHECK(steps.finished() == 5);
    const auto begins = guest.log.of(EventKind::step_begin);
    const auto ends = guest.log.of(EventKind::step_end);
    REQUIRE(begins.size() == 5);
    REQUIRE(ends.size() == 5);
    std::vector<std::pair<std::string, std::int64_t>> seen;
    std::vector<std::uint64_t> results;
    for (const Event& e : begins) seen.emplace_back(guest.trace.text_at({arg(e, 0)}), e.at.ns);
    for (const Event& e : ends) results.push_back(arg(e, 2));
    CHECK(seen == std::vector<std::pair<std::string, std::int64_t>>{{"bind", 1000},
                                                                    {"unbind", 2000},
                                                                    {"interface_down", 3000},
                                                                    {"unbind", 8000},
                                                                    {"interface_up", 9000}});
    CHECK(results == std::vector<std::uint64_t>{0, ENXIO, EBUSY, 0, 0});
    std::vector<std::uint64_t> numbers;
    for (const Event& e : ends) numbers.push_back(arg(e, 3));
    CHECK(numbers == std::vector<std::uint64_t>{2, 5, 3, 4, 1});
}

TEST_CASE("steps: one at a place is due after its so-manieth passing, whatever others are at") {
    FakeGuest guest;
    FakeAdmin admin(*guest.engine);
    FakeMachine machine(*guest.engine);
    using enum TimedAction;
    std::function<void()> pass;
    TimedStep placed;
    placed.action = set_parameter;
    placed.parameter = "budget";
    placed.value = -1;
    placed.at.name = "f:call";
    placed.hit = 3;
    placed.after = {500};
    TimedSteps steps({*guest.engine, guest.trace, guest.tasks, guest.xsk, admin, machine,
                      [](PairIndex) { return nullptr; }, [](PairIndex) { return true; },
                      [&](const Place& place, std::function<void()> passed) {
                          CHECK(place.name == "f:call");
                          pass = std::move(passed);
                      }},
                     {placed, timed(2000, interface_down), timed(2100, suspend),
                      timed(2200, tx_napi_off), timed(9000, kill_application)});
    const ContextId passer = guest.engine->spawn_step({"passer", 0}, [&] {
        pass();
        return guest.engine->now() + Duration{1000};
    });
    guest.engine->wake_at(passer, Instant{1000});
    steps.start();
    guest.engine->run();
    CHECK(steps.finished() == 5);
    using Calls = std::vector<std::pair<std::string, std::int64_t>>;
    CHECK(machine.calls == Calls{{"suspend", 2100}, {"budget=-1", 3500}});
    CHECK(admin.calls == Calls{{"down", 2000}, {"0 frames, 0 us", 7000}});
    CHECK(arg(guest.log.of(EventKind::step_end).back(), 2) == 0);
}

TEST_CASE("frames: first in first out over many rounds, no frame twice") {
    FramePool pool(5);
    std::vector<std::uint32_t> out{pool.take(), pool.take(), pool.take()};
    CHECK(out == std::vector<std::uint32_t>{0, 1, 2});
    CHECK(pool.put(2));
    CHECK_FALSE(pool.put(2));
    CHECK_FALSE(pool.put(3));
    CHECK_FALSE(pool.put(5));
    CHECK(pool.put(0));
    CHECK(pool.free_frames() == 4);
    for (std::uint32_t expected : {3U, 4U, 2U, 0U}) CHECK(pool.take() == expected);
    CHECK(pool.free_frames() == 0);
    pool.reset();
    CHECK(pool.take() == 0);
    CHECK(pool.free_frames() == 4);
}
