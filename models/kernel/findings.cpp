// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/findings.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

void Findings::report(Code code, std::string_view message, FindingSeverity severity) {
    const Text text = trace_.text(message);
    const Text stack = driver_stack ? trace_.text(driver_stack()) : Text{};
    trace_.emit(event::Finding{.text = text, .stack = stack, .severity = severity, .code = code});
}

void Findings::fatal(Engine& engine, Code code, std::string_view message) {
    failure(code, message);
    if (stack_is_sound && !stack_is_sound()) engine.abandon(std::string(message));
    engine.stop(std::string(message));
    check_failed("stack context", __FILE__, __LINE__,
                 "a fatal finding outside a stack context: " + std::string(message));
}

}  // namespace xsksim
