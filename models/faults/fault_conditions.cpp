// SPDX-License-Identifier: GPL-2.0-only
#include "models/faults/fault_conditions.hpp"

#include <cerrno>

namespace xsksim {

FaultConditions::FaultConditions(Trace& trace, const QueueMap& queues) : queues_(queues) {
    using namespace event;
    trace.actors()
        .listen<VqSetup, VqAdd, VqAddFailed, VqGetBuf, DevWake, DevSleep, AppSubmit, XskBind,
                XskPeek, XskInvalidDesc, XskWakeup, XskWakeupDone, NeedWakeupSet, NeedWakeupClear,
                NapiAdd, NapiEnable, NapiScheduled, NapiComplete, HrtimerStart, HrtimerCancel,
                HrtimerFire, TxqStop, TxqWake>(*this);
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

void FaultConditions::set_full(std::uint64_t queue, bool is_full) {
    if (queues_.transmits(queue)) pair_of(queues_.pair(queue)).is_ring_full = is_full;
    changed();
}

// Any other error says nothing of how full the ring is.
void FaultConditions::on(const event::VqAddFailed& failed, const Event&) {
    if (failed.error.error == ENOSPC) set_full(failed.queue, true);
}

void FaultConditions::set_free(std::uint64_t queue, std::uint64_t num_free) {
    set_full(queue, num_free < full_below_free_);
}

void FaultConditions::set_awake(std::uint64_t queue, bool is_awake) {
    if (queues_.transmits(queue)) pair_of(queues_.pair(queue)).is_device_awake = is_awake;
    changed();
}

void FaultConditions::on(const event::XskBind& bind, const Event&) {
    pair_of(bind.pair).frames_queued = 0;
    changed();
}

void FaultConditions::on(const event::AppSubmit& submit, const Event&) {
    ++pair_of(submit.pair).frames_queued;
    changed();
}

void FaultConditions::frame_taken(std::uint64_t pair) {
    if (pair_of(pair).frames_queued != 0) --pair_of(pair).frames_queued;
    changed();
}

void FaultConditions::on(const event::XskWakeup& wakeup, const Event&) {
    ++pair_of(wakeup.pair).wakeups_running;
    changed();
}

void FaultConditions::on(const event::XskWakeupDone& done, const Event&) {
    if (pair_of(done.pair).wakeups_running != 0) --pair_of(done.pair).wakeups_running;
    changed();
}

void FaultConditions::set_need_wakeup(std::uint64_t pair, bool is_set) {
    pair_of(pair).need_wakeup = is_set;
    changed();
}

void FaultConditions::set_stopped(std::uint64_t pair, bool is_stopped) {
    pair_of(pair).is_queue_stopped = is_stopped;
    changed();
}

void FaultConditions::on(const event::NapiAdd& napi, const Event&) {
    if (napi.is_tx) tx_napis_[napi.napi] = static_cast<PairIndex>(napi.pair);
    changed();
}

void FaultConditions::on(const event::NapiScheduled& napi, const Event&) {
    if (napi.outcome == NapiSchedule::scheduled) set_scheduled(napi.napi, true);
    changed();
}

void FaultConditions::on(const event::NapiComplete& napi, const Event&) {
    if (napi.completed) set_scheduled(napi.napi, false);
    changed();
}

void FaultConditions::set_scheduled(std::uint64_t napi, bool is_scheduled) {
    if (const auto known = tx_napis_.find(napi); known != tx_napis_.end())
        pairs_[known->second].is_napi_scheduled = is_scheduled;
}

void FaultConditions::on(const event::HrtimerStart& start, const Event&) {
    queued_timers_.insert(start.timer);
    changed();
}

void FaultConditions::not_queued(std::uint64_t timer) {
    queued_timers_.erase(timer);
    changed();
}

}  // namespace xsksim
