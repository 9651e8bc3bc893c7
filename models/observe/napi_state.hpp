// SPDX-License-Identifier: GPL-2.0-only
// What events say of a NAPI and of the timer that wakes it.
#pragma once

#include <cstdint>
#include <optional>

#include "models/events/words.hpp"
#include "models/observe/mark.hpp"

namespace xsksim {

struct NapiState {
    std::uint64_t id = 0;  // 0: not registered
    bool enabled = false;
    Mark disabled;
    Switch scheduled;
    bool running = false;
    Mark poll, polled, completed, refused;  // refused: a schedule attempt while disabled
    std::uint64_t work = 0, budget = 0;
    bool repoll = false;                             // the last poll asked to be polled again
    std::uint64_t polls_scheduled = 0;               // since it was scheduled last
    std::uint64_t added_before = 0, got_before = 0;  // the TX queue's counts when the poll began
    std::uint64_t added = 0, took = 0;               // by the last poll
    Mark reaped;                                     // the last poll that took something
    std::uint64_t reaped_count = 0;
};

struct TimerState {
    std::uint64_t id = 0;
    bool known = false, queued = false;
    Instant expires;
    Mark started, cancelled, fired;
    std::optional<NapiSchedule> outcome;  // of the schedule attempt of the last firing
};

}  // namespace xsksim
