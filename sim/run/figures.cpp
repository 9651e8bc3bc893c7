// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/figures.hpp"

#include <algorithm>

namespace xsksim {
namespace {

double number(std::uint64_t value) { return static_cast<double>(value); }
double number(std::int64_t value) { return static_cast<double>(value); }

double cpu_ns(const RunResult& result, std::string_view part_of_name) {
    double spent = 0;
    for (const auto& [context, time] : result.summary.measured.cpu_by_context)
        if (context.find(part_of_name) != std::string::npos) spent += number(time.ns);
    return spent;
}

double cpu_ns_per_packet(const RunResult& result) {
    const std::uint64_t packets = packets_on_wire(result.summary);
    return packets == 0 ? 0 : cpu_ns(result, "") / number(packets);
}

double softirq_permille(const RunResult& result) {
    const std::int64_t simulated_ns = result.summary.simulated.ns;
    return simulated_ns == 0 ? 0 : 1000 * cpu_ns(result, "irq") / number(simulated_ns);
}

struct Words {
    std::string name, unit, meaning;
};

Figure figure(Words words, bool is_whole, std::function<double(const RunResult&)> value) {
    std::string column = words.name;
    std::ranges::replace(column, '.', '_');
    return {std::move(words.name),    std::move(column), std::move(words.unit),
            std::move(words.meaning), is_whole,          std::move(value)};
}

Figure whole(Words words, std::function<double(const RunResult&)> value) {
    return figure(std::move(words), true, std::move(value));
}

Figure real(Words words, std::function<double(const RunResult&)> value) {
    return figure(std::move(words), false, std::move(value));
}

Figure count(Words words, std::uint64_t Summary::*member) {
    return whole(std::move(words),
                 [member](const RunResult& r) { return number(r.summary.*member); });
}

Figure measured_count(Words words, std::uint64_t Measures::*member) {
    return whole(std::move(words),
                 [member](const RunResult& r) { return number(r.summary.measured.*member); });
}

Figure engine_count(Words words, std::uint64_t EngineCounters::*member) {
    return whole(std::move(words), [member](const RunResult& r) {
        return number(r.summary.measured.engine.*member);
    });
}

// From submitting a frame to `what`.
std::vector<Figure> latency(const std::string& name, const std::string& what,
                            LatencySummary Summary::*of) {
    const auto add = [&](const char* part, const char* which, std::int64_t LatencySummary::*ns) {
        return whole({name + part, "ns", which + (" from submitting a frame to " + what)},
                     [of, ns](const RunResult& r) { return number(r.summary.*of.*ns); });
    };
    return {whole({name + ".count", "packets", "frames of which " + name + " is known"},
                  [of](const RunResult& r) { return number((r.summary.*of).count); }),
            add(".min_ns", "shortest", &LatencySummary::min),
            add(".p50_ns", "median", &LatencySummary::p50),
            add(".p90_ns", "90th percentile", &LatencySummary::p90),
            add(".p99_ns", "99th percentile", &LatencySummary::p99),
            add(".p999_ns", "99.9th percentile", &LatencySummary::p999),
            add(".max_ns", "longest", &LatencySummary::max)};
}

std::vector<Figure> rates() {
    return {
        whole({"simulated_ns", "ns", "simulated time until the end"},
              [](const RunResult& r) { return number(r.summary.simulated.ns); }),
        real({"packets_per_second", "packets/s", "packets on the wire by the time of the last one"},
             [](const RunResult& r) { return r.summary.packets_per_second; }),
        real({"sustained_packets_per_second", "packets/s",
              "packets a second as long as the run lasts for ever: 0 for a queue that stalls"},
             [](const RunResult& r) {
                 return r.outcome == Outcome::stalled ? 0 : r.summary.packets_per_second;
             }),
        real({"cpu_ns_per_packet", "ns", "vCPU time of all contexts, by packets on the wire"},
             cpu_ns_per_packet),
        real({"softirq_permille", "permille", "time that interrupts and softirqs take, of all"},
             softirq_permille)};
}

std::vector<Figure> packets() {
    return {
        count({"submitted", "packets", "frames that the application published"},
              &Summary::submitted),
        count({"on_wire", "packets", "frames of the application on the wire"}, &Summary::on_wire),
        count({"reclaimed", "packets", "frames that the application got back"},
              &Summary::reclaimed),
        count({"wire_bytes", "bytes", "bytes on the wire"}, &Summary::wire_bytes),
        count({"udp_submitted", "packets", "datagrams that kernel senders sent"},
              &Summary::udp_submitted),
        count({"udp_on_wire", "packets", "datagrams of the kernel on the wire"},
              &Summary::udp_on_wire),
        count({"xdp_on_wire", "packets", "XDP_TX frames on the wire"}, &Summary::xdp_on_wire)};
}

std::vector<Figure> calls() {
    return {
        count({"kicks", "", "notifications of the device"}, &Summary::kicks),
        count({"interrupts.raised", "", "TX interrupts that the device raised"},
              &Summary::interrupts_raised),
        count({"interrupts.delivered", "", "TX interrupts that reached their vCPU"},
              &Summary::interrupts_delivered),
        count({"interrupts.lost", "", "TX interrupts that a fault lost"},
              &Summary::interrupts_lost),
        count({"napi_polls", "", "polls of the TX NAPI"}, &Summary::napi_polls),
        count({"timer_starts", "", "starts of the driver's timer"}, &Summary::timer_starts),
        count({"timer_fires", "", "times it fired"}, &Summary::timer_fires),
        count({"sendmsg_calls", "", "sendmsg calls"}, &Summary::sendmsg_calls),
        count({"full_waits", "", "times a driver call found the ring or the headers full"},
              &Summary::full_waits),
        count({"in_flight_max", "packets", "most packets in the virtqueue"},
              &Summary::in_flight_max),
        count({"vq_full_in_flight", "packets",
               "packets in the virtqueue when the driver stopped adding"},
              &Summary::vq_full_in_flight),
    };
}

std::vector<Figure> simulator() {
    return {
        engine_count({"engine.switches", "", "changes of stack"}, &EngineCounters::switches),
        engine_count({"engine.steps", "", "step functions run"}, &EngineCounters::steps),
        engine_count({"engine.dispatches", "", "contexts dispatched"}, &EngineCounters::dispatches),
        engine_count({"engine.points", "", "scheduling points passed"}, &EngineCounters::points),
        measured_count({"events", "", "events of the trace"}, &Measures::events),
        measured_count({"accesses", "", "shared accesses of the driver"}, &Measures::accesses)};
}

std::vector<Figure> make_figures() {
    std::vector<Figure> figures;
    for (auto&& part :
         {rates(), packets(), latency("submit_to_wire", "the wire", &Summary::submit_to_wire),
          latency("submit_to_reclaim", "its return", &Summary::submit_to_reclaim), calls(),
          simulator()})
        figures.insert(figures.end(), part.begin(), part.end());
    return figures;
}

const Figure* find(std::string_view text, std::string Figure::*member) {
    const auto found = std::ranges::find(all_figures(), text, member);
    return found == all_figures().end() ? nullptr : &*found;
}

}  // namespace

const std::vector<Figure>& all_figures() {
    static const std::vector<Figure> figures = make_figures();
    return figures;
}

const Figure* find_figure(std::string_view name) { return find(name, &Figure::name); }
const Figure* find_figure_of_column(std::string_view column) {
    return find(column, &Figure::column);
}

std::uint64_t packets_on_wire(const Summary& s) {
    return s.on_wire + s.udp_on_wire + s.xdp_on_wire;
}

}  // namespace xsksim
