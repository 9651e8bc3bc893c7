// SPDX-License-Identifier: GPL-2.0-only
// The picture's half that follows the guest kernel: interrupts, NAPI, timers, the queue's state.
#include <algorithm>

#include "models/observe/picture.hpp"

namespace xsksim {

void Picture::on(const event::IrqEnter& enter, const Event& e) {
    const bool is_device = enter.source == InterruptKind::device;
    contexts_.enter(
        e, {.doing = is_device ? Doing::interrupt : Doing::nothing,
            .is_hard_irq = true,
            .pair = is_device ? queues().pair(queues().queue_of_vector(enter.vector)) : 0});
}

void Picture::on(const event::IrqExit&, const Event& e) { contexts_.leave_all(e); }

// --- NAPI ---

const NapiState* Picture::napi(std::uint64_t number) const {
    const NapiMap::Home home = napis_.of(number);
    if (!home.known) return nullptr;
    const PairState& pair = *pairs_.find(home.pair);
    return home.is_tx ? &pair.tx_napi : &pair.rx_napi;
}

NapiState* Picture::napi_of(std::uint64_t number, const Event& e) {
    const NapiMap::Home home = napis_.of(number);
    if (!home.known) return nullptr;
    NapiState& napi = home.is_tx ? pairs_[home.pair].tx_napi : pairs_[home.pair].rx_napi;
    napi.before = {
        .enabled = napi.enabled,
        .off = napi.off,
        .scheduled = napi.off || napi.scheduled.on,
        .poller = napi.poller,
        .completed_in_poll = napi.completed_in_poll,
        .is_finishing = std::ranges::find(napi.finishing, e.context) != napi.finishing.end()};
    return &napi;
}

void Picture::on(const event::NapiAdd& add, const Event& e) {
    napis_.on(add);
    NapiState& napi = *napi_of(add.napi, e);
    napi = NapiState{};
    napi.id = add.napi;
}

void Picture::on(const event::NapiScheduled& schedule, const Event& e) {
    Contexts::State& context = contexts_.of(e);
    if (Call* call = context.calls.that_runs_queue()) call->handed_on = true;
    NapiState* napi = napi_of(schedule.napi, e);
    if (napi == nullptr) return;
    napi->was_scheduled = true;
    if (schedule.outcome == NapiSchedule::scheduled) {
        napi->scheduled.set(true, mark(e));
        napi->polls_scheduled = 0;
        napi->listed = false;
    }
    const Call& call = context.calls.now();
    if (call.doing == Doing::timer) timers_.at(call.timer).outcome = schedule.outcome;
}

void Picture::on(const event::NapiQueue& queued, const Event& e) {
    if (NapiState* napi = napi_of(queued.napi, e)) napi->listed = true;
}

void Picture::on(const event::VcpuSteal& steal, const Event& e) {
    stolen_until_ = std::max(stolen_until_, e.at + steal.duration_ns);
}

void Picture::on(const event::NapiPoll& poll, const Event& e) {
    const NapiMap::Home home = napis_.of(poll.napi);
    if (NapiState* napi = napi_of(poll.napi, e)) {
        const TxQueueState& queue = pairs_[home.pair].queue;
        napi->poller = e.context;
        napi->completed_in_poll = false;
        napi->poll = mark(e);
        napi->listed = false;
        napi->budget = poll.budget;
        ++napi->polls_scheduled;
        if (home.is_tx) {
            ++pairs_[home.pair].socket.polls_in_vain;
            pairs_[home.pair].socket.last_call_in_vain = napi->poll;
        }
        napi->added_before = queue.added;
        napi->got_before = queue.got;
    }
    contexts_.enter(e, {.doing = home.is_tx ? Doing::tx_napi : Doing::rx_napi,
                        .pair = home.pair,
                        .ran_queue = home.is_tx});
}

void Picture::on(const event::NapiPolled& polled, const Event& e) {
    const NapiMap::Home home = napis_.of(polled.napi);
    if (Call* call = contexts_.of(e).calls.that_runs_queue(); call != nullptr && home.is_tx)
        call->handed_on = polled.repoll;
    contexts_.leave(e, home.is_tx ? Doing::tx_napi : Doing::rx_napi);
    NapiState* napi = napi_of(polled.napi, e);
    if (napi == nullptr) return;
    if (napi->before.is_finishing)
        napi->finishing.erase(std::ranges::find(napi->finishing, e.context));
    else if (napi->poller == e.context)
        napi->poller = no_context;
    napi->polled = mark(e);
    napi->work = polled.work;
    napi->repoll = polled.repoll;
    PairState& pair = pairs_[home.pair];
    if (home.is_tx && pair.datagrams.queue_stopped.on) {
        ++pair.datagrams.polls_while_stopped;
        pair.datagrams.most_free = std::max(pair.datagrams.most_free, pair.queue.num_free);
    }
    note_work(*napi, pair.queue, e);
}

// What a poll that has ended came to.
void Picture::note_work(NapiState& napi, const TxQueueState& queue, const Event& e) {
    napi.added = queue.added - napi.added_before;
    napi.took = queue.got - napi.got_before;
    if (!napi.repoll || napi.took != 0 || napi.added != 0)
        napi.polls_for_nothing = 0;
    else if (napi.polls_for_nothing++ == 0)
        napi.polls_for_nothing_since = e.at;
    if (napi.took == 0) return;
    napi.reaped = napi.polled;
    napi.reaped_count = napi.took;
}

void Picture::on(const event::NapiComplete& complete, const Event& e) {
    NapiState* napi = napi_of(complete.napi, e);
    if (napi == nullptr) return;
    napi->completed = mark(e);
    napi->scheduled.set(!complete.completed, napi->completed);
    if (napi->poller != e.context) return;
    napi->completed_in_poll = true;
    if (!complete.completed) return;
    napi->poller = no_context;  // from here on another vCPU may poll it
    napi->finishing.push_back(e.context);
}

void Picture::on(const event::NapiEnable& enable, const Event& e) {
    NapiState* napi = napi_of(enable.napi, e);
    if (napi == nullptr) return;
    napi->enabled = true;
    napi->off = napi->was_scheduled = false;
    napi->scheduled = {false, mark(e)};
}

void Picture::on(const event::NapiDisable& disable, const Event& e) {
    NapiState* napi = napi_of(disable.napi, e);
    if (napi == nullptr) return;
    napi->enabled = false;
    napi->off = napi->off || disable.phase == Phase::ended;
    napi->disabled = mark(e);
}

// --- timers ---

TimerState& Picture::timer_of(std::uint64_t timer, const Event& e) {
    return timers_.touched(timer, contexts_.call_of(e).pair);
}

void Picture::on(const event::HrtimerInit& init, const Event& e) { timers_.init(init.timer, e); }

void Picture::on(const event::HrtimerStart& start, const Event& e) {
    TimerState& timer = timer_of(start.timer, e);
    timer.queued = true;
    timer.expires = start.expires_ns;
    timer.started = mark(e);
}

void Picture::on(const event::HrtimerCancel& cancel, const Event& e) {
    TimerState& timer = timer_of(cancel.timer, e);
    // Started again while its callback runs, it is queued, too, and stays so.
    if (cancel.result == TimerCancel::callback_running) return;
    if (cancel.result == TimerCancel::cancelled) timer.cancelled = mark(e);
    timer.queued = false;
}

void Picture::on(const event::HrtimerFire& fire, const Event& e) {
    TimerState& timer = timer_of(fire.timer, e);
    timer.queued = false;
    timer.fired = mark(e);
    timer.outcome.reset();
    contexts_.leave(e, Doing::timer);
    contexts_.enter(e, {.doing = Doing::timer, .pair = *timer.pair, .timer = fire.timer});
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
        if (pair.socket.state_word == word) return &pair;
    PairState& pair = pairs_[contexts_.call_of(e).pair];
    pair.socket.state_word = word;
    return &pair;
}

void Picture::on(const event::StateBit& change, const Event& e) {
    if (change.nr != wakeup_bit_ && change.nr != timer_bit_) return;
    SocketState& socket = pair_of_word(change.word, e)->socket;
    if (change.nr != wakeup_bit_) return;
    socket.wakeup_bit_name = settings_.driver.name_of_bit(change.nr);
    const bool is_set = sets(change.operation);
    if (is_set && change.old && contexts_.call_of(e).doing == Doing::wakeup)
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
