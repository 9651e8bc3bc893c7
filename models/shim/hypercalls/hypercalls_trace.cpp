// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: tracepoints, warnings, bugs, gaps.
#include <string>
#include <string_view>

#include "models/shim/hypercalls/hypercall_support.hpp"

namespace event = xsksim::event;
using xsksim::kernel;
using xsksim::ShimContext;

namespace {

std::string place(const char* file, int line) {
    const std::string_view path(file);
    const auto slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1)) + ":" +
           std::to_string(line);
}

}  // namespace

extern "C" {

void xs_trace(enum xs_trace_event kind, uint64_t queue, uint64_t b, uint64_t c, uint64_t d) {
    xsksim::Trace& trace = kernel().trace();
    switch (kind) {
        case XS_TRACE_VQ_ADD:
            return trace.emit(
                event::VqAdd{.queue = queue, .head = b, .descriptors = c, .num_free = d});
        case XS_TRACE_VQ_ADD_FAILED:
            return trace.emit(event::VqAddFailed{.queue = queue, .error = {b}, .num_free = c});
        case XS_TRACE_VQ_GET_BUF:
            return trace.emit(event::VqGetBuf{.queue = queue, .head = b, .len = c, .num_free = d});
        case XS_TRACE_VQ_KICK_PREPARE:
            return trace.emit(
                event::VqKickPrepare{.queue = queue, .needed = b != 0, .event = c, .avail_idx = d});
        case XS_TRACE_VQ_NOTIFY:
            return trace.emit(event::VqNotify{.queue = queue, .avail_idx = b});
        case XS_TRACE_VQ_DISABLE_CB:
            return trace.emit(event::VqDisableCb{.queue = queue, .changed = b != 0});
        case XS_TRACE_VQ_ENABLE_CB:
            return trace.emit(event::VqEnableCb{
                .queue = queue, .used_event = b, .delayed = c != 0, .pending = d != 0});
        case XS_TRACE_VQ_POLL:
            return trace.emit(event::VqPoll{.queue = queue, .opaque = b, .pending = c != 0});
        case XS_TRACE_VQ_USED_EVENT:
            return trace.emit(event::VqUsedEvent{.queue = queue, .used_event = b});
        case XS_TRACE_VQ_INTERRUPT:
            return trace.emit(event::VqInterrupt{
                .queue = queue, .handled = b != 0, .more_used = c != 0, .broken = d != 0});
        case XS_TRACE_VQ_SETUP: {
            const xsksim::QueuePlace* place =
                ShimContext::active().world().device.queues().find(queue);
            XSKSIM_CHECK(place != nullptr, "the device has no such queue");
            return trace.emit(event::VqSetup{.queue = queue,
                                             .size = b,
                                             .event_idx = (c & 1) != 0,
                                             .indirect_desc = (c & 2) != 0,
                                             .role = place->role,
                                             .pair = place->pair,
                                             .vector = place->vector});
        }
    }
}

void xs_warn(const char* text, const char* file, int line) {
    kernel().findings().failure(std::string(text) + " at " + place(file, line));
}

void xs_bug(const char* text, const char* file, int line) {
    kernel().findings().fatal(kernel().engine(), std::string(text) + " at " + place(file, line));
}

void xs_gap(const char* what) {
    ShimContext& shim = ShimContext::active();
    xsksim::Trace& trace = kernel().trace();
    trace.emit(event::Gap{.text = trace.text(what), .stack = trace.text(shim.driver_stack())});
    kernel().engine().stop(std::string("the shim lacks ") + what);
    XSKSIM_CHECK(false, "the driver cannot go on after a gap");
    __builtin_unreachable();
}

}  // extern "C"
