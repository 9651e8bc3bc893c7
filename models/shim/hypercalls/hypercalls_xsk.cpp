// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: the AF_XDP core's side towards a zero-copy driver.
#include "models/kernel/xsk_core.hpp"
#include "models/shim/hooks/store_order.hpp"
#include "models/shim/hypercalls/hypercall_support.hpp"
#include "models/shim/hypercalls/page_handles.hpp"

using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::ShimContext;
using xsksim::XskCore;
using xsksim::XskDescriptor;

namespace {

XskCore& xsk() { return ShimContext::active().world().xsk; }

// A part of the call, where it is not to the driver's own stack.
void tell_write(const void* first, std::size_t bytes) {
    if (bytes != 0 && kernel().memory().contains(first))
        kernel().engine().tell(xsksim::Operation::access(
            xsksim::plain_write, kernel().memory().physical(first).value, bytes));
}

}  // namespace

extern "C" {

bool xs_xsk_tx_peek(uint32_t pool, struct xs_xdp_desc* desc) {
    const Hypercall call("xsk_tx_peek_desc");
    XskDescriptor found;
    if (!xsk().tx_peek(pool, found)) return false;
    xsksim::check_object(desc, sizeof *desc, XSKSIM_CALLER_PC);
    tell_write(desc, sizeof *desc);
    xsksim::note_store(desc, sizeof *desc);
    *desc = {found.addr, found.len, found.options};
    return true;
}

uint32_t xs_xsk_tx_peek_batch(const struct xs_xsk_pool* pool, uint32_t max) {
    const Hypercall call("xsk_tx_peek_release_desc_batch");
    const std::vector<XskDescriptor> found = xsk().tx_peek_release_batch(pool->id, max);
    xsksim::check_object(pool->tx_descs, found.size() * sizeof *pool->tx_descs, XSKSIM_CALLER_PC);
    tell_write(pool->tx_descs, found.size() * sizeof *pool->tx_descs);
    xsksim::note_store(pool->tx_descs, found.size() * sizeof *pool->tx_descs);
    for (std::size_t i = 0; i < found.size(); ++i)
        pool->tx_descs[i] = {found[i].addr, found[i].len, found[i].options};
    return static_cast<uint32_t>(found.size());
}

void xs_xsk_tx_release(uint32_t pool) {
    const Hypercall call("xsk_tx_release");
    xsk().tx_release(pool);
}

void xs_xsk_tx_completed(uint32_t pool, uint32_t count) {
    const Hypercall call("xsk_tx_completed");
    xsk().tx_completed(pool, count);
}

void xs_xsk_set_tx_need_wakeup(uint32_t pool) {
    const Hypercall call("xsk_set_tx_need_wakeup");
    xsk().set_need_wakeup(pool);
}

void xs_xsk_clear_tx_need_wakeup(uint32_t pool) {
    const Hypercall call("xsk_clear_tx_need_wakeup");
    xsk().clear_need_wakeup(pool);
}

bool xs_xsk_uses_need_wakeup(uint32_t pool) { return xsk().uses_need_wakeup(pool); }

uint64_t xs_xsk_umem_bytes(uint32_t pool) { return xsk().sizes_of(pool).umem_bytes; }

void* xs_xsk_raw_data(uint32_t pool, uint64_t addr) { return xsk().raw_data(pool, addr); }

void* xs_xsk_raw_page(uint32_t pool, uint64_t addr) {
    const std::byte* first = xsk().raw_page(pool, addr);
    return first == nullptr ? nullptr : xsksim::page_handle(kernel().memory().physical(first));
}

}  // extern "C"
