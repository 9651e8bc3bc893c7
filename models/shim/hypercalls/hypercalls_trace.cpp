// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: tracepoints, warnings, bugs, gaps.
#include <array>
#include <string>
#include <string_view>

#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::EventKind;
using xsksim::kernel;
using xsksim::ShimContext;

namespace {

constexpr std::array event_kinds = {
    EventKind::vq_add,          EventKind::vq_add_failed, EventKind::vq_get_buf,
    EventKind::vq_kick_prepare, EventKind::vq_notify,     EventKind::vq_disable_cb,
    EventKind::vq_enable_cb,    EventKind::vq_poll,       EventKind::vq_used_event,
    EventKind::vq_interrupt,    EventKind::vq_setup,      EventKind::module_param,
};
static_assert(event_kinds[XS_TRACE_VQ_SETUP] == EventKind::vq_setup);
static_assert(event_kinds[XS_TRACE_MODULE_PARAM] == EventKind::module_param);
static_assert(event_kinds.size() == XS_TRACE_MODULE_PARAM + 1);

std::string place(const char* file, int line) {
    const std::string_view path(file);
    const auto slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1)) + ":" +
           std::to_string(line);
}

}  // namespace

extern "C" {

void xs_trace(enum xs_trace_event event, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
    kernel().trace().emit(event_kinds[event], a, b, c, d);
}

// The text stands in the event's `text` field, `a` in the other of its first two.
void xs_trace_text(enum xs_trace_event event, uint64_t a, const char* text) {
    xsksim::Trace& trace = kernel().trace();
    const std::uint64_t index = trace.text(text);
    if (xsksim::info_of(event_kinds[event]).fields[0] == "text")
        trace.emit(event_kinds[event], index, a);
    else
        trace.emit(event_kinds[event], a, index);
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
    trace.emit(EventKind::gap, trace.text(what), trace.text(shim.driver_stack()));
    kernel().engine().stop(std::string("the shim lacks ") + what);
    XSKSIM_CHECK(false, "the driver cannot go on after a gap");
    __builtin_unreachable();
}

}  // extern "C"
