// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/figures.hpp"

#include <algorithm>
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

double count(std::uint64_t value) { return static_cast<double>(value); }

std::uint64_t packets(const Summary& s) { return s.on_wire + s.udp_on_wire + s.xdp_on_wire; }

double cpu_ns_per_packet(const RunResult& result) {
    double cpu_ns = 0;
    for (const auto& [context, time] : result.summary.cpu_by_context)
        cpu_ns += static_cast<double>(time.ns);
    const std::uint64_t sent = packets(result.summary);
    return sent == 0 ? 0 : cpu_ns / count(sent);
}

std::vector<Figure> make_figures() {
    const auto of = [](auto Summary::*member) {
        return [member](const RunResult& r) { return static_cast<double>(r.summary.*member); };
    };
    const auto wire = [](std::int64_t LatencySummary::*member) {
        return [member](const RunResult& r) {
            return static_cast<double>(r.summary.submit_to_wire.*member);
        };
    };
    return {
        {"sustained_packets_per_second", "packets/s",
         "packets a second as long as the run lasts for ever: 0 for a queue that stalls",
         [](const RunResult& r) {
             return r.outcome == Outcome::stalled ? 0 : r.summary.packets_per_second;
         }},
        {"packets_per_second", "packets/s", "packets on the wire by the time of the last one",
         of(&Summary::packets_per_second)},
        {"submitted", "packets", "frames that the application published", of(&Summary::submitted)},
        {"on_wire", "packets", "frames of the application on the wire", of(&Summary::on_wire)},
        {"reclaimed", "packets", "frames that the application got back", of(&Summary::reclaimed)},
        {"wire_bytes", "bytes", "bytes on the wire", of(&Summary::wire_bytes)},
        {"udp_on_wire", "packets", "datagrams of the kernel on the wire",
         of(&Summary::udp_on_wire)},
        {"xdp_on_wire", "packets", "XDP_TX frames on the wire", of(&Summary::xdp_on_wire)},
        {"submit_to_wire_p50_ns", "ns", "median from submitting a frame to the wire",
         wire(&LatencySummary::p50)},
        {"submit_to_wire_p99_ns", "ns", "99th percentile of it", wire(&LatencySummary::p99)},
        {"submit_to_wire_max_ns", "ns", "the longest", wire(&LatencySummary::max)},
        {"kicks", "", "notifications of the device", of(&Summary::kicks)},
        {"interrupts_raised", "", "TX interrupts that the device raised",
         of(&Summary::interrupts_raised)},
        {"interrupts_delivered", "", "TX interrupts that reached their vCPU",
         of(&Summary::interrupts_delivered)},
        {"interrupts_lost", "", "TX interrupts that a fault lost", of(&Summary::interrupts_lost)},
        {"napi_polls", "", "polls of the TX NAPI", of(&Summary::napi_polls)},
        {"timer_starts", "", "starts of the driver's timer", of(&Summary::timer_starts)},
        {"timer_fires", "", "times it fired", of(&Summary::timer_fires)},
        {"sendmsg_calls", "", "sendmsg calls", of(&Summary::sendmsg_calls)},
        {"full_waits", "", "times a driver call found the ring or the headers full",
         of(&Summary::full_waits)},
        {"in_flight_max", "packets", "most packets in the virtqueue", of(&Summary::in_flight_max)},
        {"cpu_ns_per_packet", "ns", "vCPU time of all contexts, by packets on the wire",
         cpu_ns_per_packet},
        {"simulated_ns", "ns", "simulated time until the end",
         [](const RunResult& r) { return static_cast<double>(r.summary.simulated.ns); }},
        {"events", "", "events of the trace", of(&Summary::events)},
    };
}

}  // namespace

const std::vector<Figure>& all_figures() {
    static const std::vector<Figure> figures = make_figures();
    return figures;
}

const Figure* find_figure(std::string_view name) {
    const auto& figures = all_figures();
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const Figure& figure) { return figure.name == name; });
    return found == figures.end() ? nullptr : &*found;
}

std::vector<std::string> usual_figures() { return {usual.begin(), usual.end()}; }

std::string usual_figures_text() {
    std::string text;
    for (const char* name : usual) text += (text.empty() ? "`" : ", `") + std::string(name) + "`";
    return text;
}

}  // namespace xsksim
