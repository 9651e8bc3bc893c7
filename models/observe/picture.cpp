// SPDX-License-Identifier: GPL-2.0-only
#include "models/observe/picture.hpp"

#include <algorithm>

namespace xsksim {

Picture::Picture(const JudgeSettings& settings, const TraceNames& names)
    : settings_(settings),
      names_(names),
      contexts_(names),
      wakeup_bit_(settings_.driver.bit_that(BitMeaning::turns_wakeups_away)),
      timer_bit_(settings_.driver.bit_that(BitMeaning::timer_queued)) {}

void Picture::listen_to(EventListeners& events) {
    contexts_.listen_to(events);
    packets_.listen_to(events);
    using namespace event;
    events.listen<AppSubmit, AppReclaim, AppWait, AppResume, AppPoll, AppDone, AppPause, AppSendmsg,
                  AppSendmsgDone, UdpSubmit, UdpDrop, UdpBlocked, StepBegin, StepEnd>(*this);
    events.listen<UmemRegister, XskBind, XskUnbind, XskPeek, XskPeekNone, XskInvalidDesc,
                  XskCompleted, NeedWakeupSet, NeedWakeupClear, XskWakeup, XskWakeupDone, XdpFrame,
                  XdpReturn>(*this);
    events.listen<VqSetup, VqAdd, VqAddFailed, VqGetBuf, VqKickPrepare, VqNotify, VqDisableCb,
                  VqEnableCb, VqUsedEvent, VqInterrupt, VqBroken, DevKick, DevWake, DevSleep,
                  DevTake, DevWire, DevBad, DevPublish, DevSignal, DevReset>(*this);
    events.listen<IrqRaise, IrqLost, IrqDelay, IrqCoalesce, IrqMasked, IrqDeliver, FaultFired>(
        *this);
    events.listen<IrqEnter, IrqExit, VcpuSteal, NapiAdd, NapiScheduled, NapiQueue, NapiPoll,
                  NapiPolled, NapiComplete, NapiEnable, NapiDisable, HrtimerInit, HrtimerStart,
                  HrtimerCancel, HrtimerFire, TxqStop, TxqWake, StateBit, ModuleParam, AllocFailed,
                  NetdevOpen, NetdevStop>(*this);
}

bool Picture::work_waiting() const {
    return std::ranges::any_of(
        pairs_, [](const PairState& pair) { return !pair.waits_since().is_never(); });
}

Instant Picture::last_progress() const {
    Instant longest_ago = Instant::never(), latest;
    for (const PairState& pair : pairs_) {
        latest =
            std::max({latest, pair.socket.progress, pair.datagrams.progress, pair.xdp.progress});
        longest_ago = std::min(longest_ago, pair.waits_since());
    }
    return longest_ago.is_never() ? latest : longest_ago;
}

const PairState* Picture::stuck_pair(std::uint64_t* index) const {
    const PairState* stuck = nullptr;
    Instant since = Instant::never();
    std::uint64_t i = 0;
    for (const PairState& pair : pairs_) {
        if (pair.waits_since() < since) {
            since = pair.waits_since();
            stuck = &pair;
            *index = i;
        }
        ++i;
    }
    return stuck;
}

void Picture::moved(const Event& e, Instant& progress, bool was_waiting) {
    if (e.at - progress > settings_.strictness.progress && was_waiting && !first_pause_)
        [[unlikely]] {
        first_pause_ = Pause{progress, e.at, e.number};
        at_first_pause_ = std::make_shared<Picture>(*this);
    }
    progress = e.at;
}

std::optional<std::int64_t> Picture::parameter(const std::string& name) const {
    const auto known = parameters_.find(name);
    return known == parameters_.end() ? std::nullopt : std::optional(known->second);
}

bool Picture::ring_is_full(const PairState& pair) const {
    return ring(pair).size != 0 && pair.queue.num_free < settings_.driver.full.free;
}

std::optional<std::uint64_t> Picture::in_flight_max(const PairState& pair) const {
    const auto& limit = settings_.driver.in_flight;
    return limit ? limit->value(parameters_, ring(pair).size) : std::nullopt;
}

std::uint64_t Picture::in_flight(const PairState& pair) const {
    const std::int64_t of_socket = pair.socket.peeked - pair.socket.completed;
    if (!kinds_mix()) return pair.queue.in_queue();
    return of_socket > 0 ? static_cast<std::uint64_t>(of_socket) : 0;
}

bool Picture::is_at_limit(const PairState& pair) const {
    const auto limit = in_flight_max(pair);
    return limit && in_flight(pair) >= *limit;
}

bool Picture::found_full(const Call& ended) const {
    if (!ended.ran_queue || ended.found_none || ended.handed_on) return false;
    const PairState* pair = pairs_.find(ended.pair);
    return pair != nullptr && pair->socket.bound && (ring_is_full(*pair) || is_at_limit(*pair));
}

}  // namespace xsksim
