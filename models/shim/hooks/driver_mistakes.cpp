// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/driver_mistakes.hpp"

#include <fmt/format.h>

#include "models/shim/hooks/access_check.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hypercalls/shim_context.hpp"

namespace xsksim {

namespace {

[[noreturn]] void fatal(ShimContext& shim, const SourceLocation& where, Code code,
                        std::string_view what) {
    shim.world().findings.fatal(
        shim.world().engine, code,
        fmt::format("{} in {} ({}:{})", what, where.function, where.file, where.line));
}

}  // namespace

void fatal_at(std::uintptr_t pc, Code code, std::string_view what) {
    ShimContext& shim = ShimContext::active();
    const SourceLocation& where = shim.world().driver.symbols().locate(pc);
    fatal(shim, where.in_shim ? shim.driver_location() : where, code, what);
}

void fatal_in_call(Code code, std::string_view what) {
    ShimContext& shim = ShimContext::active();
    fatal(shim, shim.driver_location(), code, what);
}

void unaligned_access(std::uintptr_t address, std::size_t bytes, AccessKind how,
                      std::uintptr_t pc) {
    if (access_state.watch & watch_inactive) return;
    access_state.steps.was_no_point();  // it does not happen
    // A wild pointer is worse, and is rarely aligned.
    if (!access_state.on_own_stack(address)) check_access({address, bytes, how, pc});
    fatal_at(pc - 1, Code::memory_unaligned,
             fmt::format("unaligned access: {} of {} bytes, {} off,",
                         writes(how) ? "write" : "read", bytes, address % bytes));
}

void stack_overflow(std::uintptr_t pc) {
    fatal_at(pc - 1, Code::driver_stack_overflow, "stack overflow");
}

}  // namespace xsksim
