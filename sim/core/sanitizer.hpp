// SPDX-License-Identifier: GPL-2.0-only
// Tells AddressSanitizer which stack is running. It takes every stack for the thread's own unless
// told, and when an exception is thrown it then clears the wrong memory. SimGrid as packaged does
// not tell it. Without the sanitizer all of this is nothing.
#pragma once

#include <cstdint>

#include "sim/core/engine.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace xsksim {

#ifdef __SANITIZE_ADDRESS__

inline constexpr bool address_sanitizer = true;

// The caller has just been switched to `stack`. Returns the one the sanitizer believed in.
inline Engine::StackRange sanitizer_enters_stack(const Engine::StackRange& stack) {
    void* fake_stack = nullptr;
    const void* left_low = nullptr;
    std::size_t left_size = 0;
    __sanitizer_start_switch_fiber(&fake_stack, reinterpret_cast<const void*>(stack.low),
                                   stack.size);
    __sanitizer_finish_switch_fiber(fake_stack, &left_low, &left_size);
    return {reinterpret_cast<std::uintptr_t>(left_low), left_size};
}

// The stack that the sanitizer believes to be running.
inline Engine::StackRange sanitizer_stack() {
    const Engine::StackRange believed = sanitizer_enters_stack({});
    sanitizer_enters_stack(believed);
    return believed;
}

// A stack is used anew: frames that were never left have marked parts of it.
inline void sanitizer_forgets(const Engine::StackRange& stack) {
    __asan_unpoison_memory_region(reinterpret_cast<const void*>(stack.low), stack.size);
}

#else

inline constexpr bool address_sanitizer = false;
inline Engine::StackRange sanitizer_enters_stack(const Engine::StackRange&) { return {}; }
inline Engine::StackRange sanitizer_stack() { return {}; }
inline void sanitizer_forgets(const Engine::StackRange&) {}

#endif

}  // namespace xsksim
