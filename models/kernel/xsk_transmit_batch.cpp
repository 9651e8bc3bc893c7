// SPDX-License-Identifier: GPL-2.0-only
// xsk_tx_peek_release_desc_batch as of Linux 6.13 (net/xdp/xsk.c): a batch is taken, its completion
// entries are written and its place in the TX ring is given back, all before the driver sees it. So
// what the driver then cannot send is gone from the TX ring, and user space may fill the place.
// Differs from a peek: with an empty ring the consumer is not published; a batch ends at the number
// of free completion entries instead of failing there.
// Simplified: no multi-buffer packets; a descriptor costs what a single peek does.
#include <algorithm>

#include "models/kernel/xsk_core.hpp"

namespace xsksim {

std::vector<XskDescriptor> XskCore::tx_peek_release_batch(PoolId id, std::uint32_t max) {
    XskPool* pool = live_pool(id, "xsk_tx_peek_release_desc_batch");
    if (pool == nullptr) return {};
    kernel_.rcu.read_lock();
    XskSocketState* state = pool->sockets;
    const bool single = state != nullptr && state->next_in_pool == nullptr;
    if (!single) {
        kernel_.rcu.read_unlock();
        return peek_release_one_by_one(id, max);
    }
    std::vector<XskDescriptor> batch;
    if (const std::uint32_t count = batch_size(*pool, *state, max); count != 0)
        batch = read_batch(*pool, *state, count);
    if (!batch.empty()) {
        publish_consumer(*state);
        kernel_.trace.emit(
            event::XskRelease{.pair = pool->pair,
                              .consumer = state->cached_consumer,
                              .tx_queued = state->socket.tx.producer - state->cached_consumer});
        wake_writer(*state);
    }
    kernel_.rcu.read_unlock();
    return batch;
}

std::vector<XskDescriptor> XskCore::peek_release_one_by_one(PoolId id, std::uint32_t max) {
    std::vector<XskDescriptor> batch;
    XskDescriptor desc;
    while (batch.size() < max && tx_peek(id, desc)) batch.push_back(desc);
    tx_release(id);
    return batch;
}

// xskq_cons_nb_entries and xskq_prod_nb_free: each looks at the other side only if what it knows is
// not enough.
std::uint32_t XskCore::batch_size(XskPool& pool, XskSocketState& state, std::uint32_t max) {
    std::uint32_t queued = state.cached_producer - state.cached_consumer;
    if (queued < max) {
        kernel_.cpus.execution().point(
            Operation::access(marked_read, ObjectKind::tx_producer, state.socket.number));
        state.cached_producer = state.socket.tx.producer;
        queued = state.cached_producer - state.cached_consumer;
    }
    const std::uint32_t wanted = std::min(queued, max);
    const std::uint32_t count = free_completions(pool, wanted);
    kernel_.cpus.execution().spend(kernel_.costs.peek * std::max<std::int64_t>(count, 1),
                                   Operation::local());
    if (count == 0 && max != 0)
        peek_found_none(pool,
                        wanted == 0 ? PeekNone::tx_ring_empty : PeekNone::completion_ring_full);
    return count;
}

std::uint32_t XskCore::free_completions(XskPool& pool, std::uint32_t wanted) {
    const XskCompletionRing& ring = pool.completion();
    const auto size = static_cast<std::uint32_t>(ring.slots.size());
    std::uint32_t free = size - (pool.cached_producer - pool.cached_consumer);
    if (free < wanted) {
        kernel_.cpus.execution().point(
            Operation::access(marked_read, ObjectKind::completion_consumer, ring.socket));
        pool.cached_consumer = ring.consumer;
        free = size - (pool.cached_producer - pool.cached_consumer);
    }
    return std::min(free, wanted);
}

// xskq_cons_read_desc_batch, xskq_prod_write_addr_batch. An invalid descriptor is consumed, brings
// no completion, and ends the batch.
std::vector<XskDescriptor> XskCore::read_batch(XskPool& pool, XskSocketState& state,
                                               std::uint32_t count) {
    XskCompletionRing& ring = pool.completion();
    const auto& slots = state.socket.tx.slots;
    std::vector<XskDescriptor> batch;
    while (batch.size() < count) {
        const XskDescriptor& desc = slots[state.cached_consumer++ & (slots.size() - 1)];
        if (!pool.umem.is_valid(desc)) {
            ++state.invalid_descriptors;
            kernel_.trace.emit(event::XskInvalidDesc{
                .pair = pool.pair, .addr = {desc.addr}, .len = desc.len, .options = desc.options});
            break;
        }
        ring.slots[pool.cached_producer++ & (ring.slots.size() - 1)] = desc.addr;
        batch.push_back(desc);
        kernel_.trace.emit(event::XskPeek{.pair = pool.pair,
                                          .frame = {pool.umem.offset_of(desc.addr)},
                                          .len = desc.len,
                                          .reserved = pool.reserved()});
    }
    return batch;
}

}  // namespace xsksim
