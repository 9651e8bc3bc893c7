// SPDX-License-Identifier: GPL-2.0-only
// The picture's half that follows the guest kernel: interrupts, NAPI, timers, the queue's state.
#include <algorithm>

#include "models/observe/picture.hpp"

namespace xsksim {

void Picture::on(const event::IrqEnter& enter, const Event& e) {
    const bool is_device = enter.source == InterruptKind::device;
    calls_.of(e).enter({is_device ? Doing::interrupt : Doing::nothing,
                        is_device ? queues_.pair(queues_.queue_of_vector(enter.vector)) : 0,
                        e.number});
}

void Picture::on(const event::IrqExit&, const Event& e) { calls_.of(e).leave_all(); }

// --- NAPI ---

NapiState* Picture::napi_of(std::uint64_t napi) {
    const NapiMap::Home home = napis_.of(napi);
    if (!home.known) return nullptr;
    PairState& pair = pairs_[home.pair];
    return home.is_tx ? &pair.tx_napi : &pair.rx_napi;
}

void Picture::on(const event::NapiAdd& add, const Event&) {
    napis_.on(add);
    NapiState& napi = *napi_of(add.napi);
    napi = NapiState{};
    napi.id = add.napi;
}

void Picture::on(const event::NapiScheduled& schedule, const Event& e) {
    NapiState* napi = napi_of(schedule.napi);
    if (napi == nullptr) return;
    if (schedule.outcome == NapiSchedule::scheduled) {
        napi->scheduled.set(true, mark(e));
        napi->polls_scheduled = 0;
    }
    if (schedule.outcome == NapiSchedule::disabled) napi->refused = mark(e);
    const Call call = calls_.of(e).now();
    if (call.doing == Doing::timer) pairs_[call.pair].timer.outcome = schedule.outcome;
}

void Picture::on(const event::NapiPoll& poll, const Event& e) {
    NapiState* napi = napi_of(poll.napi);
    if (napi == nullptr) return;
    const NapiMap::Home home = napis_.of(poll.napi);
    const TxQueueState& queue = pairs_[home.pair].queue;
    napi->running = true;
    napi->poll = mark(e);
    napi->budget = poll.budget;
    ++napi->polls_scheduled;
    if (home.is_tx) {
        ++pairs_[home.pair].socket.polls_in_vain;
        pairs_[home.pair].socket.last_call_in_vain = napi->poll;
    }
    napi->added_before = queue.added;
    napi->got_before = queue.got;
    calls_.of(e).enter({home.is_tx ? Doing::tx_napi : Doing::rx_napi, home.pair, e.number});
}

void Picture::on(const event::NapiPolled& polled, const Event& e) {
    NapiState* napi = napi_of(polled.napi);
    if (napi == nullptr) return;
    const NapiMap::Home home = napis_.of(polled.napi);
    const TxQueueState& queue = pairs_[home.pair].queue;
    calls_.of(e).leave(home.is_tx ? Doing::tx_napi : Doing::rx_napi);
    napi->running = false;
    napi->polled = mark(e);
    if (DatagramState& datagrams = pairs_[home.pair].datagrams;
        home.is_tx && datagrams.queue_stopped.on) {
        ++datagrams.polls_while_stopped;
        datagrams.most_free = std::max(datagrams.most_free, queue.num_free);
    }
    napi->work = polled.work;
    napi->repoll = polled.repoll;
    napi->added = queue.added - napi->added_before;
    napi->took = queue.got - napi->got_before;
    if (napi->took == 0) return;
    napi->reaped = napi->polled;
    napi->reaped_count = napi->took;
}

void Picture::on(const event::NapiComplete& complete, const Event& e) {
    NapiState* napi = napi_of(complete.napi);
    if (napi == nullptr) return;
    napi->completed = mark(e);
    napi->scheduled.set(!complete.completed, napi->completed);
}

void Picture::on(const event::NapiEnable& enable, const Event& e) {
    NapiState* napi = napi_of(enable.napi);
    if (napi == nullptr) return;
    napi->enabled = true;
    napi->scheduled = {false, mark(e)};
}

void Picture::on(const event::NapiDisable& disable, const Event& e) {
    NapiState* napi = napi_of(disable.napi);
    if (napi == nullptr) return;
    napi->enabled = false;
    napi->disabled = mark(e);
}

// --- timers ---

// The pair is the one whose driver code touches the timer; a firing has only its number.
std::uint64_t Picture::pair_of_timer(std::uint64_t timer, const Event& e) {
    for (std::uint64_t pair = 0; pair < pairs_.size(); ++pair)
        if (pairs_[pair].timer.known && pairs_[pair].timer.id == timer) return pair;
    return calls_.of(e).now().pair;
}

TimerState& Picture::timer_of(std::uint64_t timer, const Event& e) {
    TimerState& state = pairs_[pair_of_timer(timer, e)].timer;
    state.known = true;
    state.id = timer;
    return state;
}

void Picture::on(const event::HrtimerInit& init, const Event& e) {
    timer_of(init.timer, e).queued = false;
}

void Picture::on(const event::HrtimerStart& start, const Event& e) {
    TimerState& timer = timer_of(start.timer, e);
    timer.queued = true;
    timer.expires = start.expires_ns;
    timer.started = mark(e);
}

void Picture::on(const event::HrtimerCancel& cancel, const Event& e) {
    TimerState& timer = timer_of(cancel.timer, e);
    if (cancel.result == TimerCancel::cancelled) timer.cancelled = mark(e);
    timer.queued = false;
}

void Picture::on(const event::HrtimerFire& fire, const Event& e) {
    const std::uint64_t pair = pair_of_timer(fire.timer, e);
    TimerState& timer = timer_of(fire.timer, e);
    timer.queued = false;
    timer.fired = mark(e);
    timer.outcome.reset();
    calls_.of(e).leave(Doing::timer);
    calls_.of(e).enter({Doing::timer, pair, e.number});
}

// --- the queue's state ---

void Picture::on(const event::TxqStop& stop, const Event& e) {
    DatagramState& datagrams = pairs_[stop.pair].datagrams;
    datagrams.queue_stopped.set(true, mark(e));
    datagrams.polls_while_stopped = datagrams.most_free = 0;
}

void Picture::on(const event::TxqWake& wake, const Event& e) {
    DatagramState& datagrams = pairs_[wake.pair].datagrams;
    datagrams.queue_stopped.set(false, mark(e));
    datagrams.blocked.set(false, mark(e));
}

PairState* Picture::pair_of_word(Word word, const Event& e) {
    for (PairState& pair : pairs_)
        if (pair.socket.wakeup_bit_word == word) return &pair;
    PairState& pair = pairs_[calls_.of(e).now().pair];
    pair.socket.wakeup_bit_word = word;
    return &pair;
}

void Picture::on(const event::StateBit& change, const Event& e) {
    if (change.nr != wakeup_bit_) return;
    SocketState& socket = pair_of_word(change.word, e)->socket;
    socket.wakeup_bit_name = settings_.driver.name_of_bit(change.nr);
    const bool is_set = sets(change.operation);
    if (is_set && change.old && calls_.of(e).now().doing == Doing::wakeup)
        socket.turned_away = mark(e);
    if (!socket.wakeup_bit.since.seen() || socket.wakeup_bit.on != is_set)
        socket.wakeup_bit = {is_set, mark(e)};
}

void Picture::on(const event::ModuleParam& parameter, const Event&) {
    parameters_[names_.text(parameter.text)] = parameter.value;
}

void Picture::on(const event::NetdevOpen& open, const Event& e) {
    if (open.result.ok()) interface_up_.set(true, mark(e));
}

void Picture::on(const event::NetdevStop&, const Event& e) { interface_up_.set(false, mark(e)); }

void Picture::on(const event::AllocFailed& failed, const Event& e) {
    failed_allocation_ = {mark(e), failed.bytes};
}

}  // namespace xsksim
