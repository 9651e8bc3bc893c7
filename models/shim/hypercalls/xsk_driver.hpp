// SPDX-License-Identifier: GPL-2.0-only
// How the AF_XDP core calls the driver: through the operations it registered, with a pool object in
// guest memory that lives as long as the pool, so that a driver that keeps a stale one is caught.
// Stands for: ndo_bpf(XDP_SETUP_XSK_POOL), ndo_xsk_wakeup, dev->flags (net/xdp/xsk_buff_pool.c,
// Linux 5.11). Owner: the world, made before the AF_XDP core that is given calls().
// Callers: the AF_XDP core, from tasks. Scheduling points: the allocation, and those of the driver.
// Errors: -EOPNOTSUPP without the operation, -ENOMEM without memory, else the driver's own.
#pragma once

#include <map>

#include "models/kernel/guest_kernel.hpp"
#include "models/kernel/xsk_core.hpp"

struct xs_xsk_pool;

namespace xsksim {

class XskDriver {
public:
    explicit XskDriver(GuestKernel& kernel) : kernel_(kernel) {}
    XskDriver(const XskDriver&) = delete;
    XskDriver& operator=(const XskDriver&) = delete;

    // They refer to this object, which outlives the core.
    XskDriverCalls calls();

private:
    int enable(PoolId pool, PairIndex pair);
    int disable(PoolId pool, PairIndex pair);
    void release(xs_xsk_pool* object);

    GuestKernel& kernel_;
    std::map<PoolId, xs_xsk_pool*> handles_;
};

}  // namespace xsksim
