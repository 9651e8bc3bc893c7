// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: delayed work.
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::DriverCall;
using xsksim::Hypercall;
using xsksim::kernel;

extern "C" {

bool xs_work_schedule(void* work, xs_work_fn run, unsigned long delay_jiffies) {
    const Hypercall call("schedule_delayed_work");
    return kernel().works().schedule(
        work,
        [work, run] {
            const DriverCall driver;
            run(work);
        },
        delay_jiffies);
}

bool xs_work_flush(void* work) {
    const Hypercall call("flush_work");
    return kernel().works().flush(work);
}

bool xs_work_cancel(void* work) {
    const Hypercall call("cancel_work");
    return kernel().works().cancel(work);
}

bool xs_work_cancel_sync(void* work) {
    const Hypercall call("cancel_delayed_work_sync");
    return kernel().works().cancel_sync(work);
}

}  // extern "C"
