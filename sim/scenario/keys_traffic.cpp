// SPDX-License-Identifier: GPL-2.0-only
// Sections of who uses the queues: application, udp, rx, steps.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

bool sends_in_bursts(const ApplicationOptions& application) {
    return application.burst.has_value();
}
bool sends_steadily(const ApplicationOptions& application) { return !sends_in_bursts(application); }

std::vector<Key<ApplicationOptions>> sending_keys() {
    using App = ApplicationOptions;
    return {
        flag("enabled", &App::enabled, "Whether there is one."),
        key("pair", &App::pair, between(0, pairs_max - 1), "queue pair",
            "The queue it is bound to, counted from 0."),
        key("cpu", &App::cpu, between(0, vcpus_max - 1), "vCPU", "Where it runs."),
        key("start_ns", &App::start, nanoseconds(), "ns", "When it binds and begins to send."),
        key("frame_bytes", &App::frame_bytes, between(frame_bytes_min, 4096), "bytes",
            "Length of each packet."),
        key("batch", &App::batch, between(1, 65536), "frames",
            "How many frames it submits at once."),
        key("rate_pps", &App::rate_pps, between(1, rate_pps_max), "packets/s",
            "How fast it submits; absent: as fast as it can.")
            .only("only without burst", sends_steadily),
        key("burst", &App::burst, between(1, integer_max), "frames",
            "It sends so many frames at once, then pauses; absent: steady."),
        key("burst_pause_ns", &App::burst_pause, nanoseconds(1), "ns",
            "The pause between two bursts.")
            .needed_only("only with burst", sends_in_bursts),
    };
}

std::vector<Key<ApplicationOptions>> socket_keys() {
    using App = ApplicationOptions;
    const auto ring = power_of_two(1, 1 << 20);
    return {
        key("tx_ring", &App::tx_ring, ring, "descriptors", "Size of the socket's TX ring."),
        key("completion_ring", &App::completion_ring, ring, "entries",
            "Size of the completion ring."),
        key("frames", &App::frames, between(1, 1 << 18), "frames",
            "Frames of the UMEM; it is at most 512 MiB large."),
        key("chunk_bytes", &App::chunk_bytes, between(2048, 4096), "bytes",
            "Size of a chunk of the UMEM; aligned: 2048 or 4096."),
        key("headroom", &App::headroom, between(0, 4096 - frame_bytes_min), "bytes",
            "Where in its chunk a packet begins."),
        flag("unaligned", &App::unaligned,
             "Whether the UMEM is in unaligned mode (XDP_UMEM_UNALIGNED_CHUNK_FLAG)."),
        key("need_wakeup", &App::need_wakeup,
            word<NeedWakeupPolicy>({{"flag", NeedWakeupPolicy::flag},
                                    {"flag_at_submit", NeedWakeupPolicy::flag_at_submit},
                                    {"always", NeedWakeupPolicy::always},
                                    {"never", NeedWakeupPolicy::never}}),
            "",
            "When it calls sendmsg: as the need_wakeup flag says, in every turn of its loop; as "
            "the "
            "flag says, but looking at it only after a submission; always; never."),
        key("wait", &App::wait,
            word<WaitPolicy>({{"spin", WaitPolicy::spin}, {"poll", WaitPolicy::poll}}), "",
            "How it waits for completions: looking at the rings, or in poll()."),
    };
}

}  // namespace

ShapePointer<ApplicationOptions> application_shape() {
    std::vector<Key<ApplicationOptions>> all = sending_keys();
    for (auto& entry : socket_keys()) all.push_back(std::move(entry));
    return record<ApplicationOptions>(std::move(all));
}

ShapePointer<UdpOptions> udp_shape() {
    return record<UdpOptions>({
        key("pair", &UdpOptions::pair, between(0, pairs_max - 1), "queue pair",
            "The queue it sends on, counted from 0."),
        key("cpu", &UdpOptions::cpu, between(0, vcpus_max - 1), "vCPU", "Where it runs."),
        key("start_ns", &UdpOptions::start, nanoseconds(), "ns", "When it begins to send."),
        key("bytes", &UdpOptions::bytes, between(frame_bytes_min, packet_bytes_max), "bytes",
            "Length of each packet on the wire."),
        key("rate_pps", &UdpOptions::rate_pps, between(1, rate_pps_max), "packets/s",
            "How fast it sends; absent: as fast as it can."),
        key("datagrams", &UdpOptions::datagrams, between(1, integer_max), "packets",
            "How many it sends; absent: until the run ends."),
    });
}

ShapePointer<RxOptions> rx_shape() {
    return record<RxOptions>({
        key("pair", &RxOptions::pair, between(0, pairs_max - 1), "queue pair",
            "The queue they arrive on, counted from 0."),
        key("start_ns", &RxOptions::start, nanoseconds(), "ns", "When packets begin to arrive."),
        key("rate_pps", &RxOptions::rate_pps, between(1, rate_pps_max), "packets/s",
            "How many arrive, evenly spaced."),
        key("bytes", &RxOptions::bytes, between(frame_bytes_min, packet_bytes_max), "bytes",
            "Length of each packet."),
        key("until_ns", &RxOptions::until, nanoseconds(1), "ns",
            "When they cease; absent: at the run's end."),
    });
}

ShapePointer<TimedStep> step_shape() {
    return record<TimedStep>({
        key("at_ns", &TimedStep::at, nanoseconds(), "ns", "When.").required(),
        key("do", &TimedStep::action,
            word<TimedAction>({{"bind", TimedAction::bind},
                               {"unbind", TimedAction::unbind},
                               {"interface_down", TimedAction::interface_down},
                               {"interface_up", TimedAction::interface_up},
                               {"read_statistics", TimedAction::read_statistics}}),
            "",
            "What: bind or unbind the application's socket, take the interface down or up, read its "
            "counters.")
            .required(),
        key("pair", &TimedStep::pair, between(0, pairs_max - 1), "queue pair",
            "The queue of the socket: the application's.")
            .only("only with bind and unbind",
                  [](const TimedStep& step) {
                      return step.action == TimedAction::bind || step.action == TimedAction::unbind;
                  }),
        key("cpu", &TimedStep::cpu, between(0, vcpus_max - 1), "vCPU", "Where the caller runs."),
    });
}

}  // namespace xsksim
