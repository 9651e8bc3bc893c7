// SPDX-License-Identifier: GPL-2.0-only
// The AF_XDP core, transmit side: sockets, UMEM, TX and completion rings, need_wakeup, and the
// calls that a zero-copy driver makes.
//
// Stands for: net/xdp/{xsk.c,xsk_queue.h,xsk_buff_pool.c,xdp_umem.c}, Linux 5.11 (kernel-facts.md
// §2.6), with patch 1/5 of the series (need_dma false: no contiguity check). The batched peek is
// that of 6.13, for drivers of that time.
// Simplified: zero-copy mode only (a driver's refusal is bind()'s result whatever the flags); no
// receive side, no busy polling; socket(), the setsockopt()s and mmap() are one system call; the
// pool's deferred release runs in the closing task; poll() on an unbound socket returns -ENXIO at
// once instead of waiting in vain; a socket that is bound again gets new rings (see
// XskSocket::generation), which stands for a process that opens another one on the same memory.
// Owner: the world. Callers: tasks (XskCalls), the shim on behalf of the driver (by pool id).
// Scheduling points: every system call, and every access to a word that user space or another vCPU
// may access meanwhile: the rings' producer, consumer and flags, and the pool's cached_need_wakeup.
// Costs: KernelCosts::syscall, peek. Errors: 0 or -errno; failure findings for a driver that uses a
// pool after its release, completes more than it reserved, or asks for a page outside the UMEM.
// Events: umem_register, need_wakeup_set, need_wakeup_clear, xsk_*. Results in events are positive
// errno values. Frames in events are offsets into the UMEM, in unaligned mode too.
#pragma once

#include <deque>
#include <functional>
#include <string_view>
#include <vector>

#include "models/kernel/costs.hpp"
#include "models/kernel/cpu/cpus.hpp"
#include "models/kernel/findings.hpp"
#include "models/kernel/kernel_mutex.hpp"
#include "models/kernel/rcu.hpp"
#include "models/kernel/xsk_core_options.hpp"
#include "models/kernel/xsk_pool.hpp"
#include "models/ports.hpp"

namespace xsksim {

inline constexpr std::uint32_t xdp_wakeup_tx = 2;         // uapi if_xdp.h: XDP_WAKEUP_TX
inline constexpr std::uint32_t xdp_ring_need_wakeup = 1;  // XDP_RING_NEED_WAKEUP

// Into the driver: ndo_bpf(XDP_SETUP_XSK_POOL), ndo_xsk_wakeup, and dev->flags & IFF_UP.
struct XskDriverCalls {
    std::function<int(PoolId pool, PairIndex pair, bool enable)> setup_pool;
    std::function<int(PairIndex pair, std::uint32_t flags)> xsk_wakeup;
    std::function<bool()> is_up;
};

class XskCore final : public XskCalls {
public:
    struct Kernel {
        Engine& engine;
        Trace& trace;
        Findings& findings;
        Cpus& cpus;
        Rcu& rcu;
        KernelMutex& rtnl;
        GuestMemory& memory;
        const KernelCosts& costs;
    };
    XskCore(const Kernel& kernel, XskDriverCalls driver, const XskCoreOptions& options);
    XskCore(const XskCore&) = delete;
    XskCore& operator=(const XskCore&) = delete;

    XskSocket& open_socket(const XskSocketOptions& options) override;
    int bind(XskSocket& socket) override;
    // XDP_SHARED_UMEM, same device and queue: joins the owner's pool and completion ring.
    int bind_shared(XskSocket& socket, XskSocket& owner) override;
    int close(XskSocket& socket) override;
    int sendmsg(XskSocket& socket) override;
    int poll(XskSocket& socket, Duration timeout) override;
    void interrupt(XskSocket& socket) override;
    // NETDEV_UNREGISTER, under rtnl: the driver loses every pool; sockets and UMEMs stay, of no use
    // until they are closed.
    void detach_all();
    // A pool is on its way out: the interface cannot go before it.
    bool holds_the_interface() const;
    // The first socket opened for the pair, nullptr if none.
    XskSocket* socket_of(PairIndex pair);

    // The driver's calls. An unknown pool is a fault of the simulator.
    bool tx_peek(PoolId pool, XskDescriptor& desc);       // [point] xsk_tx_peek_desc
    void tx_release(PoolId pool);                         // [point] xsk_tx_release
    void tx_completed(PoolId pool, std::uint32_t count);  // [point] xsk_tx_completed
    void set_need_wakeup(PoolId pool);                    // [point] xsk_set_tx_need_wakeup
    void clear_need_wakeup(PoolId pool);                  // [point] xsk_clear_tx_need_wakeup
    // [point] xsk_tx_peek_release_desc_batch, at most `max`.
    std::vector<XskDescriptor> tx_peek_release_batch(PoolId pool, std::uint32_t max);
    bool uses_need_wakeup(PoolId pool);
    struct PoolSizes {
        std::uint32_t tx_ring = 0;  // of the socket that the pool was made for
        std::uint64_t umem_bytes = 0;
    };
    PoolSizes sizes_of(PoolId pool) const;
    // xsk_buff_raw_get_data. No check, as in the kernel: the pointer may lie outside the UMEM.
    std::byte* raw_data(PoolId pool, std::uint64_t addr);
    // xsk_buff_raw_get_page: the first byte of the page; nullptr and a finding outside the UMEM.
    std::byte* raw_page(PoolId pool, std::uint64_t addr);

private:
    // xsk_core.cpp: a socket's life
    XskSocketState& state_of(XskSocket& socket);
    void enter(Operation next);
    void make_rings(XskSocket& socket);
    void register_umem(const XskSocket& socket);
    int bind_locked(XskSocketState& state);
    void add_to_pool(XskSocketState& state, XskPool& pool);
    void remove_from_pool(XskSocketState& state);
    void wait_for_callers(XskSocketState& state);
    void detach(XskSocketState& state);
    void leave_pool(XskSocketState& state);
    int disable_pool(XskPool& pool);
    void unpin(const XskPool& pool);

    // xsk_calls.cpp: sendmsg and poll
    int send(XskSocketState& state);
    int wait_writable(XskSocketState& state, Instant deadline);
    bool poll_once(XskSocketState& state);
    int call_wakeup(XskPool& pool, std::uint32_t flags);
    void leave_socket(XskSocketState& state);

    // xsk_transmit.cpp and xsk_transmit_batch.cpp: the driver's calls
    XskPool* live_pool(PoolId id, std::string_view caller);
    bool peek_first(XskPool& pool, XskDescriptor& desc);
    bool peek_socket(XskSocketState& state, XskDescriptor& desc);
    bool reserve_completion(XskPool& pool, std::uint64_t addr);
    std::vector<XskDescriptor> peek_release_one_by_one(PoolId id, std::uint32_t max);
    std::uint32_t batch_size(XskPool& pool, XskSocketState& state, std::uint32_t max);
    std::vector<XskDescriptor> read_batch(XskPool& pool, XskSocketState& state,
                                          std::uint32_t count);
    std::uint32_t free_completions(XskPool& pool, std::uint32_t wanted);
    void peek_found_none(const XskPool& pool, PeekNone reason);
    void wake_writer(XskSocketState& state);
    void publish_consumer(XskSocketState& state);
    bool is_writable(XskSocketState& state);
    void changed(const XskSocket& socket) const;

    Kernel kernel_;
    XskDriverCalls driver_;
    const XskCoreOptions options_;
    std::deque<XskSocketState> sockets_;  // stable addresses
    std::deque<XskPool> pools_;           // PoolId - 1
};

}  // namespace xsksim
