// SPDX-License-Identifier: GPL-2.0-only
// Keeps the picture of stall_state.hpp up to date. The handlers are grouped by who emits the
// events; the frequent ones, several a packet, come first.
#include <algorithm>
#include <cctype>
#include <utility>

#include "models/observe/stall_impl.hpp"

namespace xsksim {

StallObserver::StallObserver(const JudgeSettings& settings, const TraceNames& names)
    : impl_(std::make_unique<Impl>(settings, names)) {}
StallObserver::~StallObserver() = default;

std::vector<EventKind> StallObserver::kinds() {
    using enum EventKind;
    return {app_submit,      app_reclaim,     app_sendmsg,       app_wait,        app_resume,
            app_done,        udp_submit,      udp_drop,          udp_blocked,     umem_register,
            xsk_bind,        xsk_unbind,      xsk_peek,          xsk_peek_none,   xsk_invalid_desc,
            xsk_completed,   need_wakeup_set, need_wakeup_clear, xsk_gate,        xsk_wakeup,
            xsk_wakeup_done, vq_add,          vq_get_buf,        vq_kick_prepare, vq_notify,
            vq_disable_cb,   vq_enable_cb,    vq_used_event,     vq_interrupt,    vq_broken,
            vq_setup,        irq_enter,       irq_exit,          napi_schedule,   napi_poll,
            napi_polled,     napi_complete,   napi_enable,       napi_disable,    napi_add,
            hrtimer_init,    hrtimer_start,   hrtimer_cancel,    hrtimer_fire,    txq_stop,
            txq_wake,        state_bit,       module_param,      dev_kick,        dev_wake,
            dev_sleep,       dev_take,        dev_wire,          dev_bad,         dev_publish,
            dev_signal,      irq_raise,       irq_lost,          irq_delay,       irq_coalesce,
            irq_masked,      irq_deliver,     fault_fired,       xdp_frame,       xdp_return,
            app_pause,       vq_add_failed,   alloc_failed};
}

void StallObserver::on_event(const Event& event) { impl_->take(event); }

bool StallObserver::work_waiting() const {
    return std::ranges::any_of(
        impl_->pairs, [](const PairState& pair) { return !pair.waits_since().is_never(); });
}

Instant StallObserver::last_progress() const {
    Instant longest_ago = Instant::never(), latest;
    for (const PairState& pair : impl_->pairs) {
        latest =
            std::max({latest, pair.socket.progress, pair.datagrams.progress, pair.xdp.progress});
        longest_ago = std::min(longest_ago, pair.waits_since());
    }
    return longest_ago.is_never() ? latest : longest_ago;
}

std::optional<StallObserver::Pause> StallObserver::first_long_pause() const {
    return impl_->first_pause;
}

const PairState* StallObserver::Impl::stuck_pair(std::uint64_t* index) const {
    const PairState* stuck = nullptr;
    Instant since = Instant::never();
    std::uint64_t i = 0;
    for (const PairState& pair : pairs) {
        if (pair.waits_since() < since) {
            since = pair.waits_since();
            stuck = &pair;
            *index = i;
        }
        ++i;
    }
    return stuck;
}

void StallObserver::Impl::take(const Event& e) {
    if (take_frequent(e)) [[likely]]
        return;
    if (take_application(e) || take_queue(e) || take_device(e) || take_interrupt(e) ||
        take_napi(e) || take_timer(e))
        return;
    if (!take_kinds(e)) take_rest(e);
}

bool StallObserver::Impl::take_frequent(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case app_submit: {
            SocketState& socket = pairs[e.arg[0]].socket;
            socket_moved(e, socket);
            ++socket.submitted;
            socket.on_submit(e.context, e.arg[1], e.at);
            return true;
        }
        case xsk_peek: {
            SocketState& socket = pairs[e.arg[0]].socket;
            socket_moved(e, socket);
            ++socket.peeked;
            share_moved(e, socket, e.arg[1]);
            return true;
        }
        case app_reclaim: {
            SocketState& socket = pairs[e.arg[0]].socket;
            socket_moved(e, socket);
            ++socket.reclaimed;
            return true;
        }
        case vq_add:
            if (TxQueueState* queue = queue_of(e)) {
                ++queue->added;
                queue->last_add = e.number;
                queue->num_free = e.arg[3];
                if (xdp_seen) on_added(e);
            }
            return true;
        case vq_get_buf:
            if (TxQueueState* queue = queue_of(e)) {
                ++queue->got;
                queue->num_free = e.arg[3];
                queue->last_get = mark(e);
            }
            return true;
        case vq_used_event:
            if (TxQueueState* queue = queue_of(e)) {
                queue->used_event = static_cast<std::uint16_t>(e.arg[1]);
                queue->used_event_written = {e.number, e.at, e.context, Doing::nothing};
            }
            return true;
        case dev_take:
            if (TxQueueState* queue = queue_of(e)) {
                ++queue->taken;
                if (kinds_mix()) on_taken(e);
            }
            return true;
        case dev_wire:
            if (kinds_mix()) on_wire(e);
            return true;
        default:
            return false;
    }
}

// --- several sockets, and kinds of packets, on one queue ---

void StallObserver::Impl::share_moved(const Event& e, SocketState& socket, std::uint64_t frame) {
    const bool alone = socket.shares.size() == 1;
    for (SocketShare& share : socket.shares) {
        if (!alone && !share.has(frame)) continue;
        moved(e, share.progress, !alone && share.waits());
        ++share.taken;
        return;
    }
}

void StallObserver::Impl::on_taken(const Event& e) {
    const bool is_frame = umem.chunk_of_gpa(pair_of_queue(e.arg[0]), e.arg[3]) != no_chunk;
    kinds_taken[e.arg[0]][e.arg[1]] = is_frame                        ? Kind::frame
                                      : xdp_frames.contains(e.arg[3]) ? Kind::xdp
                                                                      : Kind::datagram;
}

void StallObserver::Impl::on_wire(const Event& e) {
    const Kind kind = kinds_taken[e.arg[0]][e.arg[1]];
    PairState& pair = pairs[pair_of_queue(e.arg[0])];
    if (kind == Kind::datagram) {
        moved(e, pair.datagrams.progress, pair.datagrams.work_waits());
        ++pair.datagrams.sent;
    } else if (kind == Kind::xdp) {
        moved(e, pair.xdp.progress, pair.xdp.work_waits());
        ++pair.xdp.sent;
    }
}

// Who makes an XDP frame adds it to a queue next, or drops it.
void StallObserver::Impl::on_added(const Event& e) {
    if (e.context == no_context || std::exchange(adds_xdp[e.context], 0) == 0) return;
    XdpState& xdp = pairs[pair_of_queue(e.arg[0])].xdp;
    if (!xdp.work_waits()) xdp.progress = e.at;
    ++xdp.added;
}

bool StallObserver::Impl::take_kinds(const Event& e) {
    if (e.kind == EventKind::xdp_frame) {
        xdp_seen = true;
        xdp_frames.on_frame(e);
        if (e.context != no_context) adds_xdp[e.context] = 1;
        return true;
    }
    if (e.kind != EventKind::xdp_return) return false;
    xdp_frames.on_return(e);
    if (e.arg[2] != 0 && e.context != no_context) adds_xdp[e.context] = 0;
    return true;
}

bool StallObserver::Impl::take_application(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case app_wait: {
            SocketState& socket = pairs[e.arg[0]].socket;
            socket.waits = true;
            socket.wait = mark(e);
            socket.wait_saw_need_wakeup = e.arg[3] != 0;
            return true;
        }
        case app_resume:
            pairs[e.arg[0]].socket.waits = false;
            return true;
        case app_done:
            pairs[e.arg[0]].socket.share_of(e.context).done = true;
            return true;
        case app_pause: {
            SocketState& socket = pairs[e.arg[0]].socket;
            (e.arg[2] == 0 ? socket.still_until : socket.drains_from) =
                e.at + Duration{static_cast<std::int64_t>(e.arg[1])};
            return true;
        }
        case app_sendmsg:
            pairs[e.arg[0]].socket.sendmsg = mark(e);
            return true;
        case udp_submit: {
            DatagramState& datagrams = pairs[e.arg[0]].datagrams;
            if (!datagrams.work_waits()) datagrams.progress = e.at;
            ++datagrams.submitted;
            datagrams.last_submit = mark(e);
            datagrams.blocked.set(false, datagrams.last_submit);
            return true;
        }
        case udp_drop: {
            ++pairs[e.arg[0]].datagrams.dropped;
            return true;
        }
        case udp_blocked:
            pairs[e.arg[0]].datagrams.blocked.set(true, mark(e));
            return true;
        default:
            return false;
    }
}

bool StallObserver::Impl::take_queue(const Event& e) {
    using enum EventKind;
    if (e.kind == vq_setup) return on_vq_setup(e), true;
    if (e.kind == vq_add_failed) return on_add_failed(e), true;
    if (e.kind < vq_kick_prepare || e.kind > vq_broken || e.kind == vq_poll) return false;
    TxQueueState* queue = queue_of(e);
    if (queue == nullptr) return true;
    switch (e.kind) {
        case vq_kick_prepare:
            queue->kick_needed = e.arg[1] != 0;
            queue->kick_event = e.arg[2];
            queue->kick_prepare = mark(e);
            break;
        case vq_notify:
            queue->notify = mark(e);
            break;
        case vq_disable_cb:
            queue->callbacks.set(false, mark(e));
            break;
        case vq_enable_cb:
            queue->callbacks.set(true, mark(e));
            queue->enabled = mark(e);
            queue->used_event = static_cast<std::uint16_t>(e.arg[1]);
            queue->used_event_written = mark(e);
            break;
        case vq_interrupt:
            interrupt_fate(e,
                           e.arg[1] != 0 ? InterruptFate::handled : InterruptFate::found_nothing);
            break;
        case vq_broken:
            queue->broken = mark(e);
            queue->broken_text = e.arg[1];
            break;
        default:
            break;
    }
    return true;
}

void StallObserver::Impl::on_add_failed(const Event& e) {
    TxQueueState* queue = queue_of(e);
    if (queue == nullptr) return;
    queue->add_failed = mark(e);
    queue->add_error = e.arg[1];
}

void StallObserver::Impl::on_vq_setup(const Event& e) {
    TxQueueState* queue = queue_of(e);
    if (queue == nullptr) return;
    *queue = TxQueueState{};
    queue->size = queue->num_free = e.arg[1];
    queue->event_idx = (e.arg[2] & 1) != 0;
}

bool StallObserver::Impl::take_device(const Event& e) {
    using enum EventKind;
    if (e.kind < dev_kick || e.kind > dev_signal) return false;
    TxQueueState* queue = queue_of(e);
    if (queue == nullptr) return true;
    switch (e.kind) {
        case dev_kick:
            queue->doorbell = mark(e);
            break;
        case dev_wake:
            queue->woke = mark(e);
            queue->asleep.set(false, queue->woke);
            break;
        case dev_sleep:
            queue->asleep.set(e.arg[2] == 0, mark(e));
            break;
        case dev_bad:
            queue->bad = mark(e);
            queue->bad_text = e.arg[2];
            break;
        case dev_publish: {
            queue->published += static_cast<std::uint16_t>(e.arg[2] - e.arg[1]);
            queue->used_index = static_cast<std::uint16_t>(e.arg[2]);
            queue->last_publish = mark(e);
            if (kinds_mix()) break;  // it may be another's
            socket_moved(e, pairs[pair_of_queue(e.arg[0])].socket);
            break;
        }
        case dev_signal:
            queue->signal_wanted = e.arg[1] != 0;
            queue->signal_event = e.arg[2];
            queue->signal = mark(e);
            break;
        default:
            break;
    }
    return true;
}

// Events after the raise belong to it if they carry its number, or come from its handler.
void StallObserver::Impl::interrupt_fate(const Event& e, InterruptFate fate) {
    if (!is_tx_queue(e.arg[0])) return;
    InterruptState& interrupt = pairs[pair_of_queue(e.arg[0])].interrupt;
    interrupt.fate = fate;
    interrupt.decided = mark(e);
}

void StallObserver::Impl::on_fault(const Event& e) {
    const std::uint64_t rule = e.arg[0];
    if (rule >= 4096) return;
    if (rule >= rule_texts.size()) {
        rule_texts.resize(rule + 1);
        rule_marks.resize(rule + 1);
    }
    rule_marks[rule] = mark(e);
    if (rule_texts[rule].empty()) rule_texts[rule] = names.text(e.arg[2]);
    if (rule == 0 || rule > settings.faults.size()) return;
    const FaultSubject& subject = settings.faults[rule - 1];
    const FaultPlace place = place_of(info_of(subject.what).site);
    if (place == FaultPlace::pair || (place == FaultPlace::queue && is_tx_queue(subject.queue)))
        pairs[subject.pair].faults[subject.what] = {rule, mark(e)};
}

bool StallObserver::Impl::take_interrupt(const Event& e) {
    using enum EventKind;
    if (e.kind == fault_fired) {
        on_fault(e);
        return true;
    }
    if (e.kind < irq_raise || e.kind > irq_deliver) return false;
    if (!is_tx_queue(e.arg[0])) return true;  // vector n serves queue n
    InterruptState& interrupt = pairs[pair_of_queue(e.arg[0])].interrupt;
    if (e.kind == irq_raise) {
        interrupt.number = e.arg[1];
        interrupt.raised = mark(e);
        interrupt_fate(e, InterruptFate::raised);
        return true;
    }
    interrupt.lost_total += e.kind == irq_lost ? 1 : 0;
    const std::uint64_t number = e.kind == irq_deliver ? e.arg[2] : e.arg[1];
    if (number != interrupt.number) return true;
    if (e.kind == irq_lost || e.kind == irq_delay) interrupt.rule = e.arg[2];
    if (e.kind == irq_delay) interrupt.delay = Duration{static_cast<std::int64_t>(e.arg[3])};
    interrupt_fate(e, e.kind == irq_lost       ? InterruptFate::lost
                      : e.kind == irq_delay    ? InterruptFate::delayed
                      : e.kind == irq_coalesce ? InterruptFate::merged
                      : e.kind == irq_masked   ? InterruptFate::masked
                                               : InterruptFate::delivered);
    return true;
}

}  // namespace xsksim
