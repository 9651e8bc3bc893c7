// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/link_anchors.hpp"

#include <array>

#include "sim/core/check.hpp"

namespace xsksim {

void keep_hypercalls_linked() {
    const std::array anchors = {
        access_hooks_anchor,      atomic_hooks_anchor,      hypercalls_cpu_anchor,
        hypercalls_lock_anchor,   hypercalls_memory_anchor, hypercalls_napi_anchor,
        hypercalls_timer_anchor,  hypercalls_net_anchor,    hypercalls_xsk_anchor,
        hypercalls_virtio_anchor, hypercalls_trace_anchor,  hypercalls_work_anchor,
    };
    for (const void* anchor : anchors)
        XSKSIM_CHECK(anchor != nullptr, "a file of hypercalls is not linked");
}

}  // namespace xsksim
