// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/xsk_driver.hpp"

#include <cerrno>

#include "models/shim/hypercalls.h"

namespace xsksim {

XskDriverCalls XskDriver::calls() {
    XskDriverCalls calls;
    calls.setup_pool = [this](PoolId pool, PairIndex pair, bool enabled) {
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
    static_cast<xs_xsk_pool*>(handle)->id = pool;
    const int result = kernel_.net_device().ops().setup_pool(pool, handle, pair);
    if (result != 0)
        kernel_.kmalloc().free(handle);
    else
        handles_[pool] = handle;
    return result;
}

int XskDriver::disable(PoolId pool, PairIndex pair) {
    const int result = kernel_.net_device().ops().setup_pool(pool, nullptr, pair);
    const auto handle = handles_.find(pool);
    if (handle == handles_.end()) return result;
    kernel_.kmalloc().free(handle->second);
    handles_.erase(handle);
    return result;
}

}  // namespace xsksim
