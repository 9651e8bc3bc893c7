// SPDX-License-Identifier: GPL-2.0-only
// The functions that gcc calls in driver code built with -fsanitize=thread (names and signatures:
// gcc's sanitizer.def). The hottest code of a run: about 110 accesses a packet, so the plain case
// stays inline and reads one structure.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "models/shim/hooks/access_check.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hooks/driver_mistakes.hpp"
#include "models/shim/hooks/store_order.hpp"
#include "sim/core/snapshot/world_static.hpp"

namespace xsksim {

constinit AccessState access_state;

namespace {

const WorldStatic access_state_is_a_worlds(access_state);

// What gcc knows to be aligned: objects of up to 8 bytes to their size, larger ones to 8. Packed
// fields come through other hooks.
constexpr std::size_t alignment_of(std::size_t bytes) { return std::min(bytes, std::size_t{8}); }

// The step that the access is has been counted.
[[gnu::noinline]] void access_otherwise(void* p, std::size_t bytes, AccessKind how, void* caller,
                                        std::size_t alignment) {
    AccessState& state = access_state;
    const auto address = reinterpret_cast<std::uintptr_t>(p);
    const auto pc = reinterpret_cast<std::uintptr_t>(caller);
    const bool aligned = (address & (alignment - 1)) == 0;
    if (aligned && !state.steps.is_due() && state.on_own_stack(address))
        return state.steps.was_no_point();
    if (!aligned && (is_marked(how) || !state.unaligned_accesses)) [[unlikely]]
        return unaligned_access(address, bytes, how, pc);
    access_slowly(address, bytes, how, pc);
    if (writes(how) && (state.watch & watch_stores) != 0) [[unlikely]]
        note_store(p, bytes);
}

// An access to valid guest memory with nobody due and nothing watched, which only counts. False for
// any other: then access_otherwise() is called.
template <std::size_t bytes, std::size_t alignment, AccessKind how>
[[gnu::always_inline]] inline bool is_plain_access(const void* p) {
    AccessState& state = access_state;
    if (state.steps.step()) [[unlikely]]
        return false;
    const std::uintptr_t offset = reinterpret_cast<std::uintptr_t>(p) - state.arena.begin;
    return offset < (writes(how) ? state.plain_writes : state.plain_reads) &&
           state.arena.is_valid<bytes, alignment>(offset) && state.engine->is_undisturbed();
}

void access_range(void* p, std::size_t bytes, AccessKind how, void* caller) {
    access_state.steps.step();
    access_otherwise(p, bytes, how, caller, 1);
}

}  // namespace

}  // namespace xsksim

using xsksim::access_state;

#define CALLER __builtin_return_address(0)

// Own definitions of every fixed-size hook: plain, unaligned, volatile, volatile unaligned.
#define ACCESS_HOOKS(prefix, marking, bytes) \
    HOOKS_OF_ALIGNMENT(prefix, marking, bytes, xsksim::alignment_of(bytes))
#define UNALIGNED_HOOKS(prefix, marking, bytes) HOOKS_OF_ALIGNMENT(prefix, marking, bytes, 1)
// The return address is asked for late: the fast path would load it.
#define HOOKS_OF_ALIGNMENT(prefix, marking, bytes, alignment)          \
    ACCESS_HOOK(prefix##read##bytes, marking##_read, bytes, alignment) \
    ACCESS_HOOK(prefix##write##bytes, marking##_write, bytes, alignment)
#define ACCESS_HOOK(name, how, bytes, alignment)                                  \
    void name(void* p) {                                                          \
        if (xsksim::is_plain_access<bytes, alignment, xsksim::how>(p)) [[likely]] \
            return;                                                               \
        xsksim::access_otherwise(p, bytes, xsksim::how, CALLER, alignment);       \
    }

extern "C" {

ACCESS_HOOKS(__tsan_, plain, 1)
ACCESS_HOOKS(__tsan_, plain, 2)
ACCESS_HOOKS(__tsan_, plain, 4)
ACCESS_HOOKS(__tsan_, plain, 8)
ACCESS_HOOKS(__tsan_, plain, 16)
UNALIGNED_HOOKS(__tsan_unaligned_, plain, 2)
UNALIGNED_HOOKS(__tsan_unaligned_, plain, 4)
UNALIGNED_HOOKS(__tsan_unaligned_, plain, 8)
UNALIGNED_HOOKS(__tsan_unaligned_, plain, 16)
ACCESS_HOOKS(__tsan_volatile_, marked, 1)
ACCESS_HOOKS(__tsan_volatile_, marked, 2)
ACCESS_HOOKS(__tsan_volatile_, marked, 4)
ACCESS_HOOKS(__tsan_volatile_, marked, 8)
ACCESS_HOOKS(__tsan_volatile_, marked, 16)
UNALIGNED_HOOKS(__tsan_unaligned_volatile_, marked, 2)
UNALIGNED_HOOKS(__tsan_unaligned_volatile_, marked, 4)
UNALIGNED_HOOKS(__tsan_unaligned_volatile_, marked, 8)
UNALIGNED_HOOKS(__tsan_unaligned_volatile_, marked, 16)

void __tsan_read_range(void* p, unsigned long bytes) {
    xsksim::access_range(p, bytes, xsksim::plain_read, CALLER);
}
void __tsan_write_range(void* p, unsigned long bytes) {
    xsksim::access_range(p, bytes, xsksim::plain_write, CALLER);
}
void __tsan_vptr_update(void**, void*) {}
void __tsan_vptr_read(void**) {}
void __tsan_init() {}

void __tsan_func_entry(void*) {
    const auto pc = reinterpret_cast<std::uintptr_t>(CALLER);
    access_state.steps.was_no_point();
    if (access_state.steps.step()) [[unlikely]]
        xsksim::end_of_countdown(pc);
    if (access_state.watch & xsksim::watch_places) [[unlikely]]
        xsksim::enter_function(pc);
    const std::size_t slot = (pc - access_state.code_begin) >> 4;
    if (slot >= access_state.code_slots) return;
    std::uintptr_t stack_pointer;
    asm volatile("mov %%rsp, %0" : "=r"(stack_pointer));  // a frame pointer would have to be made
    const std::uintptr_t left = stack_pointer - access_state.engine->stack().low;
    if (static_cast<std::ptrdiff_t>(left) < xsksim::stack_reserve_bytes) [[unlikely]]
        xsksim::stack_overflow(pc);
    if (const std::uint32_t cost_ns = access_state.code_costs_ns[slot]) [[unlikely]]
        xsksim::charge_function(cost_ns);
}
void __tsan_func_exit() { access_state.last_exit = reinterpret_cast<std::uintptr_t>(CALLER); }

}  // extern "C"
