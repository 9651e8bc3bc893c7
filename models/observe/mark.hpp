// SPDX-License-Identifier: GPL-2.0-only
// An event worth naming later, and a condition with the event that made it so.
#pragma once

#include <cstdint>

#include "sim/core/event.hpp"

namespace xsksim {

// What a context is in the middle of.
enum class Doing : std::uint8_t { nothing, wakeup, tx_napi, rx_napi, interrupt, timer };

// An event worth naming later: which, when, in what context and what it was doing.
struct Mark {
    std::uint64_t event = 0;
    Instant at;
    ContextId context = no_context;
    Doing doing = Doing::nothing;

    bool seen() const { return event != 0; }
    bool after(const Mark& other) const { return event > other.event; }
};

// A condition and the event that made it so.
struct Switch {
    bool on = false;
    Mark since;

    void set(bool value, const Mark& mark) {
        if (on == value && since.seen()) return;
        on = value;
        since = mark;
    }
};

}  // namespace xsksim
