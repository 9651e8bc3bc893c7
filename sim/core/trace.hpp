// SPDX-License-Identifier: GPL-2.0-only
// The trace: every event of a run, in order, handed to whoever listens (checks, timeline, file).
// An event is a kind, a time, the context it happened in and up to four numbers; models/events.hpp
// says what each kind's numbers are. Text (finding messages, stacks) lives in a side table and is
// named by its index, so that an event stays small and a saved trace can be judged again.
//
// Cost: with no listener for a kind, one load and a branch.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

enum class EventKind : std::uint16_t;  // enumerators in models/events.hpp
inline constexpr std::size_t event_kinds_max = 128;

struct Event {
    Instant at;
    std::uint64_t number = 0;  // position in the trace, from 1
    ContextId context = no_context;
    EventKind kind{};
    std::array<std::uint64_t, 4> arg{};
};

class EventListener {
public:
    virtual ~EventListener() = default;
    virtual void on_event(const Event& event) = 0;
};

class Trace {
public:
    explicit Trace(const Engine& engine) : engine_(engine) {}
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    // Listeners are called in the order in which they were added. An empty list means every kind.
    void listen(EventListener& listener, const std::vector<EventKind>& kinds = {});

    void emit(EventKind kind, std::uint64_t a = 0, std::uint64_t b = 0, std::uint64_t c = 0,
              std::uint64_t d = 0) {
        ++number_;
        const auto& listeners = by_kind_[static_cast<std::size_t>(kind)];
        if (listeners.empty()) return;
        deliver(listeners, Event{engine_.now(), number_, engine_.current(), kind, {a, b, c, d}});
    }

    // Interns a text; equal texts have equal indices, in order of first use, from 1 (0 = none, and
    // text_at(0) is empty).
    std::uint64_t text(std::string_view text);
    const std::string& text_at(std::uint64_t index) const;
    std::uint64_t count() const { return number_; }

private:
    static void deliver(const std::vector<EventListener*>& listeners, const Event& event);

    const Engine& engine_;
    std::uint64_t number_ = 0;
    std::array<std::vector<EventListener*>, event_kinds_max> by_kind_;
    std::vector<std::string> texts_;
    std::map<std::string, std::uint64_t, std::less<>> text_indices_;  // looked up, never walked
};

}  // namespace xsksim
