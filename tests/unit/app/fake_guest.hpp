// SPDX-License-Identifier: GPL-2.0-only
// A guest for the application's tests: tasks straight on the engine, and an AF_XDP kernel that
// does what a test tells it, without a driver.
#pragma once

#include <cerrno>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/events.hpp"
#include "models/ports.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "sim/core/trace.hpp"
#include "tests/support/raw_fields.hpp"

namespace xsksim::test {

class FakeTasks : public TaskCalls {
public:
    explicit FakeTasks(Engine& engine) : engine_(engine) {}

    ContextId spawn_task(CpuId cpu, std::string name, std::function<void()> body) override {
        const ContextId id =
            engine_.spawn({"cpu" + std::to_string(cpu) + "/" + name, Rank::task}, std::move(body));
        engine_.wake(id);
        return id;
    }
    void spend_user(Duration d, Operation next) override {
        user_time.ns += d.ns;
        engine_.spend(d, next);
    }
    void sleep_until(Instant at) override { wait_until(at); }
    void spin_until(Instant at) override {
        ++spins;
        wait_until(at);
    }
    void wake_task(ContextId task) override { engine_.wake(task); }
    void point(Operation next) override {
        ++points;
        engine_.point(next);
    }

    Duration user_time;
    int spins = 0;
    std::uint64_t points = 0;

private:
    void wait_until(Instant at) {
        if (!at.is_never()) engine_.wake_at(engine_.current(), at);
        engine_.park();
        engine_.cancel_wake(engine_.current());
    }

    Engine& engine_;
};

class EventLog : public EventListener {
public:
    explicit EventLog(Trace& trace) { trace.readers().listen_to_all(*this); }
    void on_event(const Event& event) override { events.push_back(event); }
    std::vector<Event> of(EventKind kind) const {
        std::vector<Event> found;
        for (const Event& event : events)
            if (event.kind == kind) found.push_back(event);
        return found;
    }
    std::vector<Event> events;
};

// One socket. `transmit` takes what user space published; a test completes it when it likes.
class FakeXsk : public XskCalls {
public:
    FakeXsk(Engine& engine, GuestMemory& memory) : engine_(engine), memory_(memory) {}

    XskSocket& open_socket(const XskSocketOptions& options) override {
        socket.options = options;
        socket.tx.slots.resize(options.tx_ring_size);
        socket.completion.slots.resize(options.completion_ring_size);
        socket.umem = memory_.physical(
            memory_.allocate_pages(std::size_t{options.frames} * options.chunk_bytes));
        return socket;
    }
    int bind(XskSocket&) override {
        if (bind_result == 0) socket.bound = true;
        return bind_result;
    }
    int close(XskSocket&) override {
        socket.bound = false;
        return 0;
    }
    int sendmsg(XskSocket&) override {
        sendmsg_at.push_back(engine_.now());
        engine_.spend(syscall_cost, Operation::local());
        if (!socket.bound) return -ENXIO;
        if (on_sendmsg) on_sendmsg();
        return sendmsg_result;
    }
    void interrupt(XskSocket&) override { ++interrupts; }
    int poll(XskSocket&, Duration timeout) override {
        poll_timeouts.push_back(timeout);
        engine_.spend(syscall_cost, Operation::local());
        return on_poll ? on_poll(timeout) : 0;
    }

    // Takes one published descriptor; false if there is none.
    bool take(XskDescriptor& desc) {
        if (taken_ == socket.tx.producer) return false;
        desc = socket.tx.slots[taken_++ & (socket.tx.slots.size() - 1)];
        return true;
    }
    void publish_consumer() { socket.tx.consumer = taken_; }
    void complete(std::uint64_t addr) {
        auto& ring = socket.completion;
        ring.slots[ring.producer & (ring.slots.size() - 1)] = addr;
        ++ring.producer;
    }
    void notify() {
        if (socket.on_change) socket.on_change();
    }
    // Takes and completes everything that was published.
    void transmit_all() {
        XskDescriptor desc;
        while (take(desc)) complete(desc.addr);
        publish_consumer();
        notify();
    }
    void bind_again() {
        socket.tx.producer = socket.tx.consumer = taken_ = 0;
        socket.completion.producer = socket.completion.consumer = 0;
        ++socket.generation;
        socket.bound = true;
        notify();
    }

    XskSocket socket;
    Duration syscall_cost{300};
    int bind_result = 0;
    int sendmsg_result = 0;
    std::function<void()> on_sendmsg;
    std::function<int(Duration)> on_poll;
    int interrupts = 0;
    std::vector<Instant> sendmsg_at;
    std::vector<Duration> poll_timeouts;

private:
    Engine& engine_;
    GuestMemory& memory_;
    std::uint32_t taken_ = 0;
};

struct FakeGuest {
    explicit FakeGuest(Duration until = Duration::milliseconds(10))
        : engine(make_simgrid_engine({false, {Instant{until.ns}, 1'000'000}})) {}

    // A step of the outside world at a given time.
    void at(Instant when, std::function<void()> act) {
        const ContextId id = engine->spawn_step(
            {"stimulus" + std::to_string(++stimuli), Rank::stimulus}, [act = std::move(act)] {
                act();
                return Instant::never();
            });
        engine->wake_at(id, when);
    }
    // The same again and again.
    void every(Duration period, std::function<void()> act) {
        const ContextId id =
            engine->spawn_step({"stimulus" + std::to_string(++stimuli), Rank::stimulus},
                               [act = std::move(act), period, this] {
                                   act();
                                   return engine->now() + period;
                               });
        engine->wake_at(id, Instant{period.ns});
    }

    GuestMemory memory{std::size_t{64} << 20};
    std::unique_ptr<Engine> engine;
    Trace trace{*engine};
    EventLog log{trace};
    FakeTasks tasks{*engine};
    FakeXsk xsk{*engine, memory};
    int stimuli = 0;
};

}  // namespace xsksim::test
