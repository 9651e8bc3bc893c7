// SPDX-License-Identifier: GPL-2.0-only
// What an administrator does to a queue, at given times or when a place is passed: see TimedAction.
//
// Stands for: ip link set, ethtool, sysfs, and the start and end of a process that owns the socket
// (see XskSocket::generation). Simplified: a step on a socket acts on the pair's existing one.
// Owner: the world. One task a vCPU ("admin") does that vCPU's timed steps in order of time; a step
// that is due while an earlier one is not finished comes right after it. A step at a place has a
// task of its own ("adminN", N the step's number), which the passing wakes. Suspend and resume are
// done by tasks ("pm") that a suspend does not stop.
// Costs: those of the calls. Events: step_begin, step_end (result: a positive errno value; ENXIO
// where the pair has no socket, or no application that could be killed).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/app/timed_step.hpp"
#include "models/ports.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class TimedSteps {
public:
    struct Guest {
        Engine& engine;
        Trace& trace;
        TaskCalls& tasks;
        XskCalls& xsk;
        AdminCalls& admin;
        MachineCalls& machine;
        std::function<XskSocket*(PairIndex)> socket_of;      // nullptr: none
        std::function<bool(PairIndex)> kill_application_of;  // false: none
        // Calls `passed` whenever the place is passed.
        std::function<void(const Place&, std::function<void()> passed)> watch;
    };

    TimedSteps(Guest guest, std::vector<TimedStep> steps);
    TimedSteps(const TimedSteps&) = delete;
    TimedSteps& operator=(const TimedSteps&) = delete;

    // Spawns the tasks. Once.
    void start();
    std::size_t finished() const { return finished_; }

private:
    struct Progress {
        std::uint64_t passed = 0;
        Instant due = Instant::never();
        ContextId task = no_context;
    };

    void pass(std::size_t index);
    void run_in_order(CpuId cpu, bool power);
    void wait_and_take(std::size_t index);
    void take(std::size_t index);
    int act(const TimedStep& step);
    int act_on_socket(const TimedStep& step);

    Guest guest_;
    std::vector<TimedStep> steps_;
    std::vector<Progress> progress_;
    std::vector<std::size_t> timed_;  // by time
    std::size_t finished_ = 0;
};

}  // namespace xsksim
