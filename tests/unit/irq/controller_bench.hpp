// SPDX-License-Identifier: GPL-2.0-only
// A controller, a sink that writes down what arrives, and a device side that runs a script.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "models/faults/fault_plan.hpp"
#include "models/irq/interrupt_controller.hpp"
#include "models/virtio/net/net_queue_layout.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "tests/support/raw_fields.hpp"

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
    // One of the four numbers of each event of a kind.
    std::vector<std::uint64_t> args(EventKind kind, std::size_t which) const {
        std::vector<std::uint64_t> values;
        for (const Event& event : of(kind)) values.push_back(arg(event, which));
        return values;
    }
    std::vector<Event> events;
};

struct ControllerBench : InterruptSink {
    static constexpr Vector tx = 1;

    explicit ControllerBench(std::vector<FaultRule> rules = {}, std::uint64_t seed = 1,
                             QueueMap map = net_queue_layout(2))
        : queues(std::move(map)),
          engine(make_simgrid_engine({.strict_steps = false, .bounds = {}})),
          trace(*engine),
          choice(make_seeded_choice(seed)),
          faults(*engine, trace, *choice, queues, std::move(rules)),
          controller({*engine, trace, faults, *this, queues}, {.latency = {2000}}) {
        trace.readers().listen_to_all(log);
    }

    void deliver(CpuId cpu, Vector vector) override {
        delivered_at.push_back(engine->now().ns);
        cpus.push_back(cpu);
        CHECK(vector < queues.vectors());
        if (remember_pending) pending = true;
    }
    bool is_pending(CpuId, Vector) const override { return pending; }

    RunEnd run(std::function<void()> script) {
        engine->wake(engine->spawn({"script", Rank::task}, std::move(script)));
        return engine->run();
    }
    void raise_every(std::int64_t spacing_ns, int count) {
        for (int i = 0; i < count; ++i) {
            controller.raise(tx, tx);
            engine->spend({spacing_ns}, Operation::local());
        }
    }
    void wait_until(std::int64_t ns) {
        engine->spend(Instant{ns} - engine->now(), Operation::local());
    }

    const QueueMap queues;
    std::unique_ptr<Engine> engine;
    Trace trace;
    std::unique_ptr<Choice> choice;
    FaultPlan faults;
    InterruptController controller;
    EventLog log;
    std::vector<std::int64_t> delivered_at;
    std::vector<CpuId> cpus;
    bool remember_pending = false;
    bool pending = false;
};

}  // namespace xsksim::test
