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

namespace xsksim {

constinit AccessState access_state;

namespace {

// What gcc knows to be aligned: objects of up to 8 bytes to their size, larger ones to 8. Packed
// fields come through other hooks.
constexpr std::size_t alignment_of(std::size_t bytes) { return std::min(bytes, std::size_t{8}); }

// Without anybody due, anything watched or anything wrong: a countdown and a counter.
[[gnu::always_inline]] inline void access(void* p, std::size_t bytes, AccessKind how, void* pc,
                                          std::size_t alignment = 1) {
    AccessState& state = access_state;
    const auto address = reinterpret_cast<std::uintptr_t>(p);
    if (state.steps.step()) [[unlikely]]
        end_of_countdown(reinterpret_cast<std::uintptr_t>(pc));
    if ((address & (alignment - 1)) != 0) [[unlikely]]
        return unaligned_access(address, bytes, how, reinterpret_cast<std::uintptr_t>(pc));
    if (state.watch == 0) [[likely]] {
        Engine& engine = *state.engine;
        if (address - engine.stack().low < engine.stack().size) return state.steps.was_no_point();
        if (state.memory->is_valid_fast(p, bytes) && engine.pass_unheeded()) [[likely]]
            return;
    }
    access_slowly(address, bytes, how, reinterpret_cast<std::uintptr_t>(pc));
    if (writes(how) && (state.watch & watch_stores) != 0) [[unlikely]]
        note_store(p, bytes);
}

}  // namespace

}  // namespace xsksim

using xsksim::access;
using xsksim::access_state;

#define CALLER __builtin_return_address(0)

// Own definitions of every fixed-size hook: plain, unaligned, volatile, volatile unaligned.
#define ACCESS_HOOKS(prefix, marking, bytes) \
    HOOKS_OF_ALIGNMENT(prefix, marking, bytes, xsksim::alignment_of(bytes))
#define UNALIGNED_HOOKS(prefix, marking, bytes) HOOKS_OF_ALIGNMENT(prefix, marking, bytes, 1)
#define HOOKS_OF_ALIGNMENT(prefix, marking, bytes, alignment)         \
    void prefix##read##bytes(void* p) {                               \
        access(p, bytes, xsksim::marking##_read, CALLER, alignment);  \
    }                                                                 \
    void prefix##write##bytes(void* p) {                              \
        access(p, bytes, xsksim::marking##_write, CALLER, alignment); \
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
    access(p, bytes, xsksim::plain_read, CALLER);
}
void __tsan_write_range(void* p, unsigned long bytes) {
    access(p, bytes, xsksim::plain_write, CALLER);
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
    const auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    const std::uintptr_t left = frame - access_state.engine->stack().low;
    if (static_cast<std::ptrdiff_t>(left) < xsksim::stack_reserve_bytes) [[unlikely]]
        xsksim::stack_overflow(pc);
    if (const std::uint32_t cost_ns = access_state.code_costs_ns[slot]) [[unlikely]]
        xsksim::charge_function(cost_ns);
}
void __tsan_func_exit() { access_state.last_exit = reinterpret_cast<std::uintptr_t>(CALLER); }

}  // extern "C"
