// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/driver_stack.hpp"

#include <unwind.h>

#include <utility>

#include "models/shim/hooks/driver_faults.hpp"

namespace xsksim {

namespace {

constexpr std::size_t frames_max = 256;

struct Walk {
    const AddressRange& text;
    std::uintptr_t stack_end;
    std::size_t seen = 0;
    std::vector<std::uintptr_t> frames;
};

struct Climb {
    std::uintptr_t stack_end;
    bool arrived = false;
};

_Unwind_Reason_Code climb_frame(_Unwind_Context* context, void* argument) {
    auto& climb = *static_cast<Climb*>(argument);
    climb.arrived = _Unwind_GetCFA(context) >= climb.stack_end;
    return climb.arrived ? _URC_END_OF_STACK : _URC_NO_REASON;
}

_Unwind_Reason_Code visit(_Unwind_Context* context, void* argument) {
    auto& walk = *static_cast<Walk*>(argument);
    if (++walk.seen > frames_max) return _URC_END_OF_STACK;
    int before_instruction = 0;
    std::uintptr_t pc = _Unwind_GetIPInfo(context, &before_instruction);
    if (pc == 0) return _URC_END_OF_STACK;
    if (before_instruction == 0) --pc;  // a return address: the call is the instruction before
    if (walk.text.contains(pc)) walk.frames.push_back(pc);
    return _Unwind_GetCFA(context) >= walk.stack_end ? _URC_END_OF_STACK : _URC_NO_REASON;
}

}  // namespace

std::vector<std::uintptr_t> driver_frames(const DriverObject& object, std::uintptr_t stack_end) {
    Walk walk{object.text(), stack_end, 0, {}};
    DriverFaults::survives([&walk] { _Unwind_Backtrace(visit, &walk); });
    return walk.frames;
}

bool is_sound(std::uintptr_t stack_end) {
    Climb climb{stack_end};
    return DriverFaults::survives([&climb] { _Unwind_Backtrace(climb_frame, &climb); }) &&
           climb.arrived;
}

SourceLocation driver_location(const DriverObject& object,
                               const std::vector<std::uintptr_t>& frames) {
    SourceLocation innermost;
    for (std::uintptr_t pc : frames) {
        SourceLocation here = object.symbols().locate(pc);
        if (!here.in_shim) return here;
        if (innermost.function == "?") innermost = here;
    }
    return innermost;
}

std::string stack_text(const DriverObject& object, const std::vector<std::uintptr_t>& frames) {
    std::string text;
    std::string last;
    std::size_t times = 0;
    const auto write_last = [&] {
        if (times > 0) text += "  " + last;
        if (times > 1) text += " (" + std::to_string(times) + " times)";
        if (times > 0) text += "\n";
    };
    for (std::uintptr_t pc : frames) {
        const SourceLocation here = object.symbols().locate(pc);
        if (here.in_shim) continue;
        if (std::string line = here.text(); line != last) {
            write_last();
            last = std::move(line);
            times = 0;
        }
        ++times;
    }
    write_last();
    return text;
}

}  // namespace xsksim
