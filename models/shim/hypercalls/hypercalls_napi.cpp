// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: NAPI.
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::DriverCall;
using xsksim::Hypercall;
using xsksim::kernel;

extern "C" {

void xs_napi_add(void* napi, xs_poll_fn poll, const int* weight, bool is_tx) {
    const auto call_poll = [napi, poll](int budget) {
        const DriverCall call;
        return poll(napi, budget);
    };
    kernel().napi().add(napi, {call_poll, weight, is_tx});
}

void xs_napi_del(void* napi) { kernel().napi().remove(napi); }

bool xs_napi_schedule_prep(void* napi) {
    const Hypercall call("napi_schedule_prep");
    return kernel().napi().schedule_prep(napi);
}

void xs_napi_schedule(void* napi) {
    const Hypercall call("__napi_schedule");
    kernel().napi().schedule(napi);
}

bool xs_napi_complete_done(void* napi, int work) {
    const Hypercall call("napi_complete_done");
    return kernel().napi().complete_done(napi, work);
}

bool xs_napi_if_scheduled_mark_missed(void* napi) {
    const Hypercall call("napi_if_scheduled_mark_missed");
    return kernel().napi().if_scheduled_mark_missed(napi);
}

void xs_napi_disable(void* napi) {
    const Hypercall call("napi_disable");
    kernel().napi().disable(napi);
}

void xs_napi_enable(void* napi) {
    const Hypercall call("napi_enable");
    kernel().napi().enable(napi);
}

}  // extern "C"
