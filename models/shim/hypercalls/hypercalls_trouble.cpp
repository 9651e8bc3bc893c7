// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: warnings, bugs, gaps.
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
