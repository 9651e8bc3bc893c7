// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/xsk_core.hpp"

#include <bit>
#include <cerrno>
#include <utility>

#include "models/memory/store_buffers.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

using State = XskSocketState::State;

namespace {

constexpr std::uint32_t chunk_bytes_min = 2048;  // XDP_UMEM_MIN_CHUNK_SIZE

std::uint64_t umem_bytes(const XskSocketOptions& o) {
    return std::uint64_t{o.frames} * o.chunk_bytes;
}

// xdp_umem_reg and xskq_create refuse the rest; scenarios are validated before.
void check_options(const XskSocketOptions& o) {
    XSKSIM_CHECK(std::has_single_bit(o.tx_ring_size), "TX ring size is no power of two");
    XSKSIM_CHECK(std::has_single_bit(o.completion_ring_size),
                 "completion ring size is no power of two");
    XSKSIM_CHECK(o.chunk_bytes >= chunk_bytes_min && o.chunk_bytes <= GuestMemory::page_bytes,
                 "UMEM chunk size outside of 2048..4096");
    XSKSIM_CHECK(o.unaligned || std::has_single_bit(o.chunk_bytes),
                 "aligned UMEM chunk size is no power of two");
    XSKSIM_CHECK(o.frames > 0, "a UMEM without frames");
}

}  // namespace

XskCore::XskCore(const Kernel& kernel, XskDriverCalls driver, const XskCoreOptions& options)
    : kernel_(kernel), driver_(std::move(driver)), options_(options) {}

// A word that user space polls has been stored: it notices when it sees the store.
void XskCore::changed(const XskSocket& socket) const {
    if (!socket.on_change) return;
    StoreBuffers* stores = kernel_.memory.stores();
    if (stores != nullptr && stores->has_undrained())
        stores->when_visible([&socket] { socket.on_change(); });
    else
        socket.on_change();
}

void XskCore::enter(Operation next) {
    kernel_.cpus.tasks().enter_kernel();
    kernel_.cpus.execution().spend(kernel_.costs.syscall, next);
}

XskSocketState& XskCore::state_of(XskSocket& socket) {
    for (XskSocketState& state : sockets_)
        if (&state.socket == &socket) return state;
    check_failed("known socket", __FILE__, __LINE__, "not a socket of this AF_XDP core");
}

XskSocket* XskCore::socket_of(PairIndex pair) {
    for (XskSocketState& state : sockets_)
        if (state.socket.options.pair == pair) return &state.socket;
    return nullptr;
}

XskSocket& XskCore::open_socket(const XskSocketOptions& options) {
    check_options(options);
    enter(Operation::call({ObjectKind::socket, Act::open}, sockets_.size() + 1));
    XskSocket& socket = sockets_.emplace_back().socket;
    socket.number = static_cast<std::uint32_t>(sockets_.size());
    socket.options = options;
    make_rings(socket);
    if (options.borrows_umem) {
        kernel_.cpus.tasks().leave_kernel();
        return socket;
    }
    void* const umem = kernel_.memory.allocate_pages(umem_bytes(options));
    XSKSIM_CHECK(umem != nullptr, "the UMEMs of the scenario do not fit into guest memory");
    socket.umem = kernel_.memory.physical(umem);
    register_umem(socket);
    kernel_.cpus.tasks().leave_kernel();
    return socket;
}

void XskCore::make_rings(XskSocket& socket) {
    if (kernel_.memory.stores() != nullptr) kernel_.memory.stores()->drain_everything();
    socket.tx = {};
    socket.tx.socket = socket.number;
    socket.tx.slots.resize(socket.options.tx_ring_size);
    socket.tx.flags = xdp_ring_need_wakeup;
    socket.completion = {};
    socket.completion.socket = socket.number;
    socket.completion.slots.resize(socket.options.completion_ring_size);
}

void XskCore::register_umem(const XskSocket& socket) {
    const std::uint64_t bytes = umem_bytes(socket.options);
    kernel_.memory.set_state(kernel_.memory.pointer(socket.umem, bytes), bytes, ByteState::valid);
    kernel_.trace.emit(event::UmemRegister{.pair = socket.options.pair,
                                           .gpa = {socket.umem.value},
                                           .bytes = bytes,
                                           .chunk = socket.options.chunk_bytes});
}

int XskCore::bind(XskSocket& socket) {
    XskSocketState& state = state_of(socket);
    enter(Operation::local());
    kernel_.rtnl.lock();
    const int result = bind_locked(state);
    kernel_.trace.emit(event::XskBind{.pair = socket.options.pair,
                                      .result = CallResult::of(result),
                                      .zero_copy = result == 0,
                                      .completion_ring = socket.options.completion_ring_size});
    kernel_.rtnl.unlock();
    changed(socket);
    kernel_.cpus.tasks().leave_kernel();
    return result;
}

int XskCore::bind_locked(XskSocketState& state) {
    XskSocket& socket = state.socket;
    const PairIndex pair = socket.options.pair;
    if (state.state == State::bound || state.state == State::closing) return -EBUSY;
    if (socket.options.borrows_umem) return -EINVAL;  // no UMEM of its own
    for (const XskPool& other : pools_)
        if (other.alive && other.pair == pair) return -EBUSY;
    if (state.state == State::detached) leave_pool(state);
    if (state.state == State::unbound) {
        make_rings(socket);
        register_umem(socket);
        state.cached_producer = state.cached_consumer = 0;
        state.state = State::ready;
        ++socket.generation;
    }
    XskPool& pool = pools_.emplace_back();
    pool.id = static_cast<PoolId>(pools_.size());
    pool.pair = pair;
    pool.umem = {socket.umem, umem_bytes(socket.options), socket.options.chunk_bytes,
                 socket.options.unaligned};
    pool.completion_owner = &state;
    pool.uses_need_wakeup = socket.options.use_need_wakeup;
    pool.cached_need_wakeup = options_.safeguards.need_wakeup_at_bind ? xdp_wakeup_tx : 0;
    if (const int result = driver_.setup_pool(pool.id, pair, true); result != 0) {
        pool.alive = false;
        return result;
    }
    add_to_pool(state, pool);
    return 0;
}

int XskCore::bind_shared(XskSocket& socket, XskSocket& owner) {
    XskSocketState& state = state_of(socket);
    const XskSocketState& owner_state = state_of(owner);
    enter(Operation::local());
    kernel_.rtnl.lock();
    int result = 0;
    if (state.state != State::ready)
        result = -EBUSY;
    else if (owner_state.state != State::bound)
        result = -EBADF;
    else if (socket.options.pair != owner.options.pair)
        result = -EINVAL;
    if (result == 0) {
        socket.umem = owner.umem;
        add_to_pool(state, *owner_state.pool);
    }
    kernel_.trace.emit(
        event::XskShare{.pair = socket.options.pair,
                        .result = CallResult::of(result),
                        .sockets = owner_state.pool == nullptr ? 0 : owner_state.pool->users});
    kernel_.rtnl.unlock();
    changed(socket);
    kernel_.cpus.tasks().leave_kernel();
    return result;
}

// xp_add_xsk, then the store that makes the socket bound for system calls.
void XskCore::add_to_pool(XskSocketState& state, XskPool& pool) {
    ++pool.users;
    state.pool = &pool;
    state.next_in_pool = pool.sockets;
    kernel_.cpus.execution().point(
        Operation::access(marked_write, ObjectKind::pool_sockets, pool.id));
    pool.sockets = &state;
    kernel_.cpus.execution().point(
        Operation::access(marked_write, ObjectKind::socket_state, state.socket.number));
    state.state = State::bound;
    state.socket.bound = true;
}

void XskCore::remove_from_pool(XskSocketState& state) {
    XskSocketState** link = &state.pool->sockets;
    while (*link != &state) link = &(*link)->next_in_pool;
    kernel_.cpus.execution().point(
        Operation::access(marked_write, ObjectKind::pool_sockets, state.pool->id));
    *link = state.next_in_pool;
}

int XskCore::close(XskSocket& socket) {
    XskSocketState& state = state_of(socket);
    enter(Operation::call({ObjectKind::socket, Act::close}, socket.number));
    if (state.state != State::bound && state.state != State::detached) {
        kernel_.cpus.tasks().leave_kernel();
        return -ENXIO;
    }
    const bool was_bound = std::exchange(state.state, State::closing) == State::bound;
    socket.bound = false;
    wait_for_callers(state);
    if (was_bound) {
        remove_from_pool(state);
        kernel_.rcu.synchronize();
    }
    leave_pool(state);
    changed(socket);
    kernel_.cpus.tasks().leave_kernel();
    return 0;
}

// xp_put_pool: the last user's leaving takes the pool from the driver, and the pages are given back
// as soon as its disable has returned.
void XskCore::leave_pool(XskSocketState& state) {
    XskPool& pool = *state.pool;
    if (--pool.users == 0) {
        const int result = pool.alive ? disable_pool(pool) : 0;
        unpin(pool);
        kernel_.trace.emit(event::XskUnbind{.pair = pool.pair, .result = CallResult::of(result)});
    } else if (pool.sockets == nullptr && pool.alive) {
        // The interface went while this one was closing: the others are detached already.
        kernel_.trace.emit(event::XskUnbind{
            .pair = pool.pair, .result = CallResult::of(disable_pool(pool)), .umem_kept = true});
    }
    state.pool = nullptr;
    state.state = State::unbound;
}

// The file's last reference is dropped by whoever leaves it last: a call in progress comes first.
void XskCore::wait_for_callers(XskSocketState& state) {
    if (state.poller != no_context) {
        state.poll_triggered = true;
        kernel_.cpus.tasks().wake_task(state.poller);
    }
    state.closer = kernel_.cpus.execution().current().id;
    while (state.callers > 0)
        kernel_.cpus.tasks().block(Instant::never(), "close of an AF_XDP socket");
    state.closer = no_context;
}

// xp_release_deferred
int XskCore::disable_pool(XskPool& pool) {
    kernel_.rtnl.lock();
    const int result = pool.alive ? driver_.setup_pool(pool.id, pool.pair, false) : 0;
    pool.alive = false;
    kernel_.rtnl.unlock();
    return result;
}

void XskCore::unpin(const XskPool& pool) {
    kernel_.memory.set_state(kernel_.memory.pointer(pool.umem.start, pool.umem.bytes),
                             pool.umem.bytes, ByteState::unpinned);
}

// --- the interface goes away ---

void XskCore::detach_all() {
    for (XskSocketState& state : sockets_)
        if (state.state == State::bound) detach(state);
}

// xsk_notifier
void XskCore::detach(XskSocketState& state) {
    state.state = State::detached;
    state.socket.bound = false;
    // The socket may be closed, and leave the pool, during the grace period.
    XskPool& pool = *state.pool;
    remove_from_pool(state);
    kernel_.rcu.synchronize();
    if (pool.sockets == nullptr && pool.alive) {
        const int result = driver_.setup_pool(pool.id, pool.pair, false);
        pool.alive = false;
        kernel_.trace.emit(event::XskUnbind{
            .pair = pool.pair, .result = CallResult::of(result), .umem_kept = true});
    }
    if (state.poller != no_context) {
        state.poll_triggered = true;
        kernel_.cpus.tasks().wake_task(state.poller);
    }
    changed(state.socket);
}

bool XskCore::holds_the_interface() const {
    for (const XskPool& pool : pools_)
        if (pool.alive) return true;
    return false;
}

}  // namespace xsksim
