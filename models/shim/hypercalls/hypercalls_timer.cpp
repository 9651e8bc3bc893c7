// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: high-resolution timers.
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::DriverCall;
using xsksim::Duration;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::Question;

extern "C" {

uint64_t xs_hrtimer_init(void* timer, xs_timer_fn run) {
    return kernel().timers().initialise(timer, [timer, run] {
        const DriverCall call;
        return run(timer);
    });
}

void xs_hrtimer_start(void* timer, uint64_t base, int64_t relative_ns, bool pinned) {
    const Hypercall call("hrtimer_start");
    if (!pinned) xs_gap("hrtimer_start: a timer that may migrate");
    kernel().timers().start(timer, base, Duration{relative_ns});
}

int xs_hrtimer_try_to_cancel(void* timer, uint64_t base) {
    const Hypercall call("hrtimer_try_to_cancel");
    return kernel().timers().try_to_cancel(timer, base);
}

int xs_hrtimer_cancel(void* timer, uint64_t base) {
    const Hypercall call("hrtimer_cancel");
    return kernel().timers().cancel(timer, base);
}

bool xs_hrtimer_active(const void* timer) {
    const Question call;
    return kernel().timers().active(timer);
}

}  // extern "C"
