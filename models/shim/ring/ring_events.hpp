// SPDX-License-Identifier: GPL-2.0-only
// The one place where events of the driver's side of a ring come from (models/events/ring.def).
//
// Told by those at the ring's borders, which are the same whoever implements the ring: the driver's
// calls of virtqueue_* as they begin and end (models/shim/c/ring_boundary.c), and the transport
// (set-up, notification, interrupt). What a call did to the ring it reads from the ring's memory.
// So the ring's C needs no tracepoints; see docs/decisions/0016-ring-events-at-the-border.md.
// Stands for nothing in the guest.
// Simplified: an event is told when its call returns, not when the store happens. used_event has
// moved when its value has. A queue is known to be broken once a call returned nothing for an entry
// that no driver can accept, or the transport refused a notification.
// Owner: the shim. No scheduling points, no cost. Calls about queues that were never set up are
// ignored: nobody knows their memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/memory/guest_memory.hpp"
#include "models/ports.hpp"
#include "models/queue_map.hpp"
#include "models/shim/ring/shared_ring.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class RingEvents {
public:
    // `places`: what the device's queues are for; others are nobody's.
    RingEvents(Trace& trace, const GuestMemory& memory, const QueueMap& places)
        : trace_(trace), memory_(memory), places_(places) {}

    // --- the transport ---
    void accept_features(std::uint64_t features) { features_ = features; }
    // The device is about to learn where the queue lies; it is as new.
    void set_up(QueueIndex queue, const QueueAddresses& addresses);
    // A notification leaves; what the transport made of it.
    void notify(QueueIndex queue);
    void notify_answered(QueueIndex queue, bool accepted);
    // The ring calls the driver's callback, in the interrupt that this vCPU handles.
    void callback(QueueIndex queue, CpuId cpu);
    // For interrupt_handled(): how many callbacks there were so far.
    std::uint32_t callbacks(CpuId cpu);
    void interrupt_handled(QueueIndex queue, CpuId cpu, std::uint32_t callbacks_before,
                           bool handled);

    // --- the driver's calls ---
    // `token`: the driver's name for the buffer, by which it gets it back.
    void added(QueueIndex queue, std::uint32_t free_before, std::uint32_t num_free,
               const void* token, int result);
    // As the driver begins to decide. The device may ask for something else before it has: which of
    // the two it read, its decision tells. A decision against a notification counts only if it
    // was made when the device could see the buffers.
    struct Asked {
        std::uint32_t event = 0;  // of notifications, as events tell it
        std::uint16_t available = 0;
    };
    Asked kick_deciding(QueueIndex queue);
    void kick_decided(QueueIndex queue, Asked before, bool needed);
    void kick_refused(QueueIndex queue);
    // The head of the buffer that is used, where the ring gives the driver another one; once a
    // queue.
    std::optional<std::uint32_t> got(QueueIndex queue, std::uint32_t free_before,
                                     std::uint32_t num_free, const void* token,
                                     std::uint32_t written_bytes);
    void got_nothing(QueueIndex queue);
    // Whether callbacks were on.
    bool disabling(QueueIndex queue);
    void disabled(QueueIndex queue, bool were_on);
    // As it begins: an interrupt before its end may disable them again.
    void enabling(QueueIndex queue);
    void enabled(QueueIndex queue, bool delayed);
    void polled(QueueIndex queue, std::uint32_t opaque, bool pending);

private:
    struct Queue {
        std::unique_ptr<SharedRing> ring;  // none: not set up
        bool event_idx = false;
        bool callbacks_on = true;
        bool is_broken = false;
        bool was_refused = false;      // the transport's last answer
        std::uint16_t used_event = 0;  // as last told
        std::uint16_t callback_flags = 0;
        std::uint16_t decided_at = 0;  // available index at the last decision on a notification
        bool is_mixed_up = false;      // it gave the driver another buffer than the used one
        std::vector<const void*> outstanding;  // tokens, by head; nullptr: it is not

        bool is_kick_needed(std::uint32_t asked) const;
    };

    Queue* find(QueueIndex queue) {
        return queue < queues_.size() && queues_[queue].ring ? &queues_[queue] : nullptr;
    }
    void tell_used_event(QueueIndex index, Queue& queue);
    void break_queue(QueueIndex index, Queue& queue, const char* why);

    Trace& trace_;
    const GuestMemory& memory_;
    const QueueMap& places_;
    std::uint64_t features_ = 0;
    std::vector<Queue> queues_;             // by queue
    std::vector<std::uint32_t> callbacks_;  // by vCPU
};

}  // namespace xsksim
