// SPDX-License-Identifier: GPL-2.0-only
// Sections of who uses the queues: application, udp, rx, steps.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

bool sends_in_bursts(const ApplicationOptions& application) {
    return application.schedule.burst.has_value();
}
bool sends_steadily(const ApplicationOptions& application) { return !sends_in_bursts(application); }

constexpr auto app = whole<ApplicationOptions>;

std::vector<Key<ApplicationOptions>> sending_keys() {
    const auto schedule = app / &XskSenderOptions::schedule;
    const auto socket = app / &XskSenderOptions::socket;
    return {
        flag("enabled", &ApplicationOptions::enabled, "Whether there is one."),
        key("pair", socket / &XskSocketOptions::pair, between(0, pairs_max - 1), "queue pair",
            "The queue it is bound to, counted from 0."),
        key("cpu", app / &XskSenderOptions::cpu, between(0, vcpus_max - 1), "vCPU",
            "Where it runs."),
        key("start_ns", schedule / &SendScheduleOptions::start, nanoseconds(), "ns",
            "When it binds and begins to send.")
            .tried(0, 1'000'000),
        key("frame_bytes", app / &XskSenderOptions::frame_bytes, between(frame_bytes_min, 4096),
            "bytes", "Length of each packet.")
            .tried(frame_bytes_min, packet_bytes_max),
        key("batch", app / &XskSenderOptions::batch, between(1, 65536), "frames",
            "How many frames it submits at once."),
        key("rate_pps", schedule / &SendScheduleOptions::rate_pps, between(1, rate_pps_max),
            "packets/s", "How fast it submits; absent: as fast as it can.")
            .tried(1'000, 4'000'000)
            .only("only without burst", sends_steadily),
        key("burst", schedule / &SendScheduleOptions::burst, between(1, integer_max), "frames",
            "It sends so many frames at once, then pauses; absent: steady.")
            .tried(1, 1000),
        key("burst_pause_ns", schedule / &SendScheduleOptions::burst_pause, nanoseconds(1), "ns",
            "The pause between two bursts.")
            .tried(1'000, 2'000'000)
            .needed_only("only with burst", sends_in_bursts),
    };
}

std::vector<Key<ApplicationOptions>> socket_keys() {
    const auto socket = app / &XskSenderOptions::socket;
    const auto ring = power_of_two(1, 1 << 20);
    return {
        key("tx_ring", socket / &XskSocketOptions::tx_ring_size, ring, "descriptors",
            "Size of the socket's TX ring.")
            .tried(16, 2048),
        key("completion_ring", socket / &XskSocketOptions::completion_ring_size, ring, "entries",
            "Size of the completion ring.")
            .tried(16, 2048),
        key("frames", socket / &XskSocketOptions::frames, between(1, 1 << 18), "frames",
            "Frames of the UMEM; it is at most 512 MiB large.")
            .tried(64, 4096),
        key("chunk_bytes", socket / &XskSocketOptions::chunk_bytes, between(2048, 4096), "bytes",
            "Size of a chunk of the UMEM; aligned: 2048 or 4096.")
            .tried(2048, 4096),
        key("headroom", app / &XskSenderOptions::headroom, between(0, 4096 - frame_bytes_min),
            "bytes", "Where in its chunk a packet begins.")
            .tried(0, 512),
        flag("unaligned", socket / &XskSocketOptions::unaligned,
             "Whether the UMEM is in unaligned mode (XDP_UMEM_UNALIGNED_CHUNK_FLAG)."),
        key("need_wakeup", app / &XskSenderOptions::need_wakeup,
            word<NeedWakeupPolicy>({{"flag", NeedWakeupPolicy::flag},
                                    {"flag_at_submit", NeedWakeupPolicy::flag_at_submit},
                                    {"always", NeedWakeupPolicy::always},
                                    {"never", NeedWakeupPolicy::never}}),
            "",
            "When it calls sendmsg: as the need_wakeup flag says, in every turn of its loop; as "
            "the "
            "flag says, but looking at it only after a submission; always; never."),
        key("wait", app / &XskSenderOptions::wait,
            word<WaitPolicy>({{"spin", WaitPolicy::spin}, {"poll", WaitPolicy::poll}}), "",
            "How it waits for completions: looking at the rings, or in poll()."),
    };
}

std::vector<Key<ApplicationOptions>> application_keys() {
    std::vector<Key<ApplicationOptions>> all = sending_keys();
    for (auto& entry : socket_keys()) all.push_back(std::move(entry));
    return all;
}

}  // namespace

ShapePointer<ApplicationOptions> application_shape() {
    return record<ApplicationOptions>(application_keys());
}

ShapePointer<ApplicationOptions> further_application_shape() {
    std::vector<Key<ApplicationOptions>> all = application_keys();
    all.push_back(key("shares_umem", &ApplicationOptions::shares_umem, between(0, 999), "",
                      "The application before it whose UMEM and queue it shares "
                      "(XDP_SHARED_UMEM): 0 is /application, 1 is /applications/0. It has `frames` "
                      "more of that UMEM; the other reads the completion ring for both."));
    return record<ApplicationOptions>(std::move(all));
}

ShapePointer<UdpSenderOptions> udp_shape() {
    const auto schedule = of(&UdpSenderOptions::schedule);
    const auto socket = of(&UdpSenderOptions::socket);
    return record<UdpSenderOptions>({
        key("pair", &UdpSenderOptions::pair, between(0, pairs_max - 1), "queue pair",
            "The queue it sends on, counted from 0."),
        key("cpu", &UdpSenderOptions::cpu, between(0, vcpus_max - 1), "vCPU", "Where it runs."),
        key("start_ns", schedule / &SendScheduleOptions::start, nanoseconds(), "ns",
            "When it begins to send."),
        key("bytes", &UdpSenderOptions::bytes, between(frame_bytes_min, packet_bytes_max), "bytes",
            "Length of each packet on the wire."),
        key("rate_pps", schedule / &SendScheduleOptions::rate_pps, between(1, rate_pps_max),
            "packets/s", "How fast it sends; absent: as fast as it can."),
        key("datagrams", &UdpSenderOptions::datagrams, between(1, integer_max), "packets",
            "How many it sends; absent: until the run ends."),
        key("send_buffer", socket / &DatagramSocketOptions::send_buffer, between(1, 1'000'000),
            "packets", "SO_SNDBUF: how many it may have on the way."),
        flag("nonblocking", socket / &DatagramSocketOptions::nonblocking,
             "Whether it sends with MSG_DONTWAIT: a full send buffer turns it away instead of "
             "putting it to sleep."),
    });
}

ShapePointer<RxTrafficOptions> rx_shape() {
    return record<RxTrafficOptions>({
        key("pair", &RxTrafficOptions::pair, between(0, pairs_max - 1), "queue pair",
            "The queue they arrive on, counted from 0."),
        key("start_ns", &RxTrafficOptions::start, nanoseconds(), "ns",
            "When packets begin to arrive."),
        key("rate_pps", &RxTrafficOptions::rate_pps, between(1, rate_pps_max), "packets/s",
            "How many arrive, evenly spaced."),
        key("bytes", &RxTrafficOptions::bytes, between(frame_bytes_min, packet_bytes_max), "bytes",
            "Length of each packet."),
        key("until_ns", &RxTrafficOptions::until, nanoseconds(1), "ns",
            "When they cease; absent: at the run's end."),
    });
}

namespace {

constexpr auto step = whole<ExpectedStep>;

bool is_triggered(const ExpectedStep& step) { return step.at.is_set(); }
bool has_a_time(const ExpectedStep& step) { return !is_triggered(step); }
bool is_on_socket(const ExpectedStep& step) {
    return step.action == TimedAction::bind || step.action == TimedAction::unbind ||
           step.action == TimedAction::kill_application;
}
bool loads_a_program(const ExpectedStep& step) { return step.action == TimedAction::xdp_load; }
bool sets_a_parameter(const ExpectedStep& step) {
    return step.action == TimedAction::set_parameter;
}

bool sets_coalescing(const ExpectedStep& step) { return step.action == TimedAction::coalesce; }

ShapePointer<TimedAction> action_shape() {
    std::vector<std::pair<std::string, TimedAction>> words;
    for (const auto& [name, action] : timed_actions) words.emplace_back(name, action);
    return word<TimedAction>(std::move(words));
}

ShapePointer<StepResult> result_shape() {
    std::vector<std::pair<std::string, StepResult>> words;
    for (const StepResultInfo& info : step_results) words.emplace_back(info.name, info.result);
    return word<StepResult>(std::move(words));
}

std::vector<Key<ExpectedStep>> trigger_keys() {
    const auto at = step / &TimedStep::at;
    return {
        key("at_ns", step / &TimedStep::at_time, nanoseconds(), "ns", "When.")
            .needed_only("only without at", has_a_time),
        key("at", at / &Place::name, place(), "",
            "Instead of a time, a place: a driver function (on entry), `function:call` or "
            "`function:structure.field` (before it; `trace.accesses` shows the names), or "
            "`event:KIND`."),
        key("at_where", at / &Place::where, event_fields(), "",
            "Fields of that event, and their values.")
            .only("only with at", is_triggered),
        key("hit", step / &TimedStep::hit, between(1, integer_max), "times",
            "When the place is passed for the so-manieth time.")
            .only("only with at", is_triggered),
        time("after_ns", step / &TimedStep::after, "So long after that.")
            .only("only with at", is_triggered),
    };
}

}  // namespace

ShapePointer<ExpectedStep> step_shape() {
    std::vector<Key<ExpectedStep>> all = trigger_keys();
    std::vector<Key<ExpectedStep>> rest = {
        key("do", step / &TimedStep::action, action_shape(), "",
            "What: bind or unbind the application's socket, or kill the application, whose exit "
            "closes it; take the interface down or up; read its counters; load an XDP program (in "
            "place of the one "
            "before) or unload it; write a module parameter; switch TX NAPI on or off (ethtool); "
            "set how late the device may tell of what was sent (ethtool); "
            "take the device from the driver, give it back, or reset it without telling the "
            "driver; "
            "suspend or resume the machine.")
            .required(),
        key("pair", step / &TimedStep::pair, between(0, pairs_max - 1), "queue pair",
            "The queue of the socket: the application's.")
            .only("only with bind, unbind and kill_application", is_on_socket),
        key("cpu", step / &TimedStep::cpu, between(0, vcpus_max - 1), "vCPU",
            "Where the caller runs."),
        key("program", step / &TimedStep::program,
            word<XdpAction>(
                {{"pass", XdpAction::pass}, {"drop", XdpAction::drop}, {"tx", XdpAction::tx}}),
            "", "What the program says of each received frame.")
            .only("only with xdp_load", loads_a_program),
        key("parameter", step / &TimedStep::parameter, text(), "", "The module parameter.")
            .needed_only("only with set_parameter", sets_a_parameter),
        key("value", step / &TimedStep::value, std::make_shared<ModuleParameterShape>(), "",
            "Its new value; true and false count as 1 and 0.")
            .needed_only("only with set_parameter", sets_a_parameter),
        key("frames", step / &TimedStep::coalescing / &TxCoalescing::frames, between(0, UINT32_MAX),
            "frames", "tx-frames: so many may wait for an interrupt; 0 also switches TX NAPI off.")
            .only("only with coalesce", sets_coalescing),
        key("usecs", step / &TimedStep::coalescing / &TxCoalescing::usecs, between(0, UINT32_MAX),
            "us", "tx-usecs: or for so long.")
            .only("only with coalesce", sets_coalescing),
        key("result", &ExpectedStep::result, result_shape(), "",
            "What it must come to, else the run is unexpected."),
        flag("optional", &ExpectedStep::optional,
             "Whether it may be that it is never due, or does not end; else the run is unexpected "
             "then."),
    };
    for (auto& entry : rest) all.push_back(std::move(entry));
    return record<ExpectedStep>(std::move(all));
}

}  // namespace xsksim
