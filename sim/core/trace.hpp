// SPDX-License-Identifier: GPL-2.0-only
// The trace: every event of a run, in order, handed to whoever listens. Two kinds of listeners:
//   readers   checks, timeline, file, digest. They hear each event first, in the order in which
//   they
//             were added, and never emit.
//   actors    those who do something about an event (holds and steps at places, conditions of fault
//             rules, the watch that ends a stalled run). They hear it when every reader has, and
//             may emit: such an event reaches the readers at once, and the actors when all of them
//             have heard the one before.
// So every listener hears events in the order of their numbers, and what a reader makes of an event
// cannot hang on who else listens.
//
// Cost: with no listener for a kind, a load and a branch for each of the two.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/event_listeners.hpp"

namespace xsksim {

class Trace {
public:
    explicit Trace(const Engine& engine) : engine_(engine) {}
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    EventListeners& readers() { return readers_; }
    EventListeners& actors() { return actors_; }

    // T is one of models/events.hpp. A simulator fault in a reader.
    template <class T>
    void emit(const T& fields) {
        ++number_;
        if (!readers_.hears(T::kind) && !actors_.hears(T::kind)) return;
        Event event;
        event.at = engine_.now();
        event.number = number_;
        event.context = engine_.current();
        event.set(fields);
        deliver(event);
    }

    // Interns a text; equal texts have equal indices, in order of first use, from 1 (0 = none, and
    // text_at(none) is empty).
    Text text(std::string_view text);
    const std::string& text_at(Text text) const;
    // Of an event; of nobody, the empty name.
    std::string_view context_name(ContextId id) const;
    std::uint64_t count() const { return number_; }

private:
    void deliver(const Event& event);
    void let_actors_act(const Event& event);

    const Engine& engine_;
    std::uint64_t number_ = 0;
    EventListeners readers_, actors_;
    bool readers_hear_ = false;
    bool actors_act_ = false;
    std::deque<Event> to_act_on_;  // emitted by actors, not yet heard by all of them
    std::vector<std::string> texts_;
    std::map<std::string, Text, std::less<>> text_indices_;  // looked up, never walked
};

}  // namespace xsksim
