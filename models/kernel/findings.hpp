// SPDX-License-Identifier: GPL-2.0-only
// Where models report what a driver did wrong: a `finding` event with a code, a text and, when the
// code at fault is a driver's, its call stack. The stack comes from a hook that the shim installs
// (the kernel model knows nothing of driver objects).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "models/events.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class Findings {
public:
    explicit Findings(Trace& trace) : trace_(trace) {}

    // The text of the driver's call stack at this moment, "" outside driver code.
    std::function<std::string()> driver_stack;
    // Where the call that returns to a code address of the driver stands, "function file:line".
    std::function<std::string(std::uintptr_t return_address)> driver_line;
    // Whether the running stack can be unwound. A driver can destroy what that takes.
    std::function<bool()> stack_is_sound;
    // A note is shown; a failure makes the verdict `fail`.
    void note(Code code, std::string_view message) { report(code, message, FindingSeverity::note); }
    void failure(Code code, std::string_view message) {
        report(code, message, FindingSeverity::failure);
    }
    // A failure after which the driver's code cannot go on (wild access, BUG, lock that can never
    // be had): reports, then ends the run. Does not return on a stack context, which is unwound
    // if it can be, else abandoned.
    [[noreturn]] void fatal(Engine& engine, Code code, std::string_view message);

private:
    void report(Code code, std::string_view message, FindingSeverity severity);

    Trace& trace_;
};

}  // namespace xsksim
