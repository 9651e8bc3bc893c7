// SPDX-License-Identifier: GPL-2.0-only
// The calls of a zero-copy driver. The order of the accesses to shared words is the kernel's; a
// scheduling point lies before each of them.
#include <string>

#include "models/kernel/xsk_core.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

XskPool* XskCore::live_pool(PoolId id, std::string_view caller) {
    XSKSIM_CHECK(id >= 1 && id <= pools_.size(), "no such AF_XDP buffer pool");
    XskPool& pool = pools_[id - 1];
    if (pool.alive) [[likely]]
        return &pool;
    kernel_.findings.failure(Code::xsk_pool_released,
                             std::string(caller) + " on a buffer pool that was already released");
    return nullptr;
}

bool XskCore::tx_peek(PoolId id, XskDescriptor& desc) {
    XskPool* pool = live_pool(id, "xsk_tx_peek_desc");
    if (pool == nullptr) return false;
    kernel_.cpus.execution().spend(kernel_.costs.peek,
                                   Operation::access(marked_read, ObjectKind::pool_sockets, id));
    kernel_.rcu.read_lock();
    const bool found = peek_first(*pool, desc);
    kernel_.rcu.read_unlock();
    return found;
}

// No fairness between sockets: the newest is asked first, every time. A full completion ring ends
// the search whoever's descriptor it was, and looks to the driver like an empty TX ring.
bool XskCore::peek_first(XskPool& pool, XskDescriptor& desc) {
    PeekNone reason = PeekNone::no_socket;
    for (XskSocketState* state = pool.sockets; state != nullptr; state = state->next_in_pool) {
        reason = PeekNone::tx_ring_empty;
        if (!peek_socket(*state, desc)) continue;
        reason = PeekNone::completion_ring_full;
        if (!reserve_completion(pool, desc.addr)) break;
        ++state->cached_consumer;
        kernel_.trace.emit(event::XskPeek{.pair = pool.pair,
                                          .frame = {pool.umem.offset_of(desc.addr)},
                                          .len = desc.len,
                                          .reserved = pool.reserved()});
        return true;
    }
    peek_found_none(pool, reason);
    return false;
}

void XskCore::peek_found_none(const XskPool& pool, PeekNone reason) {
    const XskSocketState* first = pool.sockets;
    kernel_.trace.emit(event::XskPeekNone{
        .pair = pool.pair,
        .reason = reason,
        .tx_queued = first == nullptr ? 0 : first->socket.tx.producer - first->cached_consumer});
}

// xskq_cons_peek_desc: looks for new descriptors only when all known ones are used up, and then
// once: what is published while invalid ones are skipped waits for the next call.
bool XskCore::peek_socket(XskSocketState& state, XskDescriptor& desc) {
    const XskTxRing& ring = state.socket.tx;
    if (state.cached_producer == state.cached_consumer) {
        publish_consumer(state);
        kernel_.cpus.execution().point(
            Operation::access(marked_read, ObjectKind::tx_producer, ring.socket));
        state.cached_producer = ring.producer;
    }
    const std::uint32_t mask = state.socket.options.tx_ring_size - 1;
    for (; state.cached_consumer != state.cached_producer; ++state.cached_consumer) {
        desc = ring.slots[state.cached_consumer & mask];
        if (state.pool->umem.is_valid(desc)) [[likely]]
            return true;
        ++state.invalid_descriptors;
        kernel_.trace.emit(event::XskInvalidDesc{.pair = state.pool->pair,
                                                 .addr = {desc.addr},
                                                 .len = desc.len,
                                                 .options = desc.options});
    }
    return false;
}

// xskq_prod_reserve_addr: the entry is written now and published by tx_completed(), which knows
// no addresses. So completions come in the order of the peeks.
bool XskCore::reserve_completion(XskPool& pool, std::uint64_t addr) {
    XskCompletionRing& ring = pool.completion();
    const auto size = static_cast<std::uint32_t>(ring.slots.size());
    if (options_.safeguards.completion_reservation &&
        pool.cached_producer - pool.cached_consumer == size) {
        kernel_.cpus.execution().point(
            Operation::access(marked_read, ObjectKind::completion_consumer, ring.socket));
        pool.cached_consumer = ring.consumer;
        if (pool.cached_producer - pool.cached_consumer == size) return false;
    }
    ring.slots[pool.cached_producer++ & (size - 1)] = addr;
    return true;
}

void XskCore::publish_consumer(XskSocketState& state) {
    XskTxRing& ring = state.socket.tx;
    kernel_.cpus.execution().point(
        Operation::access(marked_write, ObjectKind::tx_consumer, ring.socket));
    kernel_.cpus.execution().full_barrier();
    if (ring.consumer == state.cached_consumer) return;
    kernel_.memory.store(ring.consumer, state.cached_consumer);
    changed(state.socket);
}

// xsk_tx_writeable: at most half of the ring is in use.
bool XskCore::is_writable(XskSocketState& state) {
    const XskTxRing& ring = state.socket.tx;
    kernel_.cpus.execution().point(
        Operation::access(marked_read, ObjectKind::tx_producer, ring.socket));
    const std::uint32_t producer = ring.producer;
    kernel_.cpus.execution().point(
        Operation::access(marked_read, ObjectKind::tx_consumer, ring.socket));
    return producer - ring.consumer <= ring.slots.size() / 2;
}

void XskCore::tx_release(PoolId id) {
    XskPool* pool = live_pool(id, "xsk_tx_release");
    if (pool == nullptr) return;
    kernel_.rcu.read_lock();
    for (XskSocketState* state = pool->sockets; state != nullptr; state = state->next_in_pool) {
        publish_consumer(*state);
        kernel_.trace.emit(
            event::XskRelease{.pair = pool->pair,
                              .consumer = state->cached_consumer,
                              .tx_queued = state->socket.tx.producer - state->cached_consumer});
        if (is_writable(*state)) wake_writer(*state);
    }
    kernel_.rcu.read_unlock();
}

// sock_def_write_space() asks wq_has_sleeper(), which is a full barrier first.
void XskCore::wake_writer(XskSocketState& state) {
    kernel_.cpus.execution().full_barrier();
    if (state.poller == no_context) return;
    state.poll_triggered = true;
    kernel_.cpus.tasks().wake_task(state.poller);
}

void XskCore::tx_completed(PoolId id, std::uint32_t count) {
    XskPool* pool = live_pool(id, "xsk_tx_completed");
    if (pool == nullptr) return;
    XskCompletionRing& ring = pool->completion();
    kernel_.cpus.execution().point(
        Operation::access(plain_read, ObjectKind::completion_producer, ring.socket));
    const std::uint32_t producer = ring.producer;
    if (count > pool->reserved())
        kernel_.findings.failure(Code::xsk_completed_too_many,
                                 "xsk_tx_completed: " + std::to_string(count) +
                                     " completions, but only " + std::to_string(pool->reserved()) +
                                     " descriptors were taken");
    kernel_.cpus.execution().point(
        Operation::access(marked_write, ObjectKind::completion_producer, ring.socket));
    kernel_.memory.store(ring.producer, producer + count);
    kernel_.trace.emit(
        event::XskCompleted{.pair = pool->pair, .count = count, .reserved = pool->reserved()});
    if (count > 0) changed(pool->completion_owner->socket);
}

void XskCore::set_need_wakeup(PoolId id) {
    XskPool* pool = live_pool(id, "xsk_set_tx_need_wakeup");
    if (pool == nullptr) return;
    kernel_.cpus.execution().point(Operation::access(plain_read, ObjectKind::pool_need_wakeup, id));
    if ((pool->cached_need_wakeup & xdp_wakeup_tx) != 0) return;
    kernel_.rcu.read_lock();
    for (XskSocketState* state = pool->sockets; state != nullptr; state = state->next_in_pool) {
        kernel_.cpus.execution().point(
            Operation::access(plain_write, ObjectKind::tx_flags, state->socket.number));
        std::uint32_t& flags = state->socket.tx.flags;
        kernel_.memory.store(flags, flags | xdp_ring_need_wakeup);
        kernel_.trace.emit(event::NeedWakeupSet{.pair = pool->pair});
        changed(state->socket);
    }
    kernel_.rcu.read_unlock();
    kernel_.cpus.execution().point(
        Operation::access(plain_write, ObjectKind::pool_need_wakeup, id));
    kernel_.memory.store(pool->cached_need_wakeup, pool->cached_need_wakeup | xdp_wakeup_tx);
}

void XskCore::clear_need_wakeup(PoolId id) {
    XskPool* pool = live_pool(id, "xsk_clear_tx_need_wakeup");
    if (pool == nullptr) return;
    kernel_.cpus.execution().point(Operation::access(plain_read, ObjectKind::pool_need_wakeup, id));
    if ((pool->cached_need_wakeup & xdp_wakeup_tx) == 0) return;
    kernel_.rcu.read_lock();
    for (XskSocketState* state = pool->sockets; state != nullptr; state = state->next_in_pool) {
        kernel_.cpus.execution().point(
            Operation::access(plain_write, ObjectKind::tx_flags, state->socket.number));
        std::uint32_t& flags = state->socket.tx.flags;
        kernel_.memory.store(flags, flags & ~xdp_ring_need_wakeup);
        kernel_.trace.emit(event::NeedWakeupClear{.pair = pool->pair});
        changed(state->socket);
    }
    kernel_.rcu.read_unlock();
    kernel_.cpus.execution().point(
        Operation::access(plain_write, ObjectKind::pool_need_wakeup, id));
    kernel_.memory.store(pool->cached_need_wakeup, pool->cached_need_wakeup & ~xdp_wakeup_tx);
}

XskCore::PoolSizes XskCore::sizes_of(PoolId id) const {
    XSKSIM_CHECK(id >= 1 && id <= pools_.size(), "no such AF_XDP buffer pool");
    const XskPool& pool = pools_[id - 1];
    return {pool.completion_owner->socket.options.tx_ring_size, pool.umem.bytes};
}

bool XskCore::uses_need_wakeup(PoolId id) {
    const XskPool* pool = live_pool(id, "xsk_uses_need_wakeup");
    return pool != nullptr && pool->uses_need_wakeup;
}

std::byte* XskCore::raw_data(PoolId id, std::uint64_t addr) {
    const XskPool* pool = live_pool(id, "xsk_buff_raw_get_data");
    if (pool == nullptr) return nullptr;
    return kernel_.memory.pointer(pool->umem.start, 1) + pool->umem.offset_of(addr);
}

std::byte* XskCore::raw_page(PoolId id, std::uint64_t addr) {
    const XskPool* pool = live_pool(id, "xsk_buff_raw_get_page");
    if (pool == nullptr) return nullptr;
    const std::uint64_t page = pool->umem.offset_of(addr) / GuestMemory::page_bytes;
    if (page >= pool->umem.pages()) {
        kernel_.findings.failure(Code::xsk_page_outside_umem,
                                 "xsk_buff_raw_get_page: page " + std::to_string(page) +
                                     " of a UMEM of " + std::to_string(pool->umem.pages()) +
                                     " pages");
        return nullptr;
    }
    return kernel_.memory.pointer(pool->umem.start, 1) + page * GuestMemory::page_bytes;
}

}  // namespace xsksim
