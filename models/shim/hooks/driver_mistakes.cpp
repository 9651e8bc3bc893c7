// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/driver_mistakes.hpp"

#include <fmt/format.h>

#include "models/shim/hooks/access_check.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hypercalls/shim_context.hpp"

namespace xsksim {

void fatal_at(std::uintptr_t pc, std::string_view what) {
    ShimContext& shim = ShimContext::active();
    SourceLocation where = shim.world().driver.symbols().locate(pc);
    if (where.in_shim) where = shim.driver_location();
    shim.world().findings.fatal(
        shim.world().engine,
        fmt::format("{} in {} ({}:{})", what, where.function, where.file, where.line));
}

void unaligned_access(std::uintptr_t address, std::size_t bytes, AccessKind how,
                      std::uintptr_t pc) {
    if (access_state.watch & watch_inactive) return;
    const Engine::StackRange& stack = access_state.engine->stack();
    // A wild pointer is worse, and is rarely aligned.
    if (address - stack.low >= stack.size) check_access({address, bytes, how, pc});
    fatal_at(pc - 1, fmt::format("unaligned access: {} of {} bytes, {} off,",
                                 writes(how) ? "write" : "read", bytes, address % bytes));
}

void stack_overflow(std::uintptr_t pc) { fatal_at(pc - 1, "stack overflow"); }

}  // namespace xsksim
