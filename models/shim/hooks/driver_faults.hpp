// SPDX-License-Identifier: GPL-2.0-only
// Turns the processor's exceptions in driver code into findings: memory accesses that no hook saw,
// jumps to where no code is, division errors, trap instructions, a stack that is used up; and loops
// that call no hook, by the processor time they take.
//
// Stands for: die() and the exception handlers of arch/x86/kernel/traps.c and mm/fault.c, Linux
// 5.11. The host's signal tells us of the exception; its handler, on a stack of its own, only sends
// the driver's context on to where the finding is made, outside of the handler. The context is then
// unwound like after any fatal finding; where its frames are broken or its stack is used up, it is
// abandoned. Exceptions in the simulator's own code go to whoever handled the signal before.
// Owner: ShimContext::Activation, so that nothing is taken over while no world exists.
// Deterministic: texts name functions, lines and offsets, never a host address.
#pragma once

#include <csignal>

#include <array>
#include <cstddef>
#include <functional>

namespace xsksim {

class DriverFaults {
public:
    DriverFaults();
    ~DriverFaults();
    DriverFaults(const DriverFaults&) = delete;
    DriverFaults& operator=(const DriverFaults&) = delete;

    // The last exception left its context's stack without anything to unwind it by.
    static bool stack_is_lost();
    // Runs `walk`, which reads the frames of the running stack; false if they led it astray.
    // `walk` must hold nothing that needs a destructor.
    static bool survives(const std::function<void()>& walk);

private:
    static constexpr std::array signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};

    static void on_signal(int signal, siginfo_t* info, void* context);

    static DriverFaults* active_;
    std::array<struct sigaction, signals.size()> before_{};
    struct sigaction timer_before_ {};
    stack_t stack_before_{};
};

}  // namespace xsksim
