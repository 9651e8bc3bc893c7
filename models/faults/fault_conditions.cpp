// SPDX-License-Identifier: GPL-2.0-only
#include "models/faults/fault_conditions.hpp"

#include <algorithm>

namespace xsksim {
namespace {

constexpr std::uint64_t full_below_free = 19;  // 2 + MAX_SKB_FRAGS, 4 KiB pages

bool is_tx(std::uint64_t queue) { return queue % 2 == 1; }
PairIndex pair_of(std::uint64_t queue) { return static_cast<PairIndex>(queue / 2); }

}  // namespace

FaultConditions::FaultConditions(Trace& trace) {
    trace.listen(*this, {EventKind::vq_setup,        EventKind::vq_add,
                         EventKind::vq_add_failed,   EventKind::vq_get_buf,
                         EventKind::dev_wake,        EventKind::dev_sleep,
                         EventKind::app_submit,      EventKind::xsk_bind,
                         EventKind::xsk_peek,        EventKind::xsk_invalid_desc,
                         EventKind::xsk_wakeup,      EventKind::xsk_wakeup_done,
                         EventKind::need_wakeup_set, EventKind::need_wakeup_clear,
                         EventKind::napi_add,        EventKind::napi_schedule,
                         EventKind::napi_complete,   EventKind::hrtimer_start,
                         EventKind::hrtimer_cancel,  EventKind::hrtimer_fire,
                         EventKind::txq_stop,        EventKind::txq_wake});
}

bool FaultConditions::holds(FaultCondition condition, PairIndex pair) const {
    const auto found = pairs_.find(pair);
    const Pair state = found == pairs_.end() ? Pair{} : found->second;
    switch (condition) {
        case FaultCondition::ring_full:
            return state.is_ring_full;
        case FaultCondition::waiting:
            return state.frames_queued != 0 && !state.is_napi_scheduled &&
                   state.wakeups_running == 0;
        case FaultCondition::timer_armed:
            return !queued_timers_.empty();
        case FaultCondition::napi_scheduled:
            return state.is_napi_scheduled;
        case FaultCondition::need_wakeup:
            return state.need_wakeup;
        case FaultCondition::device_asleep:
            return !state.is_device_awake;
        case FaultCondition::queue_stopped:
            return state.is_queue_stopped;
    }
    return false;
}

void FaultConditions::on_event(const Event& event) {
    queue_event(event);
    socket_event(event);
    kernel_event(event);
    if (on_change) on_change();
}

void FaultConditions::queue_event(const Event& event) {
    const auto [queue, second, third, num_free] = event.arg;
    switch (event.kind) {
        case EventKind::vq_setup:
            if (is_tx(queue)) pairs_[pair_of(queue)].is_ring_full = false;
            break;
        case EventKind::vq_add:
        case EventKind::vq_get_buf:
            if (is_tx(queue)) pairs_[pair_of(queue)].is_ring_full = num_free < full_below_free;
            break;
        case EventKind::vq_add_failed:
            if (is_tx(queue)) pairs_[pair_of(queue)].is_ring_full = true;
            break;
        case EventKind::dev_wake:
            if (is_tx(queue)) pairs_[pair_of(queue)].is_device_awake = true;
            break;
        case EventKind::dev_sleep:
            if (is_tx(queue)) pairs_[pair_of(queue)].is_device_awake = third != 0;
            break;
        default:
            break;
    }
}

void FaultConditions::socket_event(const Event& event) {
    const auto pair = static_cast<PairIndex>(event.arg[0]);
    switch (event.kind) {
        case EventKind::xsk_bind:
            pairs_[pair].frames_queued = 0;
            break;
        case EventKind::app_submit:
            ++pairs_[pair].frames_queued;
            break;
        case EventKind::xsk_peek:
        case EventKind::xsk_invalid_desc:
            if (pairs_[pair].frames_queued != 0) --pairs_[pair].frames_queued;
            break;
        case EventKind::xsk_wakeup:
            ++pairs_[pair].wakeups_running;
            break;
        case EventKind::xsk_wakeup_done:
            if (pairs_[pair].wakeups_running != 0) --pairs_[pair].wakeups_running;
            break;
        case EventKind::need_wakeup_set:
        case EventKind::need_wakeup_clear:
            pairs_[pair].need_wakeup = event.kind == EventKind::need_wakeup_set;
            break;
        case EventKind::txq_stop:
        case EventKind::txq_wake:
            pairs_[pair].is_queue_stopped = event.kind == EventKind::txq_stop;
            break;
        default:
            break;
    }
}

void FaultConditions::kernel_event(const Event& event) {
    const std::uint64_t object = event.arg[0];
    const auto set_scheduled = [&](bool scheduled) {
        if (const auto napi = tx_napis_.find(object); napi != tx_napis_.end())
            pairs_[napi->second].is_napi_scheduled = scheduled;
    };
    switch (event.kind) {
        case EventKind::napi_add:
            if (event.arg[3] != 0) tx_napis_[object] = static_cast<PairIndex>(event.arg[2]);
            break;
        case EventKind::napi_schedule:
            if (event.arg[1] == static_cast<std::uint64_t>(NapiSchedule::scheduled))
                set_scheduled(true);
            break;
        case EventKind::napi_complete:
            if (event.arg[1] != 0) set_scheduled(false);
            break;
        case EventKind::hrtimer_start:
            queued_timers_.insert(object);
            break;
        case EventKind::hrtimer_cancel:
        case EventKind::hrtimer_fire:
            queued_timers_.erase(object);
            break;
        default:
            break;
    }
}

}  // namespace xsksim
