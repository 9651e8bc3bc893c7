// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: NAPI.
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::DriverCall;
using xsksim::Hypercall;
using xsksim::kernel;

extern "C" {

uint32_t xs_napi_add(void* napi, xs_poll_fn poll, const int* weight, const char* name,
                     unsigned int pair, bool is_tx) {
    const auto call_poll = [napi, poll](int budget) {
        const DriverCall call;
        return poll(napi, budget);
    };
    return kernel().napi().add({call_poll, weight, name, pair, is_tx});
}

void xs_napi_del(uint32_t id) { kernel().napi().remove(id); }

bool xs_napi_schedule_prep(uint32_t id) {
    const Hypercall call("napi_schedule_prep");
    return kernel().napi().schedule_prep(id);
}

void xs_napi_schedule(uint32_t id) {
    const Hypercall call("__napi_schedule");
    kernel().napi().schedule(id);
}

bool xs_napi_complete_done(uint32_t id, int work) {
    const Hypercall call("napi_complete_done");
    return kernel().napi().complete_done(id, work);
}

bool xs_napi_if_scheduled_mark_missed(uint32_t id) {
    const Hypercall call("napi_if_scheduled_mark_missed");
    return kernel().napi().if_scheduled_mark_missed(id);
}

void xs_napi_disable(uint32_t id) {
    const Hypercall call("napi_disable");
    kernel().napi().disable(id);
}

void xs_napi_enable(uint32_t id) {
    const Hypercall call("napi_enable");
    kernel().napi().enable(id);
}

}  // extern "C"
