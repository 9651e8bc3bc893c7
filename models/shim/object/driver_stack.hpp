// SPDX-License-Identifier: GPL-2.0-only
// The part of the running stack that is driver code.
// Stands for: dump_stack() (lib/dump_stack.c). Simplified: frames of the shim's own functions are
// left out, so that the reader sees the driver's calls as its author wrote them.
// Private to the shim. No scheduling points, no cost in simulated time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/shim/object/driver_object.hpp"
#include "models/shim/object/symbols.hpp"

namespace xsksim {

// Program counters inside `object`, innermost first, none at or above `stack_end`.
std::vector<std::uintptr_t> driver_frames(const DriverObject& object, std::uintptr_t stack_end);

// Whether unwinding would reach the frame at `stack_end`, or lose its way before.
bool is_sound(std::uintptr_t stack_end);

// Where the innermost frame that is the driver's own stands; nullopt-like "?" without one.
SourceLocation driver_location(const DriverObject& object,
                               const std::vector<std::uintptr_t>& frames);

// "  function file:line\n" for each frame of the driver's own; recursion is one line.
std::string stack_text(const DriverObject& object, const std::vector<std::uintptr_t>& frames);

}  // namespace xsksim
