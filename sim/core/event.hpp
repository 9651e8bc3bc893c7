// SPDX-License-Identifier: GPL-2.0-only
// One event of a run: when, where, what kind, and a small struct of fields that belongs to the kind
// (models/events.hpp has them all). Long texts lie in the trace's table and are named by number, so
// that an event is of fixed size and costs no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>

#include "sim/core/check.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

enum class EventKind : std::uint16_t;  // enumerators in models/events.hpp

// A text in the trace's table; 0 is none.
struct Text {
    std::uint64_t index = 0;

    bool operator==(const Text&) const = default;
    bool is_none() const { return index == 0; }
};

struct Event {
    static constexpr std::size_t fields_bytes = 48;

    Instant at;
    std::uint64_t number = 0;  // position in the trace, from 1
    ContextId context = no_context;
    EventKind kind{};
    alignas(8) std::array<std::byte, fields_bytes> fields{};

    // T is the struct of the event's kind.
    template <class T>
    const T& as() const {
        static_assert(sizeof(T) <= fields_bytes && std::is_trivially_copyable_v<T>);
        XSKSIM_CHECK(kind == T::kind, "an event was read as another kind");
        return *std::launder(reinterpret_cast<const T*>(fields.data()));
    }
    template <class T>
    bool is() const {
        return kind == T::kind;
    }
    template <class T>
    void set(const T& value) {
        static_assert(sizeof(T) <= fields_bytes && std::is_trivially_copyable_v<T>);
        kind = T::kind;
        std::memcpy(fields.data(), &value, sizeof value);
    }
};

}  // namespace xsksim
