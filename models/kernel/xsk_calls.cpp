// SPDX-License-Identifier: GPL-2.0-only
// The AF_XDP core's calls on a bound socket: sendmsg and poll.
#include <cerrno>

#include "models/kernel/xsk_core.hpp"

namespace xsksim {

using State = XskSocketState::State;

int XskCore::sendmsg(XskSocket& socket) {
    XskSocketState& state = state_of(socket);
    ++state.callers;
    enter(Operation::access(marked_read, ObjectKind::socket_state, socket.number));
    const int result = send(state);
    leave_socket(state);
    return result;
}

int XskCore::send(XskSocketState& state) {
    if (state.state != State::bound) return -ENXIO;
    XskPool& pool = *state.pool;
    if (options_.sendmsg_gate) {
        kernel_.cpus.execution().point(
            Operation::access(plain_read, ObjectKind::pool_need_wakeup, pool.id));
        if ((pool.cached_need_wakeup & xdp_wakeup_tx) == 0) {
            kernel_.trace.emit(event::XskGate{.pair = pool.pair});
            return 0;
        }
    }
    if (!driver_.is_up()) return -ENETDOWN;
    return call_wakeup(pool, xdp_wakeup_tx);
}

int XskCore::call_wakeup(XskPool& pool, std::uint32_t flags) {
    kernel_.trace.emit(event::XskWakeup{.pair = pool.pair, .flags = flags});
    kernel_.rcu.read_lock();
    const int result = driver_.xsk_wakeup(pool.pair, flags);
    kernel_.rcu.read_unlock();
    kernel_.trace.emit(event::XskWakeupDone{.pair = pool.pair, .result = CallResult::of(result)});
    return result;
}

int XskCore::poll(XskSocket& socket, Duration timeout) {
    XskSocketState& state = state_of(socket);
    ++state.callers;
    enter(Operation::call({ObjectKind::socket, Act::poll}, socket.number));
    const int result = wait_writable(state, kernel_.engine.now() + timeout);
    leave_socket(state);
    return result;
}

// do_poll: each turn asks the socket again, and so may call the driver again; the last one comes
// after the timeout.
int XskCore::wait_writable(XskSocketState& state, Instant deadline) {
    state.poller = kernel_.cpus.execution().current().id;
    int result = 0;
    for (bool timed_out = kernel_.engine.now() >= deadline;; timed_out = !state.poll_triggered) {
        if (state.state != State::bound) {
            result = -ENXIO;
            break;
        }
        if (state.poll_interrupted) {
            result = -EINTR;
            break;
        }
        state.poll_triggered = false;
        if (poll_once(state)) {
            result = 1;
            break;
        }
        if (timed_out) break;
        while (!state.poll_triggered && kernel_.engine.now() < deadline)
            kernel_.cpus.tasks().block_interruptible(deadline, "poll");
    }
    state.poll_interrupted = false;
    state.poller = no_context;
    return result;
}

void XskCore::interrupt(XskSocket& socket) {
    XskSocketState& state = state_of(socket);
    if (state.poller == no_context) return;
    state.poll_interrupted = state.poll_triggered = true;
    kernel_.cpus.tasks().wake_task(state.poller);
}

// xsk_poll. True for POLLOUT.
bool XskCore::poll_once(XskSocketState& state) {
    XskPool& pool = *state.pool;  // the socket may be detached from it meanwhile
    kernel_.cpus.execution().point(
        Operation::access(plain_read, ObjectKind::pool_need_wakeup, pool.id));
    if (const std::uint32_t flags = pool.cached_need_wakeup; flags != 0) call_wakeup(pool, flags);
    return is_writable(state);
}

void XskCore::leave_socket(XskSocketState& state) {
    if (--state.callers == 0 && state.closer != no_context)
        kernel_.cpus.tasks().wake_task(state.closer);
    kernel_.cpus.tasks().leave_kernel();
}

}  // namespace xsksim
