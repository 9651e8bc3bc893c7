// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/access_check.hpp"

#include <fmt/format.h>

#include "models/shim/hooks/access_fault.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hooks/driver_mistakes.hpp"
#include "models/shim/hooks/point_names.hpp"
#include "models/shim/hooks/watched_code.hpp"
#include "models/shim/hypercalls/shim_context.hpp"

namespace xsksim {

namespace {

bool on_own_stack(std::uintptr_t address) {
    const Engine::StackRange& stack = access_state.engine->stack();
    return address - stack.low < stack.size;
}

Operation operation_of(const Access& access) {
    const auto* first = reinterpret_cast<const void*>(access.address);
    return Operation::access(access.how, access_state.memory->physical_or_none(first).value,
                             access.bytes);
}

void pass_place(ShimContext& shim, Text text, Operation next) {
    const KeepSteps keep_steps;
    const std::string point = shim.world().trace.text_at(text);  // the table may grow meanwhile
    shim.world().kernel.places().pass_point(point, next);
}

void pass_hold_up(ShimContext& shim, Operation next) {
    if ((access_state.watch & watch_hold_ups) == 0) return;
    if (access_state.points_before_hold_up-- != 0) return;
    const KeepSteps keep_steps;
    shim.ask_for_hold_up(next);
}

void pass_watched_point(const Access& access) {
    ShimContext& shim = ShimContext::active();
    const Operation next = operation_of(access);
    {
        const KeepSteps keep_steps;
        shim.world().cpus.execution().reach(shim.options().memory_access, next);
    }
    const bool is_place =
        (access_state.watch & watch_places) != 0 && shim.watched_code().watches_code(access.pc);
    PointNames::Hit hit;
    if ((access_state.watch & watch_events) != 0 || is_place)
        hit = shim.point_names().access(access);
    if (is_place) pass_place(shim, hit.text, next);
    pass_hold_up(shim, next);
    shim.world().engine.tell(next);
    if (access_state.watch & watch_events)
        shim.world().trace.emit(event::Access{.text = hit.text,
                                              .is_write = access.is_write(),
                                              .size = access.bytes,
                                              .hit = hit.number});
}

[[noreturn]] void report_fault(ShimContext& shim, const Access& access, const BadAccess& fault) {
    SourceLocation where = shim.world().driver.symbols().locate(access.pc - 1);
    if (where.in_shim) where = shim.driver_location();
    const std::string field = shim.point_names().field(access.address);
    shim.world().findings.fatal(
        shim.world().engine, fault.code,
        fmt::format("{}{}{} in {} ({}:{})", fault.words, field.empty() ? "" : ", field ", field,
                    where.function, where.file, where.line));
}

}  // namespace

void pass_point(Operation next) {
    const KeepSteps keep_steps;
    if (access_state.watch & watch_inactive) return;
    access_state.engine->point(next);
}

void access_slowly(std::uintptr_t address, std::size_t bytes, AccessKind how, std::uintptr_t pc) {
    if (access_state.watch & watch_inactive) return;
    const Access access{address, bytes, how, pc};
    if (on_own_stack(access.address)) return;
    ++access_state.accesses;
    if (access_state.watch == 0) [[likely]]
        pass_point(operation_of(access));
    else
        pass_watched_point(access);
    check_access(access);
}

void Hypercall::announce(const char* name) {
    ShimContext& shim = ShimContext::active();
    const bool is_place =
        (access_state.watch & watch_places) != 0 && shim.world().kernel.places().watches_call(name);
    PointNames::Hit hit;
    if ((access_state.watch & watch_events) || is_place)
        hit = shim.point_names().call(name, shim.driver_frames());
    // The call has points of its own before its effects.
    if (is_place) pass_place(shim, hit.text, Operation::local());
    pass_hold_up(shim, Operation::local());
    if (access_state.watch & watch_events)
        shim.world().trace.emit(
            event::Access{.text = hit.text, .is_write = false, .size = 0, .hit = hit.number});
}

void enter_function(std::uintptr_t pc) {
    ShimContext& shim = ShimContext::active();
    if (!shim.watched_code().watches_code(pc)) return;
    const std::string& function = shim.watched_code().function_at(pc);
    const KeepSteps keep_steps;
    shim.world().kernel.places().pass_point(function, Operation::local());
}

void check_access(const Access& access) {
    ShimContext& shim = ShimContext::active();
    const auto fault = access_fault(shim.world().memory, shim.world().driver, access);
    if (fault) [[unlikely]]
        report_fault(shim, access, *fault);
}

void hypercall_access(const void* address, std::size_t bytes, AccessKind how, std::uintptr_t pc) {
    if (bytes != 0) access_slowly(reinterpret_cast<std::uintptr_t>(address), bytes, how, pc);
}

void check_object(const void* address, std::size_t bytes, std::uintptr_t pc) {
    const Access access{reinterpret_cast<std::uintptr_t>(address), bytes, plain_write, pc};
    const bool null = access.address < GuestMemory::page_bytes;
    if (null || access_state.memory->contains(address)) check_access(access);
}

void out_of_steps() {
    if (access_state.watch & watch_inactive) {
        access_state.steps_left = UINT64_MAX;
        return;
    }
    access_state.steps_left = access_state.steps_per_call;
    fatal_at(access_state.block - 1, Code::driver_endless_loop,
             fmt::format("driver call did not end within {} steps,", access_state.steps_per_call));
}

void charge_function(std::uint32_t cost_ns) {
    const KeepSteps keep_steps;
    ShimContext::active().world().cpus.execution().spend(Duration{cost_ns}, Operation::local());
}

}  // namespace xsksim
