// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/usual_figures.hpp"

#include <array>

namespace xsksim {
namespace {

constexpr std::array usual = {"sustained_packets_per_second",
                              "packets_per_second",
                              "on_wire",
                              "submit_to_wire_p50_ns",
                              "submit_to_wire_p99_ns",
                              "kicks",
                              "interrupts_delivered",
                              "interrupts_lost",
                              "napi_polls",
                              "timer_fires",
                              "full_waits",
                              "cpu_ns_per_packet"};

}  // namespace

std::vector<std::string> usual_figures() { return {usual.begin(), usual.end()}; }

std::string usual_figures_text() {
    std::string text;
    for (const char* name : usual) text += (text.empty() ? "`" : ", `") + std::string(name) + "`";
    return text;
}

}  // namespace xsksim
