// SPDX-License-Identifier: GPL-2.0-only
// Every event of a trace: its kind, what happened, and what its four numbers are. Models emit
// these, checks and reports read them; nobody reads a model's state. Units stand in the field
// names (_ns); `queue` is a virtqueue index (TX queue of pair p is 2p+1), `pair` a queue pair,
// `gpa` a guest-physical address, `frame` an offset into the UMEM, `text` an index into the
// trace's text table, `cpu` a vCPU. Adding an event: one line in XSKSIM_EVENTS.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/core/trace.hpp"

// X(kind, field a, field b, field c, field d, meaning)
// A line an event.
// clang-format off
#define XSKSIM_EVENTS(X)                                                                           \
    /* application */                                                                              \
    X(app_submit, pair, frame, len, digest, "the application published a TX descriptor")          \
    X(app_reclaim, pair, frame, digest, in_flight, "the application took a frame from the completion ring") \
    X(app_sendmsg, pair, flags, tx_queued, none, "the application calls sendmsg")                  \
    X(app_sendmsg_done, pair, result, none, none, "sendmsg returned (result: 0 or errno)")          \
    X(app_poll, pair, none, none, none, "the application calls poll")                              \
    X(app_wait, pair, tx_queued, free_frames, need_wakeup, "the application has nothing to do until a ring changes") \
    X(app_resume, pair, none, none, none, "the application goes on")                               \
    X(app_pause, pair, duration_ns, drains, none, "the application stands still for so long (drains 0), or (1) takes no completions") \
    X(app_overwrite, pair, frame, digest, submitted, "the application writes into a frame that it has handed over") \
    X(app_done, pair, submitted, reclaimed, none, "the application has all its frames back")       \
    X(udp_submit, pair, sequence, len, digest, "a kernel UDP sender hands a datagram to the stack") \
    X(udp_drop, pair, sequence, reason, none, "the stack or driver dropped a datagram")            \
    X(udp_blocked, pair, none, none, none, "a UDP sender waits: the TX queue is stopped")          \
    X(app_killed, pair, in_flight, none, none, "the application's process was killed and exits")   \
    X(udp_refused, pair, error, none, none, "a UDP sender that does not block finds its send buffer full") \
    X(step_begin, text, pair, step, none, "a step of the scenario begins (step: its number, from 1)") \
    X(step_end, text, pair, result, step, "it ends (result: 0 or errno)")                          \
    /* AF_XDP core */                                                                              \
    X(umem_register, pair, gpa, bytes, chunk, "a UMEM was registered (start in guest memory)")     \
    X(xsk_share, pair, result, sockets, none, "a socket joined the pool of another, which now has so many (result: 0 or errno)") \
    X(xsk_bind, pair, result, zero_copy, completion_ring, "bind ended (result: 0 or errno)")       \
    X(xsk_unbind, pair, result, umem_kept, none, "the pool was taken from the driver (umem_kept: the UMEM stays the socket's until it is closed)") \
    X(xsk_peek, pair, frame, len, reserved, "the driver took a descriptor; reserved = completion entries now reserved") \
    X(xsk_peek_none, pair, reason, tx_queued, none, "the driver got none (reason: PeekNone)")      \
    X(xsk_invalid_desc, pair, addr, len, options, "an invalid descriptor was skipped")            \
    X(xsk_release, pair, consumer, tx_queued, none, "the TX consumer was published")               \
    X(xsk_completed, pair, count, reserved, none, "completion entries were published")            \
    X(need_wakeup_set, pair, none, none, none, "need_wakeup is now set on the TX ring")            \
    X(need_wakeup_clear, pair, none, none, none, "need_wakeup is now clear")                       \
    X(xsk_gate, pair, none, none, none, "sendmsg returned at the need_wakeup gate, driver not called") \
    X(xsk_wakeup, pair, flags, none, none, "the core calls ndo_xsk_wakeup")                        \
    X(xsk_wakeup_done, pair, result, none, none, "ndo_xsk_wakeup returned")                        \
    /* XDP */                                                                                      \
    X(xdp_run, pair, verdict, len, gpa, "the XDP program looked at a received frame (verdict: as XDP_DROP 1, XDP_PASS 2, XDP_TX 3)") \
    X(xdp_frame, pair, gpa, len, digest, "a frame received on the pair became an XDP frame, to be sent") \
    X(xdp_return, pair, gpa, dropped, none, "an XDP frame was given back (dropped: by who could not send it)") \
    /* driver side of the virtqueue (tracepoints of models/drivers/virtqueue) */                   \
    X(vq_add, queue, head, descriptors, num_free, "a buffer was made available")                   \
    X(vq_add_failed, queue, error, num_free, none, "add failed (errno)")                           \
    X(vq_get_buf, queue, head, len, num_free, "a used buffer was taken")                           \
    X(vq_kick_prepare, queue, needed, event, avail_idx, "is a notification needed (event: avail_event or flags)") \
    X(vq_notify, queue, avail_idx, none, none, "the driver notifies the device")                   \
    X(vq_disable_cb, queue, changed, none, none, "callbacks disabled (changed: device can see it)") \
    X(vq_enable_cb, queue, used_event, delayed, pending, "callbacks enabled (pending: used entries already there)") \
    X(vq_poll, queue, opaque, pending, none, "virtqueue_poll")                                     \
    X(vq_used_event, queue, used_event, none, none, "used_event was moved: get_buf re-armed the interrupt, or disable_cb put it off") \
    X(vq_interrupt, queue, handled, more_used, broken, "vring_interrupt (handled 0 = IRQ_NONE)")   \
    X(vq_broken, queue, text, none, none, "the driver side declared the queue broken")             \
    X(vq_setup, queue, size, flags, none, "queue set up (flags: 1 EVENT_IDX, 2 INDIRECT_DESC)")    \
    X(vq_unlocked, queue, text, none, none, "a virtqueue operation (text) outside the tx lock")    \
    /* guest kernel */                                                                             \
    X(irq_enter, cpu, vector, none, none, "hard interrupt handler begins")                         \
    X(irq_exit, cpu, vector, handled, none, "hard interrupt handler ends")                         \
    X(softirq_raise, cpu, nr, none, none, "softirq raised")                                        \
    X(softirq_left, cpu, pending, none, none, "left pending by a task, for the next interrupt or tick") \
    X(softirq_enter, cpu, pending, in_ksoftirqd, none, "softirqs begin")                           \
    X(softirq_exit, cpu, pending, none, none, "softirqs end")                                      \
    X(ksoftirqd_wake, cpu, none, none, none, "ksoftirqd was woken")                                \
    X(sched_switch, cpu, task, none, none, "the task (a context) now runs on the vCPU")           \
    X(napi_schedule, napi, outcome, cpu, none, "napi_schedule_prep, or napi_if_scheduled_mark_missed that marked (outcome: NapiSchedule)") \
    X(napi_queue, napi, cpu, none, none, "NAPI put on a vCPU's poll list")                         \
    X(napi_poll, napi, cpu, budget, none, "NAPI poll begins")                                      \
    X(napi_polled, napi, cpu, work, repoll, "NAPI poll ends")                                      \
    X(napi_complete, napi, completed, missed, none, "napi_complete_done (completed 0: stays scheduled)") \
    X(napi_enable, napi, none, none, none, "napi_enable")                                          \
    X(napi_disable, napi, phase, none, none, "napi_disable (phase 0 begins, 1 ends)")              \
    X(napi_add, napi, text, pair, is_tx, "a NAPI was registered (text: name)")                     \
    X(hrtimer_init, timer, was_queued, none, none, "hrtimer_init")                                 \
    X(hrtimer_start, timer, expires_ns, cpu, was_queued, "hrtimer_start")                          \
    X(hrtimer_cancel, timer, result, none, none, "hrtimer cancelled (result as try_to_cancel + 1)") \
    X(hrtimer_fire, timer, cpu, late_ns, none, "hrtimer callback begins")                          \
    X(work_schedule, work, cpu, delay_jiffies, none, "work was queued, or is to be after a delay")  \
    X(work_run, work, cpu, none, none, "a kworker begins to do it")                                \
    X(work_done, work, none, none, none, "it is done")                                             \
    X(work_cancel, work, was_pending, none, none, "cancel_delayed_work_sync returned")             \
    X(lock_acquire, lock, text, none, none, "a lock was taken (text: class)")                      \
    X(lock_contend, lock, text, holder, none, "a context spins on a lock")                         \
    X(lock_release, lock, held_ns, none, none, "a lock was released")                              \
    X(rcu_sync_begin, gp, none, none, none, "synchronize_rcu begins")                              \
    X(rcu_sync_end, gp, none, none, none, "synchronize_rcu ends")                                  \
    X(txq_stop, pair, none, none, none, "netif_stop_subqueue")                                     \
    X(txq_wake, pair, none, none, none, "the queue was stopped and is woken or started")           \
    X(state_bit, word, nr, operation, old, "atomic bit operation by the driver (BitOperation)")    \
    X(module_param, text, value, none, none, "value of a module parameter, at the run's start and after each write")     \
    X(netdev_open, result, none, none, none, "ndo_open returned")                                  \
    X(netdev_stop, result, none, none, none, "ndo_stop returned")                                  \
    X(netdev_gone, result, none, none, none, "the driver lost its device (result: 0 or errno)")    \
    X(suspend, phase, result, none, none, "user space is frozen and the drivers suspended (phase 0), or both go on (1)") \
    X(xdp_set, loaded, action, result, none, "the driver was given an XDP program, or lost it (action: XdpAction; result: 0 or errno)") \
    X(netdev_stats, tx_packets, tx_bytes, none, none, "somebody read the interface's counters (ndo_get_stats64)") \
    X(alloc_failed, bytes, text, none, none, "an allocation failed on purpose")                    \
    X(access, text, is_write, size, hit, "an instrumented access (text: function field); only with trace.accesses") \
    /* device */                                                                                   \
    X(dev_kick, queue, none, none, none, "a notification reached the device")                      \
    X(dev_wake, queue, avail_idx, none, none, "the device begins to serve the queue")              \
    X(dev_sleep, queue, avail_event, found, none, "the device enabled notifications (found: re-check saw new entries)") \
    X(dev_take, queue, head, header_gpa, payload_gpa, "the device took a buffer from the available ring") \
    X(dev_wire, queue, head, len, digest, "the payload is on the wire")                            \
    X(dev_bad, queue, head, text, none, "the device refuses a buffer")                             \
    X(dev_stale, queue, head, gpa, state, "the device touched memory the guest gave back (state: ByteState)") \
    X(dev_publish, queue, old_idx, new_idx, avail_pending, "used entries became visible to the guest") \
    X(dev_signal, queue, wanted, event, new_idx, "interrupt decision (event: used_event or flags)") \
    X(dev_rx, queue, head, len, sequence, "the device filled a receive buffer")                    \
    X(dev_rx_drop, queue, sequence, none, none, "no receive buffer")                               \
    X(dev_reset, queue, none, none, none, "the driver reset the queue: the device let go of all its buffers") \
    /* interrupt controller and faults */                                                          \
    X(irq_raise, vector, number, queue, none, "the device raised its vector for the number-th time") \
    X(irq_lost, vector, number, rule, none, "a fault rule lost the interrupt")                     \
    X(irq_delay, vector, number, rule, delay_ns, "a fault rule delayed the interrupt")             \
    X(irq_coalesce, vector, number, none, none, "merged with one that is still pending")           \
    X(irq_masked, vector, number, none, none, "pending while the vector is masked")                \
    X(irq_deliver, vector, cpu, number, none, "the interrupt reached its vCPU")                    \
    X(fault_fired, rule, count, text, none, "a fault rule took effect (text: rule)")               \
    X(vcpu_steal, cpu, duration_ns, none, none, "the host took the vCPU away (pre-emption)")       \
    X(hold_begin, rule, cpu, text, only_context, "a hold of the scenario begins (text: where)")    \
    X(hold_end, rule, cpu, held_ns, gave_up, "it ends (gave_up: its `until` never came)")          \
    /* judgement */                                                                                \
    X(senders_cease, settle_ns, none, none, none, "the scenario's end: nothing new is sent, what is on its way has so long to get through") \
    X(finding, text, stack, severity, none, "something is wrong (severity: FindingSeverity)")      \
    X(gap, text, stack, none, none, "the shim lacks something: the run is inconclusive")           \
    X(run_end, reason, text, none, none, "the run ended (reason: EndReason)")
// clang-format on

namespace xsksim {

enum class EventKind : std::uint16_t {
#define X(kind, a, b, c, d, meaning) kind,
    XSKSIM_EVENTS(X)
#undef X
        count_
};
static_assert(static_cast<std::size_t>(EventKind::count_) <= event_kinds_max);

struct EventInfo {
    EventKind kind;
    std::string_view name;
    std::array<std::string_view, 4> fields;  // "none" where unused
    std::string_view meaning;
};

inline constexpr std::array event_infos = {
#define X(kind, a, b, c, d, meaning) EventInfo{EventKind::kind, #kind, {#a, #b, #c, #d}, meaning},
    XSKSIM_EVENTS(X)
#undef X
};

constexpr const EventInfo& info_of(EventKind kind) {
    return event_infos[static_cast<std::size_t>(kind)];
}

enum class PeekNone : std::uint64_t { tx_ring_empty = 0, completion_ring_full = 1, no_socket = 2 };
enum class NapiSchedule : std::uint64_t { scheduled = 0, already_scheduled = 1, disabled = 2 };
enum class BitOperation : std::uint64_t {
    set = 0,
    clear = 1,
    test_and_set = 2,
    test_and_clear = 3
};
enum class FindingSeverity : std::uint64_t { note = 0, failure = 1 };

}  // namespace xsksim
