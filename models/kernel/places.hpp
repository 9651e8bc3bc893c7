// SPDX-License-Identifier: GPL-2.0-only
// Named places: a driver function (its entry), a scheduling point in one ("function:call",
// "function:structure.field"; before the effect), or an event of the trace. Whoever wants to know
// when a context gets to one (holds, steps, fault rules) watches it here.
//
// Stands for nothing in the guest. Owner: GuestKernel. Callers: those who watch, before the driver
// object's names are looked up; the shim's hooks (pass_point). Scheduling points: what a watcher
// does; those that only take note are called before those that may hold the context.
// Cost: none where nobody watches. Errors: none; names that a driver does not have are the shim's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/events.hpp"
#include "models/place.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class Places final : public EventListener {
public:
    enum class Watch { notice, hold };
    // Told what the context is about to do; nullptr where the place is an event.
    using Watcher = std::function<void(const Operation* next)>;

    explicit Places(Trace& trace) : trace_(trace) {}
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    // Calls `watcher` whenever a context is about to pass the place, or the event has happened (in
    // whatever context, or in a step). A place that is not set is never passed.
    void watch(const Place& place, Watch kind, Watcher watcher);

    // Each scheduling point of the driver has to be gone through: one of them is watched, or a
    // context may have to stop at the next one after an event.
    bool need_points() const;
    // The functions whose points are.
    const std::vector<std::string>& functions() const { return functions_; }
    // Some place is a call of this name in some function.
    bool watches_call(std::string_view call) const;
    // The running context is at "function" or "function:what", and about to do `next`. [point]
    void pass_point(std::string_view point, Operation next);

    void on_event(const Event& event) override;

private:
    // A place with its names looked up.
    struct Entry {
        std::string point;  // "function", "function:what"; empty: an event
        std::optional<EventKind> event;
        // Index into Event::arg, value.
        std::vector<std::pair<const FieldInfo*, std::uint64_t>> where;
        Watch kind = Watch::notice;
        Watcher watcher;
    };

    static Entry entry_of(const Place& place, Watch kind, Watcher watcher);
    static bool matches(const Entry& entry, const Event& event);

    Trace& trace_;
    std::vector<Entry> entries_;  // those that take note first
    std::vector<std::string> functions_;
    std::vector<EventKind> kinds_;  // listened to
};

}  // namespace xsksim
