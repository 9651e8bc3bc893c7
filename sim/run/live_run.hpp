// SPDX-License-Identifier: GPL-2.0-only
// A run in its parts, for who does something in between: made, run, judged. run() is all of them.
// Owner: run(), or who takes a run back to where it was. Throws as run() does.
#pragma once

#include "sim/run/judgement.hpp"
#include "sim/run/progress_watch.hpp"
#include "sim/run/world.hpp"

namespace xsksim {

class LiveRun {
public:
    // All outlive it.
    LiveRun(const Scenario& scenario, const LoadedDriver& driver, Engine& engine, Choice& choice,
            GuestMemory& memory, const RunListeners& listeners);
    LiveRun(const LiveRun&) = delete;
    LiveRun& operator=(const LiveRun&) = delete;

    // Once.
    RunEnd run() { return engine_.run(); }
    // Once, of a run that has ended, whether or not its stacks are unwound yet.
    RunResult judged(const RunEnd& end, Figures figures = Figures::all);

private:
    // Of who reads events: their texts, their contexts.
    class Names : public TraceNames {
    public:
        Names(const Trace& trace, const Engine& engine) : trace_(trace), engine_(engine) {}
        std::string text(Text text) const override { return trace_.text_at(text); }
        std::string context(ContextId id) const override {
            return id == no_context ? std::string() : std::string(engine_.name_of(id));
        }

    private:
        const Trace& trace_;
        const Engine& engine_;
    };

    Engine& engine_;
    World world_;
    const Names names_;
    Judgement judgement_;
    ProgressWatch watch_;
};

}  // namespace xsksim
