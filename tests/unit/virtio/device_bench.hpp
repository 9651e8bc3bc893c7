// SPDX-License-Identifier: GPL-2.0-only
// A device, a driver side, and a guest that runs a script: what every device test would repeat.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "driver_side.hpp"
#include "models/faults/fault_plan.hpp"
#include "models/memory/digest.hpp"
#include "models/virtio/net/net_queue_layout.hpp"
#include "models/virtio/net/virtio_net_device.hpp"
#include "sim/core/simgrid_engine.hpp"

namespace xsksim::test {

class EventLog : public EventListener {
public:
    void on_event(const Event& event) override { events.push_back(event); }
    std::vector<Event> of(EventKind kind) const {
        std::vector<Event> found;
        for (const Event& event : events)
            if (event.kind == kind) found.push_back(event);
        return found;
    }
    std::size_t count(EventKind kind) const { return of(kind).size(); }
    std::vector<std::int64_t> times(EventKind kind) const {
        std::vector<std::int64_t> ns;
        for (const Event& event : of(kind)) ns.push_back(event.at.ns);
        return ns;
    }
    std::vector<Event> events;
};

class RaisedLines : public InterruptLines {
public:
    explicit RaisedLines(Engine& engine) : engine_(engine) {}
    void raise(Vector vector, QueueIndex queue) override {
        CHECK(vector == queue);
        at_ns.push_back(engine_.now().ns);
        if (on_raise) on_raise();
    }
    std::vector<std::int64_t> at_ns;
    std::function<void()> on_raise;

private:
    Engine& engine_;
};

struct DeviceBench {
    static constexpr QueueIndex queue = 1;

    explicit DeviceBench(const VirtioNetOptions& device_options = {}, bool strict = false,
                         std::vector<FaultRule> rules = {})
        : options(device_options),
          memory(std::size_t{16} << 20),
          engine(
              make_simgrid_engine({.strict_steps = strict,
                                   .bounds = {.time = {1'000'000'000}, .dispatches = 10'000'000}})),
          trace(*engine),
          lines(*engine),
          choice(make_seeded_choice(1)),
          queues(net_queue_layout(options.pairs, options.has_control_queue())),
          faults(*engine, trace, *choice, queues, std::move(rules)),
          device({*engine, trace, memory, lines, faults, queues}, options),
          driver(memory, options.tx_ring_size, options.event_idx) {
        trace.readers().listen_to_all(log);
        const std::size_t frames = options.tx_ring_size;
        headers = static_cast<std::byte*>(memory.allocate_pages(12 * frames));
        payloads = static_cast<std::byte*>(memory.allocate_pages(2048 * frames));
        for (std::size_t i = 0; i < 2048 * frames; ++i)
            payloads[i] = static_cast<std::byte>((i * 7 + i / 2048) & 0xff);
        device.accept_features(device.offered_features());
        device.set_up_queue(queue, driver.addresses());
    }

    GuestPhysical header(std::size_t n) const { return memory.physical(headers + 12 * n); }
    Piece payload(std::size_t n, std::uint32_t bytes) const {
        return {memory.physical(payloads + 2048 * n), bytes};
    }
    std::uint64_t digest(std::size_t n, std::uint32_t bytes) const {
        return content_digest({payloads + 2048 * n, bytes});
    }
    // Frame n of the ring's frames, header and payload in two descriptors.
    void offer(std::uint16_t n, std::uint32_t bytes = 64) {
        driver.offer_frame(n, header(n), payload(n, bytes));
        driver.submit();
    }
    void offer_many(std::uint16_t first, std::uint16_t count) {
        for (std::uint16_t i = 0; i < count; ++i)
            driver.offer_frame(static_cast<std::uint16_t>(first + i),
                               header(first + std::size_t{i}), payload(first + std::size_t{i}, 64));
        driver.submit();
    }
    bool kick() {
        const bool needed = driver.needs_kick();
        if (needed) device.notify(queue);
        return needed;
    }

    // The guest's script, on a stack of its own; the run ends when nothing is due any more.
    RunEnd run(std::function<void()> script) {
        const ContextId guest = engine->spawn({"guest", Rank::task}, std::move(script));
        engine->wake(guest);
        return engine->run();
    }
    void wait_until(std::int64_t ns) {
        engine->spend(Instant{ns} - engine->now(), Operation::local());
    }

    const VirtioNetOptions options;
    GuestMemory memory;
    std::unique_ptr<Engine> engine;
    Trace trace;
    EventLog log;
    RaisedLines lines;
    std::unique_ptr<Choice> choice;
    const QueueMap queues;
    FaultPlan faults;
    VirtioNetDevice device;
    DriverSide driver;
    std::byte* headers = nullptr;
    std::byte* payloads = nullptr;
};

}  // namespace xsksim::test
