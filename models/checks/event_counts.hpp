// SPDX-License-Identifier: GPL-2.0-only
// How often each kind of event happened: what a scenario's `reached` is judged by. Listens to
// every kind; one increment an event. Fault rules are counted apart.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/events.hpp"
#include "models/numbers.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class EventCounts : public EventListener {
public:
    void listen_to(EventListeners& events);
    void on_event(const Event& event) override { ++by_kind_[static_cast<std::size_t>(event.kind)]; }
    void on(const event::FaultFired& fired, const Event&) { count(by_rule_, fired.rule); }
    void on(const event::HoldSkipped& hold, const Event&) { count(holds_skipped_, hold.rule); }
    void on(const event::HoldBegin& hold, const Event&) { count(holds_begun_, hold.rule); }
    void on(const event::HoldEnd& hold, const Event&) {
        if (!hold.gave_up) count(holds_ended_, hold.rule);
    }
    void on(const event::PutLast& tie, const Event&) { count(ties_, tie.rule); }
    void on(const event::StepBegin& step, const Event&) { count(steps_begun_, step.step); }
    void on(const event::StepEnd& step, const Event&) {
        count(steps_ended_, step.step);
        set_result(step.step, step.result.error);
    }
    std::uint64_t of(EventKind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }
    // By the number in events, which counts from 1.
    std::uint64_t of_rule(std::uint64_t rule) const { return at(by_rule_, rule); }
    std::uint64_t holds_begun(std::uint64_t hold) const { return at(holds_begun_, hold); }
    std::uint64_t holds_skipped(std::uint64_t hold) const { return at(holds_skipped_, hold); }
    // Those that ended by what they waited for.
    std::uint64_t of_hold(std::uint64_t hold) const { return at(holds_ended_, hold); }
    std::uint64_t of_tie(std::uint64_t rule) const { return at(ties_, rule); }
    std::uint64_t steps_begun(std::uint64_t step) const { return at(steps_begun_, step); }
    // What a step came to, 0 or a positive errno value; nothing while it has not ended.
    std::optional<std::uint64_t> step_result(std::uint64_t step) const {
        if (at(steps_ended_, step) == 0) return std::nullopt;
        return at(step_results_, step);
    }
    // "hrtimer_fire", or "fault:N", "hold:N" for the scenario's N-th rule, from 1 as in events.
    // Nothing if no event has that name.
    std::optional<std::uint64_t> of(std::string_view what) const;

private:
    using Counts = std::vector<std::uint64_t>;
    static void count(Counts& counts, std::uint64_t rule);
    void set_result(std::uint64_t step, std::uint64_t result);
    static std::uint64_t at(const Counts& counts, std::uint64_t rule) {
        return rule < counts.size() ? counts[rule] : 0;
    }

    std::array<std::uint64_t, event_infos.size()> by_kind_{};
    Counts by_rule_, holds_begun_, holds_ended_, holds_skipped_, ties_;
    Counts steps_begun_, steps_ended_, step_results_;
};

}  // namespace xsksim
