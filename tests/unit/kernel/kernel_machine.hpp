// SPDX-License-Identifier: GPL-2.0-only
// A guest kernel on an engine of its own, for tests. All costs are zero unless a test sets them, so
// that the times in a test are those of the rule it shows.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/kernel/guest_kernel.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "sim/core/trace.hpp"
#include "tests/support/raw_fields.hpp"
#include "tests/support/seen_codes.hpp"

namespace xsksim::test {

constexpr Duration us(std::int64_t n) { return Duration::microseconds(n); }
constexpr Duration ms(std::int64_t n) { return Duration::milliseconds(n); }
constexpr Instant at_us(std::int64_t n) { return Instant{n * 1000}; }

inline KernelOptions free_of_charge() {
    KernelOptions options;
    options.costs = {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    options.cpus.wakeup_preemption = false;
    return options;
}

class Recorder : public EventListener {
public:
    void on_event(const Event& event) override {
        seen(event);
        events.push_back(event);
    }
    std::vector<Event> events;
};

class Machine {
public:
    explicit Machine(const KernelOptions& options = free_of_charge(),
                     Engine::Options engine_options = {}, std::uint64_t seed = 1,
                     const std::vector<HoldRule>& holds = {}, FaultSource* faults = nullptr)
        : engine(make_simgrid_engine(engine_options)),
          trace(*engine),
          choice(make_seeded_choice(seed)),
          memory(std::size_t{16} << 20),
          kernel(*engine, trace, *choice, memory, options, holds, faults) {
        trace.readers().listen_to_all(recorder);
    }

    Cpus& cpus() { return kernel.cpus(); }
    Instant now() const { return engine->now(); }
    void spend(Duration d) { cpus().execution().spend(d, Operation::local()); }

    ContextId task(CpuId cpu, const std::string& name, std::function<void()> body) {
        return cpus().tasks().spawn_task(cpu, name, std::move(body));
    }
    // A task that is in kernel mode all its life.
    ContextId kernel_task(CpuId cpu, const std::string& name, std::function<void()> body) {
        return task(cpu, name, [this, body = std::move(body)] {
            cpus().tasks().enter_kernel();
            body();
            cpus().tasks().leave_kernel();
        });
    }
    // Runs `action` at a time, outside the guest, as a device would.
    void at(Instant when, std::function<void()> action) {
        const std::string name = "stimulus" + std::to_string(++stimuli_);
        const ContextId step =
            engine->spawn_step({name, Rank::device}, [action = std::move(action)] {
                action();
                return Instant::never();
            });
        engine->wake_at(step, when);
    }
    // An interrupt whose handler takes `length` and then does `action`.
    void interrupt_at(
        Instant when, CpuId cpu, Duration length, std::function<void()> action = [] {}) {
        at(when, [this, cpu, length, action] {
            cpus().hardirqs().raise(cpu, 7, [this, length, action] {
                spend(length);
                action();
                return true;
            });
        });
    }

    RunEnd run() { return engine->run(); }

    // "name@us": what happened, in order, with the context it happened in where asked.
    void note(const std::string& what) {
        notes.push_back(what + "@" + std::to_string(now().ns / 1000));
    }
    std::string where() const { return std::string(engine->name_of(engine->current())); }

    std::size_t count(EventKind kind) const {
        std::size_t n = 0;
        for (const Event& event : recorder.events) n += event.kind == kind ? 1 : 0;
        return n;
    }
    std::vector<Event> all(EventKind kind) const {
        std::vector<Event> found;
        for (const Event& event : recorder.events)
            if (event.kind == kind) found.push_back(event);
        return found;
    }
    std::vector<std::string> findings() const {
        std::vector<std::string> texts;
        for (const Event& event : all(EventKind::finding))
            texts.push_back(trace.text_at({arg(event, 0)}));
        return texts;
    }
    // Their codes, a blank between them.
    std::string codes() const {
        std::string all_codes;
        for (const Event& event : all(EventKind::finding))
            all_codes.append(all_codes.empty() ? "" : " ")
                .append(name_of(event.as<event::Finding>().code));
        return all_codes;
    }
    // The one finding there is; "" if there is none.
    std::string finding() const {
        const auto texts = findings();
        if (texts.size() > 1) return "more than one: " + texts[0] + "; " + texts[1];
        return texts.empty() ? "" : texts[0];
    }

    std::unique_ptr<Engine> engine;
    Trace trace;
    std::unique_ptr<Choice> choice;
    GuestMemory memory;
    GuestKernel kernel;
    Recorder recorder;
    std::vector<std::string> notes;

private:
    int stimuli_ = 0;
};

using Notes = std::vector<std::string>;

}  // namespace xsksim::test
