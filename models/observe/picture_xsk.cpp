// SPDX-License-Identifier: GPL-2.0-only
// The picture's half that follows the AF_XDP core.
#include "models/observe/picture.hpp"

namespace xsksim {

void Picture::on(const event::UmemRegister& umem, const Event&) {
    pairs_[umem.pair].socket.known = true;
}

void Picture::on(const event::XskBind& bind, const Event& e) {
    SocketState& socket = pairs_[bind.pair].socket;
    if (!bind.result.ok()) {
        socket.bind_failed.times += 1;
        socket.bind_failed.error = bind.result.error;
        socket.bind_failed.last = mark(e);
        return;
    }
    socket.bind_failed = {};
    socket.bound = true;
    socket.completion = {.size = bind.completion_ring};
    timers_.bind(bind.pair, e);
}

void Picture::on(const event::XskUnbind& unbind, const Event& e) {
    SocketState& socket = pairs_[unbind.pair].socket;
    socket.bound = false;
    socket.unbound = mark(e);
    socket.reclaimed = socket.submitted;  // they are the application's again
    socket.invalid = 0;
    socket.completed = socket.peeked = socket.reclaimed;
    socket.completion.reserved = 0;
    socket.completions_found_full = {};
    for (SocketShare& share : socket.shares) share.taken = share.submitted;
}

void Picture::on(const event::XskPeek& peek, const Event& e) {
    PairState& pair = pairs_[peek.pair];
    SocketState& socket = pair.socket;
    socket_moved(e, socket);
    ++socket.peeked;
    if (socket.completions_found_full.seen()) [[unlikely]]
        socket.completions_found_full = {};
    ++socket.completion.reserved;
    ++pair.passed.peeked;
    share_moved(e, socket, peek.frame);
}

void Picture::on(const event::XskPeekNone& none, const Event& e) {
    pairs_[none.pair].socket.completions_found_full =
        none.reason == PeekNone::completion_ring_full ? mark(e) : Mark{};
    if (Call* call = contexts_.of(e).calls.that_runs_queue())
        call->ran_queue = call->found_none = true;
}

void Picture::on(const event::XskInvalidDesc& invalid, const Event& e) {
    SocketState& socket = pairs_[invalid.pair].socket;
    ++socket.invalid;
    share_moved(e, socket, invalid.addr);
}

// Of several sockets, the one whose frames have been around that address.
void Picture::share_moved(const Event& e, SocketState& socket, FrameAddress frame) {
    const bool alone = socket.shares.size() == 1;
    for (SocketShare& share : socket.shares) {
        if (!alone && !share.has(frame)) continue;
        moved(e, share.progress, !alone && share.waits());
        ++share.taken;
        return;
    }
}

void Picture::on(const event::XskCompleted& completed, const Event& e) {
    SocketState& socket = pairs_[completed.pair].socket;
    socket_moved(e, socket);
    socket.completed += static_cast<std::int64_t>(completed.count);
    socket.completion.complete(completed.count);
}

void Picture::on(const event::NeedWakeupSet& flag, const Event& e) {
    pairs_[flag.pair].socket.need_wakeup.set(true, mark(e));
}

void Picture::on(const event::NeedWakeupClear& flag, const Event& e) {
    pairs_[flag.pair].socket.need_wakeup.set(false, mark(e));
}

void Picture::on(const event::XskWakeup& wakeup, const Event& e) {
    SocketState& socket = pairs_[wakeup.pair].socket;
    socket.last_call_in_vain = mark(e);
    ++socket.wakeups_in_vain;
    contexts_.enter(e, {.doing = Doing::wakeup, .pair = wakeup.pair});
}

void Picture::on(const event::XskWakeupDone&, const Event& e) { contexts_.leave(e, Doing::wakeup); }

}  // namespace xsksim
