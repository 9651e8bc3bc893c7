// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/access_check.hpp"

#include <fmt/format.h>

#include <optional>

#include "models/shim/hooks/access_fault.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hooks/driver_mistakes.hpp"
#include "models/shim/hooks/point_names.hpp"
#include "models/shim/hooks/watched_code.hpp"
#include "models/shim/hypercalls/shim_context.hpp"

namespace xsksim {

namespace {

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

// What the choice, where it is due, says to the point that was just counted.
std::optional<HoldUp> ask_choice(Operation next, std::uint64_t place) {
    if (!access_state.steps.choice_is_due()) return std::nullopt;
    return ShimContext::active().ask_for_hold_up(next, place);
}

// Of a call: beyond every offset in a driver's code.
std::uint64_t place_of_call(std::string_view name) {
    constexpr std::uint64_t beyond = std::uint64_t{1} << 63;
    std::uint64_t place = 0;
    for (const char c : name) place = place * 31 + static_cast<unsigned char>(c);
    return place | beyond;
}

void pass_hold_up(ShimContext& shim, const std::optional<HoldUp>& how, Operation next) {
    if (!how) return;
    const KeepSteps keep_steps;
    shim.world().kernel.holds()->hold_up(*how, next);
}

void pass_watched_point(const Access& access, Operation next, const std::optional<HoldUp>& how) {
    ShimContext& shim = ShimContext::active();
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
    pass_hold_up(shim, how, next);
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
    const bool is_due = access_state.steps.is_due();
    if (access_state.on_own_stack(address)) {
        access_state.steps.was_no_point();
        if (is_due) end_of_countdown(pc);
        return;
    }
    const Access access{address, bytes, how, pc};
    const Operation next = operation_of(access);
    std::optional<HoldUp> hold_up;
    if (is_due) [[unlikely]] {
        end_of_countdown(pc);
        hold_up = ask_choice(next, ShimContext::active().site_of(pc));
    }
    ++access_state.heeded;
    if (access_state.watch == 0 && !hold_up) [[likely]]
        pass_point(next);
    else
        pass_watched_point(access, next, hold_up);
    check_access(access);
}

void Hypercall::announce(const char* name) {
    ShimContext& shim = ShimContext::active();
    const Operation next = Operation::local();  // its own points come before its effects
    std::optional<HoldUp> hold_up;
    if (access_state.steps.is_due()) {
        end_of_countdown(0);
        hold_up = ask_choice(next, place_of_call(name));
    }
    const bool is_place =
        (access_state.watch & watch_places) != 0 && shim.world().kernel.places().watches_call(name);
    PointNames::Hit hit;
    if ((access_state.watch & watch_events) || is_place)
        hit = shim.point_names().call(name, shim.driver_frames());
    if (is_place) pass_place(shim, hit.text, next);
    pass_hold_up(shim, hold_up, next);
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
    if (access_state.memory->is_valid_fast(reinterpret_cast<const void*>(access.address),
                                           access.bytes))
        return;
    ShimContext& shim = ShimContext::active();
    const auto fault = access_fault(shim.world().memory, shim.world().driver, access);
    if (fault) [[unlikely]]
        report_fault(shim, access, *fault);
}

void hypercall_access(const void* address, std::size_t bytes, AccessKind how, std::uintptr_t pc) {
    if (bytes == 0) return;
    access_state.steps.step();
    access_slowly(reinterpret_cast<std::uintptr_t>(address), bytes, how, pc);
}

void check_object(const void* address, std::size_t bytes, std::uintptr_t pc) {
    const Access access{reinterpret_cast<std::uintptr_t>(address), bytes, plain_write, pc};
    const bool null = access.address < GuestMemory::page_bytes;
    if (null || access_state.memory->contains(address)) check_access(access);
}

void end_of_countdown(std::uintptr_t pc) {
    const std::uint64_t budget = access_state.steps.budget();
    if (budget != 0 || (access_state.watch & watch_inactive) != 0)
        return access_state.steps.set_budget(budget != 0 ? budget : UINT64_MAX);
    access_state.steps.set_budget(access_state.steps_per_call);
    const std::string what =
        fmt::format("driver call did not end within {} steps,", access_state.steps_per_call);
    if (pc == 0) fatal_in_call(Code::driver_endless_loop, what);
    fatal_at(pc - 1, Code::driver_endless_loop, what);
}

void charge_function(std::uint32_t cost_ns) {
    const KeepSteps keep_steps;
    ShimContext::active().world().cpus.execution().spend(Duration{cost_ns}, Operation::local());
}

}  // namespace xsksim
