// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hypercalls/xsk_driver.hpp"

#include <cerrno>

#include "models/shim/hypercalls/hypercalls.h"
#include "models/shim/hypercalls/shim_context.hpp"

namespace xsksim {

XskDriverCalls XskDriver::calls() {
    XskDriverCalls calls;
    calls.setup_pool = [this](PoolId pool, PairIndex pair, bool enabled) {
        if (enabled && !kernel_.net_device().is_registered()) return -ENODEV;
        if (!kernel_.net_device().ops().setup_pool) return -EOPNOTSUPP;
        return enabled ? enable(pool, pair) : disable(pool, pair);
    };
    calls.xsk_wakeup = [this](PairIndex pair, std::uint32_t flags) {
        const NetDeviceOps& ops = kernel_.net_device().ops();
        return ops.xsk_wakeup ? ops.xsk_wakeup(pair, flags) : -EOPNOTSUPP;
    };
    calls.is_up = [this] { return kernel_.net_device().running(); };
    return calls;
}

int XskDriver::enable(PoolId pool, PairIndex pair) {
    void* handle = kernel_.kmalloc().allocate({sizeof(xs_xsk_pool), true, false});
    if (handle == nullptr) return -ENOMEM;
    auto* object = static_cast<xs_xsk_pool*>(handle);
    object->id = pool;
    // Free of charge: the kernel made this room when the socket's rings were set up.
    const std::size_t descriptors = ShimContext::active().world().xsk.sizes_of(pool).tx_ring;
    object->tx_descs = static_cast<xs_xdp_desc*>(
        kernel_.memory().allocate(descriptors * sizeof(xs_xdp_desc), true));
    if (object->tx_descs == nullptr) {
        kernel_.kmalloc().free(handle);
        return -ENOMEM;
    }
    const int result = kernel_.net_device().ops().setup_pool(pool, handle, pair);
    if (result != 0)
        release(object);
    else
        handles_[pool] = object;
    return result;
}

int XskDriver::disable(PoolId pool, PairIndex pair) {
    const int result = kernel_.net_device().ops().setup_pool(pool, nullptr, pair);
    const auto handle = handles_.find(pool);
    if (handle == handles_.end()) return result;
    release(handle->second);
    handles_.erase(handle);
    return result;
}

void XskDriver::release(xs_xsk_pool* object) {
    kernel_.memory().release(object->tx_descs);
    kernel_.kmalloc().free(object);
}

}  // namespace xsksim
