// SPDX-License-Identifier: GPL-2.0-only
// Driver objects find hypercalls and hooks among the program's own symbols, so every object file
// that defines some must be linked although no C++ refers to them. Each names one anchor here; the
// loader of driver objects refers to all. Private to the shim.
#pragma once

namespace xsksim {

extern const void* const access_hooks_anchor;
extern const void* const atomic_hooks_anchor;
extern const void* const hypercalls_cpu_anchor;
extern const void* const hypercalls_lock_anchor;
extern const void* const hypercalls_memory_anchor;
extern const void* const hypercalls_napi_anchor;
extern const void* const hypercalls_timer_anchor;
extern const void* const hypercalls_net_anchor;
extern const void* const hypercalls_xsk_anchor;
extern const void* const hypercalls_virtio_anchor;
extern const void* const hypercalls_trace_anchor;
extern const void* const hypercalls_work_anchor;

// Refers to every anchor.
void keep_hypercalls_linked();

}  // namespace xsksim
