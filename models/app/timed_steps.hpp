// SPDX-License-Identifier: GPL-2.0-only
// What an administrator does to a queue, at given times or when a place is passed: see Action.
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
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/ports.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class TimedSteps {
public:
    enum class Action {
        bind,
        unbind,
        kill_application,
        interface_down,
        interface_up,
        xdp_load,
        xdp_unload,
        set_parameter,
        tx_napi_on,
        tx_napi_off,
        device_remove,
        device_add,
        device_reset,
        suspend,
        resume,
        read_statistics,
    };
    struct Step {
        Instant at;  // without `watch`
        Action action = Action::bind;
        PairIndex pair = 0;
        CpuId cpu = 0;
        XdpAction program = XdpAction::pass;  // xdp_load
        std::string parameter = {};           // set_parameter
        std::int64_t value = 0;
        // Calls what it is given whenever the step's place is passed. Empty: a timed step.
        std::function<void(std::function<void()> passed)> watch = {};
        std::uint64_t hit = 1;  // due `after` the place was passed so often
        Duration after = {};
    };
    struct Guest {
        Engine& engine;
        Trace& trace;
        TaskCalls& tasks;
        XskCalls& xsk;
        AdminCalls& admin;
        MachineCalls& machine;
        std::function<XskSocket*(PairIndex)> socket_of;      // nullptr: none
        std::function<bool(PairIndex)> kill_application_of;  // false: none
    };

    TimedSteps(Guest guest, std::vector<Step> steps);
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
    int act(const Step& step);
    int act_on_socket(const Step& step);

    Guest guest_;
    std::vector<Step> steps_;
    std::vector<Progress> progress_;
    std::vector<std::size_t> timed_;  // by time
    std::size_t finished_ = 0;
};

}  // namespace xsksim
