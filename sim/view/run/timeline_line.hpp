// SPDX-License-Identifier: GPL-2.0-only
// One line of a timeline before it is text: either a single event worth a line, or a stretch of
// events of one context (a NAPI poll, what the device did until its interrupt) as counts. Two lines
// are alike when they say the same but for the numbers.
#pragma once

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
namespace clause {
inline constexpr std::uint32_t took = 1U << 0;
inline constexpr std::uint32_t added = 1U << 1;
inline constexpr std::uint32_t kicked = 1U << 2;
inline constexpr std::uint32_t kick_suppressed = 1U << 3;
inline constexpr std::uint32_t ring_empty = 1U << 4;
inline constexpr std::uint32_t completion_ring_full = 1U << 5;
inline constexpr std::uint32_t need_wakeup_set = 1U << 6;
inline constexpr std::uint32_t need_wakeup_clear = 1U << 7;
inline constexpr std::uint32_t timer_armed = 1U << 8;
inline constexpr std::uint32_t timer_cancelled = 1U << 9;
inline constexpr std::uint32_t repoll = 1U << 10;
inline constexpr std::uint32_t completed = 1U << 11;
inline constexpr std::uint32_t missed = 1U << 12;
inline constexpr std::uint32_t schedules = 1U << 13;
inline constexpr std::uint32_t schedule_late = 1U << 14;  // was scheduled already, or disabled
inline constexpr std::uint32_t turned_away = 1U << 15;    // a bit was set already
inline constexpr std::uint32_t queue_stopped = 1U << 16;
inline constexpr std::uint32_t queue_woken = 1U << 17;
inline constexpr std::uint32_t irq_none = 1U << 18;
inline constexpr std::uint32_t submitted = 1U << 19;
inline constexpr std::uint32_t reclaimed = 1U << 20;
inline constexpr std::uint32_t waits = 1U << 21;
inline constexpr std::uint32_t wire = 1U << 22;
inline constexpr std::uint32_t published = 1U << 23;
inline constexpr std::uint32_t signalled = 1U << 24;
inline constexpr std::uint32_t signal_suppressed = 1U << 25;
inline constexpr std::uint32_t sleeps = 1U << 26;
inline constexpr std::uint32_t wakes = 1U << 27;
inline constexpr std::uint32_t failed = 1U << 28;
inline constexpr std::uint32_t full = 1U << 29;  // the ring is, for this driver, with work left
inline constexpr std::uint32_t softirq_left = 1U << 30;
inline constexpr std::uint32_t goes_on = 1U << 31;  // a line before has told the call's beginning
}  // namespace clause

struct TimelineLine {
    Instant at;  // of the last thing that it tells
    ContextId context = no_context;
    std::uint64_t pair = 0;  // of all but single events
    LineKind kind = LineKind::event;
    Event event{};  // of LineKind::event
    std::uint32_t flags = 0;
    // event: its fields, raw. fold: period, repeats, ns of one period, 1 if exact. Others: see the
    // names below.
    std::array<std::uint64_t, 7> numbers{};

    // tx_poll, rx_poll, wakeup: took, added, num_free, ring size, left in the TX ring, timer ns;
    // rx_poll: frames instead of what is left. wakeup: last, the bit that turned it away.
    // interrupt: number, 1 if of a TX queue. application: submitted, reclaimed, queued,
    // need_wakeup. device: wire, published, publications, interrupt number. sender: submitted,
    // dropped.

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
