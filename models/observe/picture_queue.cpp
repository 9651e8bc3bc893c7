// SPDX-License-Identifier: GPL-2.0-only
// The picture's half that follows the ring and the device.
#include <utility>

#include "models/observe/picture.hpp"

namespace xsksim {

void Picture::on(const event::VqSetup& setup, const Event&) {
    TxQueueState* queue = tx_queue(setup.queue);
    if (queue == nullptr) return;
    *queue = TxQueueState{};
    // The state bits died with the send queue that held them.
    SocketState& socket = pairs_[queues().pair(setup.queue)].socket;
    socket.wakeup_bit = {};
    socket.state_word = {};
    socket.turned_away = {};
    queue->number = setup.queue;
    queue->num_free = setup.size;
}

void Picture::on(const event::VqAdd& add, const Event& e) {
    TxQueueState* queue = tx_queue(add.queue);
    if (queue == nullptr) return;
    ++queue->added;
    queue->last_add = e.number;
    queue->num_free = add.num_free;
    Contexts::State& context = contexts_.of(e);
    if (Call* call = context.calls.that_runs_queue()) call->ran_queue = true;
    // Who makes an XDP frame adds it to a queue next, or drops it.
    if (!std::exchange(context.makes_xdp_frame, false)) return;
    XdpState& xdp = pairs_[queues().pair(add.queue)].xdp;
    if (!xdp.work_waits()) xdp.progress = e.at;
    ++xdp.added;
}

void Picture::on(const event::VqAddFailed& failed, const Event& e) {
    TxQueueState* queue = tx_queue(failed.queue);
    if (queue == nullptr) return;
    queue->add_failed = mark(e);
    queue->add_error = failed.error.error;
}

void Picture::on(const event::VqGetBuf& got, const Event& e) {
    if (!queues().transmits(got.queue)) return;
    PairState& pair = pairs_[queues().pair(got.queue)];
    ++pair.queue.got;
    ++pair.passed.taken_back;
    pair.queue.num_free = got.num_free;
    CallStack& calls = contexts_.of(e).calls;
    pair.queue.last_get = {e.number, e.at, e.context, calls.now().doing};
    if (Call* call = calls.that_runs_queue()) call->ran_queue = true;
}

void Picture::on(const event::VqKickPrepare& kick, const Event& e) {
    TxQueueState* queue = tx_queue(kick.queue);
    if (queue == nullptr) return;
    queue->kick_needed = kick.needed;
    queue->kick_event = kick.event;
    queue->kick_prepare = mark(e);
}

void Picture::on(const event::VqNotify& notify, const Event& e) {
    if (TxQueueState* queue = tx_queue(notify.queue)) queue->notify = mark(e);
}

void Picture::on(const event::VqDisableCb& disable, const Event& e) {
    if (TxQueueState* queue = tx_queue(disable.queue)) queue->callbacks.set(false, mark(e));
}

void Picture::on(const event::VqEnableCb& enable, const Event& e) {
    TxQueueState* queue = tx_queue(enable.queue);
    if (queue == nullptr) return;
    queue->callbacks.set(true, mark(e));
    queue->enabled = mark(e);
    queue->used_event = static_cast<std::uint16_t>(enable.used_event);
    queue->used_event_written = mark(e);
}

void Picture::on(const event::VqUsedEvent& moved, const Event& e) {
    TxQueueState* queue = tx_queue(moved.queue);
    if (queue == nullptr) return;
    queue->used_event = static_cast<std::uint16_t>(moved.used_event);
    queue->used_event_written = {e.number, e.at, e.context, Doing::nothing};
}

void Picture::on(const event::VqInterrupt& interrupt, const Event& e) {
    InterruptState* state = queues().transmits(interrupt.queue)
                                ? &pairs_[queues().pair(interrupt.queue)].interrupt
                                : nullptr;
    if (state == nullptr) return;
    state->fate = interrupt.handled ? InterruptFate::handled : InterruptFate::found_nothing;
    state->decided = mark(e);
}

void Picture::on(const event::VqBroken& broken, const Event& e) {
    TxQueueState* queue = tx_queue(broken.queue);
    if (queue == nullptr) return;
    queue->broken = mark(e);
    queue->broken_text = broken.text;
}

void Picture::on(const event::DevKick& kick, const Event& e) {
    if (TxQueueState* queue = tx_queue(kick.queue)) queue->doorbell = mark(e);
}

void Picture::on(const event::DevWake& wake, const Event& e) {
    TxQueueState* queue = tx_queue(wake.queue);
    if (queue == nullptr) return;
    queue->woke = mark(e);
    queue->asleep.set(false, queue->woke);
}

void Picture::on(const event::DevSleep& sleep, const Event& e) {
    if (TxQueueState* queue = tx_queue(sleep.queue)) queue->asleep.set(!sleep.found, mark(e));
}

void Picture::on(const event::DevTake& take, const Event&) {
    if (!queues().transmits(take.queue)) return;
    PairState& pair = pairs_[queues().pair(take.queue)];
    ++pair.queue.taken;
    ++pair.passed.taken_by_device;
}

void Picture::on(const event::DevWire& wire, const Event& e) {
    if (!kinds_mix()) return;
    PairState& pair = pairs_[queues().pair(wire.queue)];
    switch (packets_.leaving().kind) {
        case PacketKind::datagram:
            moved(e, pair.datagrams.progress, pair.datagrams.work_waits());
            ++pair.datagrams.sent;
            return;
        case PacketKind::xdp:
            moved(e, pair.xdp.progress, pair.xdp.work_waits());
            ++pair.xdp.sent;
            return;
        default:
            return;
    }
}

void Picture::on(const event::DevBad& bad, const Event& e) {
    TxQueueState* queue = tx_queue(bad.queue);
    if (queue == nullptr) return;
    queue->bad = mark(e);
    queue->bad_text = bad.text;
}

void Picture::on(const event::DevPublish& publish, const Event& e) {
    TxQueueState* queue = tx_queue(publish.queue);
    if (queue == nullptr) return;
    queue->published += static_cast<std::uint16_t>(publish.new_idx - publish.old_idx);
    queue->last_publish = mark(e);
    if (kinds_mix()) return;  // it may be another's
    socket_moved(e, pairs_[queues().pair(publish.queue)].socket);
}

void Picture::on(const event::DevSignal& signal, const Event& e) {
    TxQueueState* queue = tx_queue(signal.queue);
    if (queue == nullptr) return;
    queue->signal_wanted = signal.wanted;
    queue->signal_event = signal.event;
    queue->signal = mark(e);
}

void Picture::on(const event::DevReset& reset, const Event&) {
    if (TxQueueState* queue = tx_queue(reset.queue)) queue->is_reset = true;
}

}  // namespace xsksim
