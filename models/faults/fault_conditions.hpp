// SPDX-License-Identifier: GPL-2.0-only
// What `while` of a fault rule may ask, kept up from the trace: is the ring full, does the queue
// wait, is a timer armed. The list with its meanings is in models/fault_kinds.hpp.
//
// Owner: FaultPlan, only where a rule asks. Reads events, never a model. Simplified: timers are not
// told apart by pair; a ring is full below the 2 + MAX_SKB_FRAGS descriptors that the driver wants,
// whatever it would need for its next frame.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>

#include "models/events.hpp"
#include "models/fault_kinds.hpp"
#include "models/ports.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class FaultConditions final : public EventListener {
public:
    explicit FaultConditions(Trace& trace);
    FaultConditions(const FaultConditions&) = delete;
    FaultConditions& operator=(const FaultConditions&) = delete;

    bool holds(FaultCondition condition, PairIndex pair) const;
    // Called after each event that may have changed one.
    std::function<void()> on_change;

    void on_event(const Event& event) override;

private:
    struct Pair {
        bool is_ring_full = false;
        std::uint64_t frames_queued = 0;
        std::uint64_t wakeups_running = 0;
        bool is_napi_scheduled = false;
        bool need_wakeup = false;
        bool is_device_awake = false;
        bool is_queue_stopped = false;
    };

    void queue_event(const Event& event);
    void socket_event(const Event& event);
    void kernel_event(const Event& event);

    std::map<PairIndex, Pair> pairs_;
    std::map<std::uint64_t, PairIndex> tx_napis_;
    std::set<std::uint64_t> queued_timers_;
};

}  // namespace xsksim
