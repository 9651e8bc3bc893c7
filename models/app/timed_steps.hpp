// SPDX-License-Identifier: GPL-2.0-only
// What an administrator does at given times: bind and unbind an AF_XDP socket, take the interface
// down and up.
//
// Stands for: ip link set, and the start and end of a process that owns the socket (see
// XskSocket::generation). Simplified: a step acts on the pair's existing socket.
// Owner: the world. One task a vCPU ("admin") does that vCPU's steps in order of time; a step that
// is due while an earlier one is not finished comes right after it.
// Costs: those of the calls. Events: step_begin, step_end (result: a positive errno value; ENXIO
// where the pair has no socket).
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "models/ports.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class TimedSteps {
public:
    enum class Action { bind, unbind, interface_down, interface_up, read_statistics };
    struct Step {
        Instant at;
        Action action = Action::bind;
        PairIndex pair = 0;
        CpuId cpu = 0;
    };
    struct Guest {
        Engine& engine;
        Trace& trace;
        TaskCalls& tasks;
        XskCalls& xsk;
        AdminCalls& admin;
        std::function<XskSocket*(PairIndex)> socket_of;  // nullptr: none
    };

    TimedSteps(Guest guest, std::vector<Step> steps);
    TimedSteps(const TimedSteps&) = delete;
    TimedSteps& operator=(const TimedSteps&) = delete;

    // Spawns the tasks. Once.
    void start();
    std::size_t finished() const { return finished_; }

private:
    void run(CpuId cpu);
    void take(const Step& step);
    int act(const Step& step);

    Guest guest_;
    std::vector<Step> steps_;  // by time
    std::size_t finished_ = 0;
};

}  // namespace xsksim
