// SPDX-License-Identifier: GPL-2.0-only
// User space's side of the TX ring and the completion ring.
//
// Stands for: xsk_ring_prod__* and xsk_ring_cons__* of libbpf's xsk.h (kernel-facts.md §2.7), with
// cached copies of the indices, refreshed only when they do not suffice.
// Publishing and giving back are plain stores, as libbpf's release stores are on x86: nothing keeps
// the load of the need_wakeup flag behind them (memory order TSO).
// Owners: Submission, Completions; the sender's task alone calls. Scheduling points: before each
// access to a shared word (producer, consumer). No cost: the sender charges it by the frame.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/ports.hpp"

namespace xsksim {

class TxProducer {
public:
    TxProducer(TaskCalls& tasks, const GuestMemory& memory) : tasks_(tasks), memory_(memory) {}

    void attach(XskTxRing& ring) {
        ring_ = &ring;
        producer_ = 0;
        consumer_ = 0;
    }
    // True if `count` slots are free. [point] when it must look.
    bool reserve(std::uint32_t count) {
        if (free_slots() >= count) return true;
        tasks_.point(Operation::access(marked_read, ObjectKind::tx_consumer, ring_->socket));
        consumer_ = ring_->consumer;
        return free_slots() >= count;
    }
    // The `index`-th slot after the published ones.
    XskDescriptor& slot(std::uint32_t index) {
        return ring_->slots[(producer_ + index) & (ring_->slots.size() - 1)];
    }
    // Makes `count` slots visible to the kernel. The caller has passed a scheduling point.
    void publish(std::uint32_t count) {
        producer_ += count;
        memory_.store(ring_->producer, producer_);
    }
    // What a look at the consumer would tell now, without looking.
    std::uint32_t free_slots_in_truth() const {
        return static_cast<std::uint32_t>(ring_->slots.size()) - (producer_ - ring_->consumer);
    }
    std::uint32_t queued_in_truth() const { return producer_ - ring_->consumer; }

private:
    std::uint32_t free_slots() const {
        return static_cast<std::uint32_t>(ring_->slots.size()) - (producer_ - consumer_);
    }

    TaskCalls& tasks_;
    const GuestMemory& memory_;
    XskTxRing* ring_ = nullptr;
    std::uint32_t producer_ = 0;
    std::uint32_t consumer_ = 0;
};

class CompletionConsumer {
public:
    CompletionConsumer(TaskCalls& tasks, const GuestMemory& memory)
        : tasks_(tasks), memory_(memory) {}

    void attach(XskCompletionRing& ring) {
        ring_ = &ring;
        producer_ = 0;
        consumer_ = 0;
    }
    // How many entries are there, at most `limit`. [point] when it must look.
    std::uint32_t peek(std::uint32_t limit) {
        if (producer_ == consumer_) {
            tasks_.point(
                Operation::access(marked_read, ObjectKind::completion_producer, ring_->socket));
            producer_ = ring_->producer;
        }
        return std::min(limit, producer_ - consumer_);
    }
    std::uint64_t entry(std::uint32_t index) const {
        return ring_->slots[(consumer_ + index) & (ring_->slots.size() - 1)];
    }
    // Gives `count` entries back to the kernel. The caller has passed a scheduling point.
    void release(std::uint32_t count) {
        consumer_ += count;
        memory_.store(ring_->consumer, consumer_);
    }
    bool has_entries_in_truth() const { return ring_->producer != consumer_; }

private:
    TaskCalls& tasks_;
    const GuestMemory& memory_;
    XskCompletionRing* ring_ = nullptr;
    std::uint32_t producer_ = 0;
    std::uint32_t consumer_ = 0;
};

}  // namespace xsksim
