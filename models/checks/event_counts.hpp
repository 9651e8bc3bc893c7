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
#include "sim/core/trace.hpp"

namespace xsksim {

class EventCounts : public EventListener {
public:
    void on_event(const Event& event) override {
        ++by_kind_[static_cast<std::size_t>(event.kind)];
        if (event.kind == EventKind::fault_fired) [[unlikely]]
            count_rule(event.arg[0]);
    }
    std::uint64_t of(EventKind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }
    // By the number in events, which counts from 1.
    std::uint64_t of_rule(std::uint64_t rule) const {
        return rule < by_rule_.size() ? by_rule_[rule] : 0;
    }
    // "hrtimer_fire", or "fault:N" for the scenario's N-th rule, from 1 as in events. Nothing if no
    // event has that name.
    std::optional<std::uint64_t> of(std::string_view what) const;

private:
    static constexpr std::uint64_t rules_max = 4096;
    void count_rule(std::uint64_t rule);

    std::array<std::uint64_t, event_kinds_max> by_kind_{};
    std::vector<std::uint64_t> by_rule_;
};

}  // namespace xsksim
