// SPDX-License-Identifier: GPL-2.0-only
// The enumerations that events carry, each value with the word that stands for it in traces and in
// scenarios. The values of those that have a counterpart in the kernel are the kernel's.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "models/codes.hpp"
#include "models/queue_map.hpp"
#include "models/xdp_action.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/words.hpp"

namespace xsksim {

XSKSIM_WORDS_OF(QueueRole, receive, transmit, control);
// Who dropped a datagram.
XSKSIM_WORDS(DropReason, qdisc_full, by_driver, interface_down);
// Why xsk_tx_peek_desc returned none.
XSKSIM_WORDS(PeekNone, tx_ring_empty, completion_ring_full, no_socket);
XSKSIM_WORDS_OF(XdpAction, aborted, drop, pass, tx, redirect);
// What became of an attempt to schedule a NAPI.
XSKSIM_WORDS(NapiSchedule, scheduled, already_scheduled, disabled);
// napi_disable waits for polls that run.
XSKSIM_WORDS(Phase, begins, ended);
XSKSIM_WORDS(SuspendPhase, suspended, resumed);
// Whose interrupt a vCPU handles: an MSI-X vector's, an expired hrtimer's, or the local timer's
// else.
XSKSIM_WORDS(InterruptKind, device, hrtimer, local_timer);
// linux/interrupt.h, Linux 5.11.
XSKSIM_WORDS(Softirq, hi, timer, net_tx, net_rx, block, irq_poll, tasklet, sched, hrtimer, rcu);
// What hrtimer_try_to_cancel found, -1 to 1.
XSKSIM_WORDS(TimerCancel, callback_running, not_queued, cancelled);
XSKSIM_WORDS(BitOperation, set, clear, test_and_set, test_and_clear);
constexpr bool sets(BitOperation operation) {
    return operation == BitOperation::set || operation == BitOperation::test_and_set;
}
// What a byte of guest memory is that a device should not have touched.
XSKSIM_WORDS(MemoryState, valid, never_allocated, redzone, freed, unpinned, unmapped);
XSKSIM_WORDS(FindingSeverity, note, failure);
template <>
struct WordTable<Code> {
    static constexpr auto words = [] {
        std::array<std::string_view, code_infos.size()> names;
        std::ranges::transform(code_infos, names.begin(), &CodeInfo::name);
        return names;
    }();
};
// What a scheduling point is about (sim/core/operation.hpp).
XSKSIM_WORDS_OF(ObjectKind, nothing, memory, tx_producer, tx_consumer, tx_flags,
                completion_producer, completion_consumer, socket_state, pool_sockets,
                pool_need_wakeup, spin_lock, mutex, napi, timer, work, rcu, task, softirqs,
                interrupts, vector, tx_queue, virtqueue, device, packet, barrier, socket);
static_assert(word_of(ObjectKind::socket) == "socket");
XSKSIM_WORDS_OF(Act, read, write, atomic, none, allocate, free, acquire, try_acquire, wait, release,
                prepare, schedule, mark_missed, poll, complete, enable, disable, start, cancel,
                synchronize, sleep, spin, yield, return_to_user, exit, run, handle, raise, stop,
                wake, send, enqueue, notify, reset, open, close, full, compiler);
static_assert(word_of(Act::compiler) == "compiler");
// What stopped a run that was stopped: the end that its scenario has, or what it ran into.
XSKSIM_WORDS(StopCause, trouble, frames_back, time_over, nothing_pending, settled, no_progress);
XSKSIM_WORDS_OF(EndReason, stopped, idle, time_bound, event_bound, simulator_fault);

}  // namespace xsksim
