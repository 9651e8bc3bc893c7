// SPDX-License-Identifier: GPL-2.0-only
// The way of an interrupt from the device to a vCPU: MSI-X table, fault rules, message, delivery.
//
// Real counterpart: the function's MSI-X table and pending bits (PCI 3.0 §6.8.2, virtio 1.x
// §4.1.5.1.2), the message on the bus, and the local APIC's request register.
//   raise()   the device asks. A masked vector sets its pending bit (irq_masked); raised again
//   while
//             pending it stays one (irq_coalesce). Else a message is sent.
//   send      the fault rules see the message, in their order, once. It leaves for the vCPU that
//   the
//             vector is routed to at this moment; masking does not call it back.
//   deliver   `latency` later, in a step of its own. Unmasked messages are separate, each with its
//             own way; but a vCPU remembers one request a vector, so a message merges
//             (irq_coalesce) when the previous one of its vector arrived at the same instant, or
//             when InterruptSink::is_pending() says that its handler has not begun yet.
//   handled   the guest says whether somebody handled an interrupt. A line that a fault rule makes
//   it
//             give up (spurious_lines.hpp) is masked for good, and its handler polled now and then.
//   unmask    a pending vector sends its one message, with the number of the raise that set it.
// Simplified: no function mask, no interrupt priorities, vectors begin unmasked and routed to vCPU
// 0. Owner: the world, which makes it before the run. Callers: device (raise), guest (route, mask,
// handled). A step context, "irq", rank interrupt_controller. No costs. Emits irq_*, fault_fired.
#pragma once

#include <map>
#include <vector>

#include "models/events.hpp"
#include "models/fault_port.hpp"
#include "models/irq/interrupt_controller_options.hpp"
#include "models/irq/interrupt_fault.hpp"
#include "models/irq/spurious_lines.hpp"
#include "models/ports.hpp"
#include "models/queue_map.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class InterruptController : public InterruptLines, public InterruptTable {
public:
    struct Environment {
        Engine& engine;
        Trace& trace;
        FaultSource& faults;
        InterruptSink& sink;
        const QueueMap& queues;  // which vector tells of which
    };

    // As many vectors as the map has.
    InterruptController(const Environment& environment, const InterruptControllerOptions& options);
    InterruptController(const InterruptController&) = delete;
    InterruptController& operator=(const InterruptController&) = delete;

    void raise(Vector vector, QueueIndex queue) override;
    void route(Vector vector, CpuId cpu) override;
    void mask(Vector vector, bool masked) override;
    void handled(Vector vector, bool by_somebody) override;

    bool is_pending(Vector vector) const { return entry(vector).is_pending; }

private:
    struct Entry {
        CpuId cpu = 0;
        bool is_masked = false;
        bool is_pending = false;
        std::uint64_t pending_number = 0;
        bool pending_was_judged = false;  // the fault rules have seen it
        std::uint64_t raised = 0;
        Instant masked_until{-1};  // by a fault, beside the guest's own mask
        Instant delivered_at{-1};
        Instant next_poll = Instant::never();  // of a line that was given up
    };
    struct Flight {
        Instant due;
        std::uint64_t sequence = 0;
        Vector vector = 0;
        CpuId cpu = 0;
        std::uint64_t number = 0;
        // For a heap with the earliest on top.
        bool operator<(const Flight& other) const {
            return due != other.due ? due > other.due : sequence > other.sequence;
        }
    };

    Entry& entry(Vector vector);
    const Entry& entry(Vector vector) const;
    bool is_masked(const Entry& target) const;
    void set_pending(Vector vector, std::uint64_t number);
    void release_pending(Vector vector);
    void send(Vector vector, std::uint64_t number);
    void launch(const InterruptMessage& message);
    // False when the message goes no further.
    bool pass_rules(InterruptMessage& message);
    bool apply(const FaultVerdict& verdict, std::size_t rule, InterruptMessage& message);
    void mask_for(Vector vector, Duration time);
    Instant step();
    Instant unmask_those_due(Instant now);
    Instant poll_those_given_up(Instant now);
    void deliver(const Flight& flight);
    void reach(Vector vector, CpuId cpu, std::uint64_t number);

    Environment environment_;
    Duration latency_;
    ContextId context_ = no_context;
    std::vector<Entry> entries_;
    std::map<std::size_t, InterruptFault> faults_;  // by the rule's number
    SpuriousLines spurious_;
    bool any_given_up_ = false;
    std::vector<Flight> in_flight_;  // a heap
    std::uint64_t sequence_ = 0;
};

}  // namespace xsksim
