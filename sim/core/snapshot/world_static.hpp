// SPDX-License-Identifier: GPL-2.0-only
// Names a static variable whose value is a world's, so that it is taken back with the world. There
// are few: what C code reaches without being told (access_state, the active context), and what a
// signal handler knows. Beside the variable:
//
//   const WorldStatic access_state_is_a_worlds(access_state);
//
// Owner: the process. Errors: none.
#pragma once

#include <type_traits>

#include "sim/core/snapshot/memory_span.hpp"

namespace xsksim {

class WorldStatic {
public:
    template <class T>
    explicit WorldStatic(T& variable)
        : span_{reinterpret_cast<std::byte*>(&variable), sizeof variable}, next_(first_) {
        static_assert(std::is_trivially_copyable_v<T>);
        first_ = this;
    }
    WorldStatic(const WorldStatic&) = delete;
    WorldStatic& operator=(const WorldStatic&) = delete;

    // All of the program, in no order that means anything.
    static const WorldStatic* first() { return first_; }
    const WorldStatic* next() const { return next_; }
    const MemorySpan& span() const { return span_; }

private:
    static inline constinit const WorldStatic* first_ = nullptr;

    MemorySpan span_;
    const WorldStatic* next_;
};

}  // namespace xsksim
