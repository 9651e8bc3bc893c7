// SPDX-License-Identifier: GPL-2.0-only
// The stall observer's half that follows the guest kernel: NAPI, timers, AF_XDP core, state bits.
#include <algorithm>
#include <cctype>

#include "models/observe/stall_impl.hpp"

namespace xsksim {

namespace {

constexpr std::uint64_t hrtimer_vector_first = 0x1000;  // pseudo vectors of timer interrupts

bool names_wakeup(const std::string& bit_name) {
    std::string upper(bit_name.size(), ' ');
    std::ranges::transform(bit_name, upper.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return upper.find("WAKEUP") != std::string::npos;
}

}  // namespace

StallObserver::Impl::Impl(const JudgeSettings& judge_settings, const TraceNames& trace_names)
    : settings(judge_settings), names(trace_names) {
    for (const auto& [bit, name] : settings.state_bits)
        if (names_wakeup(name)) wakeup_bit = bit;
}

NapiState* StallObserver::Impl::napi_of(std::uint64_t id) {
    const NapiHome* home = napi_homes.find(id);
    if (home == nullptr || !home->known) return nullptr;
    PairState& pair = pairs[home->pair];
    return home->is_tx ? &pair.tx_napi : &pair.rx_napi;
}

bool StallObserver::Impl::take_napi(const Event& e) {
    using enum EventKind;
    if (e.kind == napi_add) {
        napi_homes[e.arg[0]] = {true, e.arg[3] != 0, e.arg[2]};
        NapiState& napi = *napi_of(e.arg[0]);
        napi = NapiState{};
        napi.id = e.arg[0];
        return true;
    }
    if (e.kind < napi_schedule || e.kind > napi_disable) return false;
    NapiState* napi = napi_of(e.arg[0]);
    if (napi == nullptr) return true;
    switch (e.kind) {
        case napi_schedule:
            on_schedule(e);
            break;
        case napi_poll:
            on_poll(e);
            break;
        case napi_polled:
            on_polled(e);
            break;
        case napi_complete:
            napi->completed = mark(e);
            napi->scheduled.set(e.arg[1] == 0, napi->completed);
            break;
        case napi_enable:
            napi->enabled = true;
            napi->scheduled = {false, mark(e)};
            break;
        case napi_disable:
            napi->enabled = false;
            napi->disabled = mark(e);
            break;
        default:
            break;
    }
    return true;
}

void StallObserver::Impl::on_schedule(const Event& e) {
    NapiState& napi = *napi_of(e.arg[0]);
    const auto outcome = static_cast<NapiSchedule>(e.arg[1]);
    if (outcome == NapiSchedule::scheduled) napi.scheduled.set(true, mark(e));
    if (outcome == NapiSchedule::disabled) napi.refused = mark(e);
    const ContextActivity::Frame frame = activity(e).now();
    if (frame.doing == Doing::timer) pairs[frame.pair].timer.outcome = outcome;
}

void StallObserver::Impl::on_poll(const Event& e) {
    NapiState& napi = *napi_of(e.arg[0]);
    const NapiHome& home = napi_homes[e.arg[0]];
    const TxQueueState& queue = pairs[home.pair].queue;
    napi.running = true;
    napi.poll = mark(e);
    napi.budget = e.arg[2];
    napi.added_before = queue.added;
    napi.got_before = queue.got;
    activity(e).enter(home.is_tx ? Doing::tx_napi : Doing::rx_napi, home.pair);
}

void StallObserver::Impl::on_polled(const Event& e) {
    NapiState& napi = *napi_of(e.arg[0]);
    const NapiHome& home = napi_homes[e.arg[0]];
    const TxQueueState& queue = pairs[home.pair].queue;
    activity(e).leave(home.is_tx ? Doing::tx_napi : Doing::rx_napi);
    napi.running = false;
    napi.polled = mark(e);
    if (DatagramState& datagrams = pairs[home.pair].datagrams;
        home.is_tx && datagrams.queue_stopped.on) {
        ++datagrams.polls_while_stopped;
        datagrams.most_free = std::max(datagrams.most_free, queue.num_free);
    }
    napi.work = e.arg[2];
    napi.added = queue.added - napi.added_before;
    napi.took = queue.got - napi.got_before;
    if (napi.took == 0) return;
    napi.reaped = napi.polled;
    napi.reaped_count = napi.took;
}

bool StallObserver::Impl::take_timer(const Event& e) {
    using enum EventKind;
    if (e.kind < hrtimer_init || e.kind > hrtimer_fire) return false;
    // The pair is the one whose driver code touches the timer; a firing has only its number.
    PairState* owner = nullptr;
    for (PairState& pair : pairs)
        if (pair.timer.known && pair.timer.id == e.arg[0]) owner = &pair;
    if (owner == nullptr) owner = &pairs[activity(e).now().pair];
    TimerState& timer = owner->timer;
    timer.known = true;
    timer.id = e.arg[0];
    switch (e.kind) {
        case hrtimer_init:
            timer.queued = false;
            break;
        case hrtimer_start:
            timer.queued = true;
            timer.expires = Instant{static_cast<std::int64_t>(e.arg[1])};
            timer.started = mark(e);
            break;
        case hrtimer_cancel:
            if (e.arg[1] == 2) timer.cancelled = mark(e);
            timer.queued = false;
            break;
        case hrtimer_fire:
            timer.queued = false;
            timer.fired = mark(e);
            timer.outcome.reset();
            activity(e).leave(Doing::timer);
            activity(e).enter(Doing::timer, static_cast<std::uint64_t>(owner - &pairs[0]));
            break;
        default:
            break;
    }
    return true;
}

void StallObserver::Impl::take_rest(const Event& e) {
    using enum EventKind;
    const bool has_pair = (e.kind >= umem_register && e.kind <= xsk_wakeup_done) ||
                          e.kind == txq_stop || e.kind == txq_wake;
    PairState& pair = pairs[has_pair ? e.arg[0] : 0];
    SocketState& socket = pair.socket;
    switch (e.kind) {
        case umem_register:
            umem.on_register(e);
            socket.known = true;
            break;
        case xsk_bind:
            if (e.arg[1] != 0) break;
            socket.bound = true;
            socket.completion_ring = static_cast<std::int64_t>(e.arg[3]);
            break;
        case xsk_unbind:
            on_unbind(e);
            break;
        case xsk_peek_none:
            if (e.arg[1] == static_cast<std::uint64_t>(PeekNone::completion_ring_full))
                socket.completion_ring_full = mark(e);
            break;
        case alloc_failed:
            this->alloc_failed = mark(e);
            alloc_bytes = e.arg[0];
            break;
        case xsk_invalid_desc:
            ++socket.invalid;
            share_moved(e, socket, e.arg[1]);
            break;
        case xsk_completed:
            socket_moved(e, socket);
            socket.completed += static_cast<std::int64_t>(e.arg[1]);
            break;
        case need_wakeup_set:
            socket.need_wakeup.set(true, mark(e));
            break;
        case need_wakeup_clear:
            socket.need_wakeup.set(false, mark(e));
            break;
        case xsk_gate:
            socket.gate = mark(e);
            break;
        case xsk_wakeup:
            socket.wakeup = mark(e);
            activity(e).enter(Doing::wakeup, e.arg[0]);
            break;
        case xsk_wakeup_done:
            activity(e).leave(Doing::wakeup);
            break;
        case irq_enter:
            activity(e).enter(e.arg[1] < hrtimer_vector_first ? Doing::interrupt : Doing::nothing,
                              e.arg[1] < hrtimer_vector_first ? pair_of_queue(e.arg[1]) : 0);
            break;
        case irq_exit:
            activity(e).depth = 0;
            break;
        case txq_stop:
            pair.datagrams.queue_stopped.set(true, mark(e));
            pair.datagrams.polls_while_stopped = pair.datagrams.most_free = 0;
            break;
        case txq_wake:
            pair.datagrams.queue_stopped.set(false, mark(e));
            pair.datagrams.blocked.set(false, mark(e));
            break;
        case state_bit:
            on_state_bit(e);
            break;
        case module_param:
            on_module_param(e);
            break;
        default:
            break;
    }
}

void StallObserver::Impl::on_unbind(const Event& e) {
    SocketState& socket = pairs[e.arg[0]].socket;
    socket.bound = false;
    socket.reclaimed = socket.submitted;  // they are the application's again
    socket.invalid = 0;
    socket.completed = socket.peeked = socket.reclaimed;
    for (SocketShare& share : socket.shares) share.taken = share.submitted;
}

void StallObserver::Impl::on_state_bit(const Event& e) {
    if (e.arg[1] != wakeup_bit) return;
    PairState* pair = nullptr;
    for (PairState& candidate : pairs)
        if (candidate.socket.wakeup_bit_word == e.arg[0]) pair = &candidate;
    if (pair == nullptr) {
        pair = &pairs[activity(e).now().pair];
        pair->socket.wakeup_bit_word = e.arg[0];
        pair->socket.wakeup_bit_name = settings.state_bits.at(e.arg[1]);
    }
    SocketState& socket = pair->socket;
    const auto operation = static_cast<BitOperation>(e.arg[2]);
    const bool sets = operation == BitOperation::set || operation == BitOperation::test_and_set;
    if (sets && e.arg[3] != 0 && activity(e).now().doing == Doing::wakeup)
        socket.turned_away = mark(e);
    if (!socket.wakeup_bit.since.seen() || socket.wakeup_bit.on != sets)
        socket.wakeup_bit = {sets, mark(e)};
}

void StallObserver::Impl::on_module_param(const Event& e) {
    const std::string name = names.text(e.arg[0]);
    const auto value = static_cast<std::int64_t>(e.arg[1]);
    if (name == "xsk_check_timeout") timeout_us = value;
    if (name == "xsk_num_max") headers_max = value;
    if (name == "xsk_num_percent") headers_percent = value;
}

}  // namespace xsksim
