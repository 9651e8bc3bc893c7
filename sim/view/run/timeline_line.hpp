// SPDX-License-Identifier: GPL-2.0-only
// One line of a timeline before it is text: either a single event worth a line, or a stretch of
// events of one context (a NAPI poll, what the device did until its interrupt) as counts. Two lines
// are alike when they say the same but for the numbers.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "models/events.hpp"

namespace xsksim {

enum class LineKind : std::uint8_t {
    event,  // a single event
    tx_poll,
    rx_poll,
    wakeup,  // ndo_xsk_wakeup, mostly from sendmsg
    interrupt,
    application,
    device,
    sender,  // kernel UDP sender
    fold,    // the lines before, again
};

// Bits of TimelineLine::flags; each is a clause of the line's sentence.
using ClauseSet = std::uint64_t;
namespace clause {
inline constexpr ClauseSet took = 1ULL << 0;
inline constexpr ClauseSet added = 1ULL << 1;
inline constexpr ClauseSet kicked = 1ULL << 2;
inline constexpr ClauseSet kick_suppressed = 1ULL << 3;
inline constexpr ClauseSet ring_empty = 1ULL << 4;
inline constexpr ClauseSet completion_ring_full = 1ULL << 5;
inline constexpr ClauseSet need_wakeup_set = 1ULL << 6;
inline constexpr ClauseSet need_wakeup_clear = 1ULL << 7;
inline constexpr ClauseSet timer_armed = 1ULL << 8;
inline constexpr ClauseSet timer_cancelled = 1ULL << 9;
inline constexpr ClauseSet repoll = 1ULL << 10;
inline constexpr ClauseSet completed = 1ULL << 11;
inline constexpr ClauseSet missed = 1ULL << 12;
inline constexpr ClauseSet schedules = 1ULL << 13;
inline constexpr ClauseSet schedule_late = 1ULL << 14;  // was scheduled already
inline constexpr ClauseSet turned_away = 1ULL << 15;    // by the bit that does
inline constexpr ClauseSet queue_stopped = 1ULL << 16;
inline constexpr ClauseSet queue_woken = 1ULL << 17;
inline constexpr ClauseSet irq_none = 1ULL << 18;
inline constexpr ClauseSet submitted = 1ULL << 19;
inline constexpr ClauseSet reclaimed = 1ULL << 20;
inline constexpr ClauseSet waits = 1ULL << 21;
inline constexpr ClauseSet wire = 1ULL << 22;
inline constexpr ClauseSet published = 1ULL << 23;
inline constexpr ClauseSet signalled = 1ULL << 24;
inline constexpr ClauseSet signal_suppressed = 1ULL << 25;
inline constexpr ClauseSet sleeps = 1ULL << 26;
inline constexpr ClauseSet wakes = 1ULL << 27;
inline constexpr ClauseSet failed = 1ULL << 28;
inline constexpr ClauseSet full = 1ULL << 29;  // too few descriptors are free for this driver
inline constexpr ClauseSet softirq_left = 1ULL << 30;
inline constexpr ClauseSet goes_on = 1ULL << 31;  // a line before has told the call's beginning
inline constexpr ClauseSet schedule_disabled = 1ULL << 32;
inline constexpr ClauseSet at_limit = 1ULL << 33;  // as many in flight as the driver lets be
}  // namespace clause

struct TimelineLine {
    Instant at;  // of the last thing that it tells
    ContextId context = no_context;
    std::uint64_t pair = 0;  // of all but single events
    LineKind kind = LineKind::event;
    Event event{};  // of LineKind::event
    ClauseSet flags = 0;
    // event: its fields, raw. fold: period, repeats, ns of one period, 1 if exact. Others: see the
    // names below.
    static constexpr std::size_t numbers_max = 8;
    std::array<std::uint64_t, numbers_max> numbers{};

    // tx_poll, rx_poll, wakeup: took, added, num_free and ring size (at_limit: in flight and the
    // limit), left in the TX ring, timer ns; rx_poll: frames instead of what is left. wakeup: last,
    // the bit that turned it away. interrupt: number, and the queue that it tells of or no_queue.
    // application: submitted, reclaimed, queued, need_wakeup. device: wire, published,
    // publications, interrupt number. sender: submitted, dropped.

    static_assert(std::ranges::all_of(event_infos, [](const EventInfo& info) {
        return info.fields.size() <= numbers_max;
    }));

    std::uint64_t signature() const {
        std::uint64_t hash = context;
        const auto mix = [&hash](std::uint64_t value) {
            hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
            hash ^= hash >> 29;
        };
        mix(static_cast<std::uint64_t>(kind));
        mix(flags);
        if (kind == LineKind::fold) mix(numbers[0]);
        if (kind == LineKind::event) {
            mix(static_cast<std::uint64_t>(event.kind));
            mix(identity());
        }
        return hash;
    }

private:
    // The fields of an event that tell what it is about, as against numbers that just count on.
    std::uint64_t identity() const {
        std::uint64_t identity = 0;
        bool is_first = true;
        for (const FieldInfo& field : info_of(event.kind).fields) {
            const bool names_it = is_first && field.name != "gp" && field.name != "bytes";
            if (names_it || field.type == FieldType::text || field.type == FieldType::result)
                identity = identity * 31 + raw(event, field);
            is_first = false;
        }
        return identity;
    }
};

}  // namespace xsksim
