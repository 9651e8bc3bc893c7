// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/state_coverage.hpp"

#include <initializer_list>

namespace xsksim {
namespace {

// Not the holds: that somebody was held up is the explorer's doing, and new in each schedule.
constexpr std::initializer_list<EventKind> heard_kinds = {
    EventKind::state_bit,     EventKind::need_wakeup_set, EventKind::need_wakeup_clear,
    EventKind::xsk_wakeup,    EventKind::xsk_bind,        EventKind::xsk_unbind,
    EventKind::napi_schedule, EventKind::napi_poll,       EventKind::napi_complete,
    EventKind::napi_disable,  EventKind::hrtimer_start,   EventKind::hrtimer_fire,
    EventKind::irq_raise,     EventKind::irq_enter,       EventKind::dev_wake,
    EventKind::dev_sleep,     EventKind::dev_reset,       EventKind::vq_notify,
    EventKind::vq_enable_cb,  EventKind::txq_stop,        EventKind::txq_wake,
    EventKind::app_wait,      EventKind::netdev_open,     EventKind::netdev_stop,
};

// Small numbers, one behind the other.
class Packed {
public:
    void add(bool value) { add(value ? 1 : 0, 1); }
    void add(std::uint64_t value, unsigned bits) { number_ = number_ << bits | value; }
    std::uint64_t number() const { return number_; }

private:
    std::uint64_t number_ = 0;
};

// What the driver goes by.
Packed driver_state(const Picture& picture, const PairState& pair, std::uint64_t index,
                    std::uint64_t bits) {
    const TxQueueState& queue = pair.queue;
    Packed state;
    state.add(true);  // apart from the other
    state.add(bits, 8);
    state.add(queue.in_queue() == 0 ? 0 : picture.ring_is_full(pair) ? 2 : 1, 2);
    state.add(queue.not_reaped() != 0);
    state.add(pair.tx_napi.enabled);
    state.add(pair.tx_napi.scheduled.on);
    state.add(pair.tx_napi.poller != no_context);
    state.add(picture.timers().of_pair(index).queued);
    state.add(pair.datagrams.queue_stopped.on);
    return state;
}

// What goes on around it.
Packed state_around(const PairState& pair) {
    const TxQueueState& queue = pair.queue;
    Packed state;
    state.add(false);
    state.add(queue.not_taken() != 0);
    state.add(queue.callbacks.on);
    state.add(queue.asleep.on);
    state.add(queue.is_reset);
    state.add(pair.interrupt.is_under_way());
    state.add(pair.tx_napi.scheduled.on);
    state.add(pair.socket.bound);
    state.add(pair.socket.need_wakeup.on);
    state.add(pair.socket.waits);
    state.add(pair.socket.in_tx_ring() > 0);
    return state;
}

}  // namespace

void StateCoverage::listen_to(const HeardRun& run) {
    picture_ = &run.picture;
    for (const EventKind kind : heard_kinds) run.readers.listen_to(kind, *this);
}

void StateCoverage::on_event(const Event& event) {
    if (event.is<event::StateBit>()) {
        const auto& change = event.as<event::StateBit>();
        const std::uint64_t bit = std::uint64_t{1} << (change.nr % 8);
        bits_ = sets(change.operation) ? bits_ | bit : bits_ & ~bit;
    }
    Packed what;
    what.add(static_cast<std::uint64_t>(event.kind), 10);
    what.add(static_cast<std::uint64_t>(picture_->contexts().call_of(event).doing), 3);
    const Table<PairState>& pairs = picture_->pairs();
    for (std::uint64_t index = 0; index < pairs.size(); ++index) {
        const PairState& pair = *pairs.find(index);
        for (Packed state : {driver_state(*picture_, pair, index, bits_), state_around(pair)}) {
            state.add(what.number(), 13);
            notes_.note(Coverage::class_of(CoverageKind::state, state.number()));
        }
    }
}

}  // namespace xsksim
