// SPDX-License-Identifier: GPL-2.0-only
// What `while` of a fault rule may ask, kept up from the trace: is the ring full, does the queue
// wait, is a timer armed. The list with its meanings is in models/fault_kinds.hpp.
//
// Owner: FaultPlan, only where a rule asks. Reads events, never a model. Simplified: timers are not
// told apart by pair; a ring is full below the descriptors that the driver wants free before it
// adds, whatever it would need for its next frame.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>

#include "models/events.hpp"
#include "models/fault_kinds.hpp"
#include "models/ports.hpp"
#include "models/queue_map.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class FaultConditions final {
public:
    FaultConditions(Trace& trace, const QueueMap& queues);
    FaultConditions(const FaultConditions&) = delete;
    FaultConditions& operator=(const FaultConditions&) = delete;

    bool holds(FaultCondition condition, PairIndex pair) const;
    // What the driver takes for full, as its manifest says; until then, a ring without any free.
    void ring_is_full_below(std::uint64_t free) { full_below_free_ = free; }
    // Called after each event that may have changed one.
    std::function<void()> on_change;

    void on(const event::VqSetup& setup, const Event&) { set_full(setup.queue, false); }
    void on(const event::VqAdd& add, const Event&) { set_free(add.queue, add.num_free); }
    void on(const event::VqAddFailed& failed, const Event&);
    void on(const event::VqGetBuf& got, const Event&) { set_free(got.queue, got.num_free); }
    void on(const event::DevWake& wake, const Event&) { set_awake(wake.queue, true); }
    void on(const event::DevSleep& sleep, const Event&) { set_awake(sleep.queue, sleep.found); }
    void on(const event::AppSubmit& submit, const Event&);
    void on(const event::XskBind& bind, const Event&);
    void on(const event::XskPeek& peek, const Event&) { frame_taken(peek.pair); }
    void on(const event::XskInvalidDesc& invalid, const Event&) { frame_taken(invalid.pair); }
    void on(const event::XskWakeup& wakeup, const Event&);
    void on(const event::XskWakeupDone& done, const Event&);
    void on(const event::NeedWakeupSet& flag, const Event&) { set_need_wakeup(flag.pair, true); }
    void on(const event::NeedWakeupClear& flag, const Event&) { set_need_wakeup(flag.pair, false); }
    void on(const event::NapiAdd& napi, const Event&);
    void on(const event::NapiEnable& napi, const Event&) { set_scheduled(napi.napi, false); }
    void on(const event::NapiScheduled& napi, const Event&);
    void on(const event::NapiComplete& napi, const Event&);
    void on(const event::HrtimerStart& start, const Event&);
    void on(const event::HrtimerCancel& cancel, const Event&) { not_queued(cancel.timer); }
    void on(const event::HrtimerFire& fire, const Event&) { not_queued(fire.timer); }
    void on(const event::TxqStop& stop, const Event&) { set_stopped(stop.pair, true); }
    void on(const event::TxqWake& wake, const Event&) { set_stopped(wake.pair, false); }

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

    Pair& pair_of(std::uint64_t pair) { return pairs_[static_cast<PairIndex>(pair)]; }
    void changed() {
        if (on_change) on_change();
    }
    void set_full(std::uint64_t queue, bool is_full);
    void set_free(std::uint64_t queue, std::uint64_t num_free);
    void set_awake(std::uint64_t queue, bool is_awake);
    void frame_taken(std::uint64_t pair);
    void set_need_wakeup(std::uint64_t pair, bool is_set);
    void set_scheduled(std::uint64_t napi, bool is_scheduled);
    void not_queued(std::uint64_t timer);
    void set_stopped(std::uint64_t pair, bool is_stopped);

    const QueueMap queues_;
    std::uint64_t full_below_free_ = 1;
    std::map<PairIndex, Pair> pairs_;
    std::map<std::uint64_t, PairIndex> tx_napis_;
    std::set<std::uint64_t> queued_timers_;
};

}  // namespace xsksim
