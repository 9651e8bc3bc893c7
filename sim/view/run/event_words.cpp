// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/run/event_words.hpp"

#include <fmt/format.h>

#include "sim/core/error_name.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {

const char* side_of_queue(std::uint64_t queue, const QueueMap& queues) {
    const QueuePlace* place = queues.find(queue);
    if (place == nullptr) return "device";
    return place->role == QueueRole::transmit  ? "TX"
           : place->role == QueueRole::receive ? "RX"
                                               : "control";
}

namespace {

using Names = const TraceNames&;
using std::string;

string with(CallResult result) { return result.ok() ? "" : " with " + error_name(result.error); }

// Whose interrupt a vector is: a queue's, or the device's own.
const char* side(std::uint64_t vector, const QueueMap& queues) {
    return side_of_queue(queues.queue_of_vector(vector), queues);
}

// --- application, senders, steps ---

string said(const event::AppDone& done, Names) {
    return fmt::format("application: has all {} frames back", count_text(done.reclaimed));
}
string said(const event::AppSendmsgDone& done, Names) {
    return "application: sendmsg returned" +
           (done.result.ok() ? "" : " " + error_name(done.result.error));
}
string said(const event::AppPoll&, Names) { return "application: calls poll"; }
string said(const event::AppPause& pause, Names) {
    return fmt::format("application: {} for {}",
                       pause.drains ? "takes no completions" : "stands still",
                       duration_text(pause.duration_ns));
}
string said(const event::AppOverwrite& overwrite, Names) {
    return fmt::format("application: writes into frame {:#x}, which it has handed over",
                       overwrite.frame.value);
}
string said(const event::AppKilled& killed, Names) {
    return fmt::format("application killed, {} in flight", counted(killed.in_flight, "frame"));
}
string said(const event::UdpBlocked& blocked, Names) {
    return blocked.queue_stopped ? "kernel sender: waits, send buffer full; the TX queue is stopped"
                                 : "kernel sender: waits, send buffer full";
}
string said(const event::StepBegin& step, Names names) { return "step: " + names.text(step.text); }
string said(const event::StepEnd& step, Names names) {
    return "step done: " + names.text(step.text) + with(step.result);
}
string said(const event::SendersCease& cease, Names) {
    return "senders cease; what is on its way has " + duration_text(cease.settle_ns);
}

// --- AF_XDP ---

string said(const event::UmemRegister& umem, Names) {
    return fmt::format("UMEM of {} bytes registered", count_text(umem.bytes));
}
string said(const event::XskBind& bind, Names) {
    return bind.result.ok() ? fmt::format("socket bound to queue pair {}, {}", bind.pair,
                                          bind.zero_copy ? "zero copy" : "copy mode")
                            : "bind ended" + with(bind.result);
}
string said(const event::XskUnbind& unbind, Names) {
    return (unbind.umem_kept ? "interface goes away: socket unbound, its UMEM kept"
                             : "socket unbound") +
           with(unbind.result);
}
string said(const event::XskShare& share, Names) {
    return share.result.ok() ? fmt::format("socket {} joined the UMEM on queue pair {}",
                                           share.sockets, share.pair)
                             : "joining another socket's UMEM ended" + with(share.result);
}
string said(const event::XskGate&, Names) {
    return "sendmsg returns at the need_wakeup gate: the driver is not called";
}
string said(const event::XskInvalidDesc& invalid, Names) {
    return fmt::format("invalid descriptor at {:#x} skipped", invalid.addr.value);
}

// --- ring and device ---

string said(const event::VqSetup& setup, Names) {
    return fmt::format("virtqueue {}: {} descriptors{}{}{}", setup.queue, setup.size,
                       setup.packed ? ", packed" : "", setup.event_idx ? ", EVENT_IDX" : "",
                       setup.indirect_desc ? ", INDIRECT_DESC" : "");
}
string said(const event::VqBroken& broken, Names names) {
    return fmt::format("virtqueue {} BROKEN: {}", broken.queue, names.text(broken.text));
}
string said(const event::DevBad& bad, Names names) {
    return "device: REFUSES a buffer: " + names.text(bad.text);
}
string said(const event::DevStale& stale, Names) {
    return fmt::format("device: uses memory {}, at {:#x}",
                       stale.state == MemoryState::unmapped ? "NOT MAPPED" : "GIVEN BACK",
                       stale.gpa.value);
}
string said(const event::DevControl& control, Names) {
    constexpr std::uint64_t mq = 4, coalescing = 6;  // virtio 1.2 §5.1.6.5
    const char* about = control.command_class == mq           ? "number of pairs"
                        : control.command_class == coalescing ? "interrupt coalescing"
                                                              : "other";
    return fmt::format("device: {} command {} of class {} ({})",
                       control.ok ? "carries out" : "REFUSES", control.command,
                       control.command_class, about);
}
string said(const event::DevReset& reset, Names) {
    return fmt::format("virtqueue {} is reset: the device lets go of its buffers", reset.queue);
}

// --- interrupts, faults, holds ---

string said(const event::IrqLost& lost, Names, const QueueMap& queues) {
    return fmt::format("{} interrupt {} LOST (fault rule {})", side(lost.vector, queues),
                       lost.number, lost.rule);
}
string said(const event::IrqDelay& delay, Names, const QueueMap& queues) {
    return fmt::format("{} interrupt {} delayed by {} (fault rule {})", side(delay.vector, queues),
                       delay.number, duration_text(delay.delay_ns), delay.rule);
}
string said(const event::IrqCoalesce& merged, Names, const QueueMap& queues) {
    return fmt::format("{} interrupt {} merged with a pending one", side(merged.vector, queues),
                       merged.number);
}
string said(const event::IrqMasked& masked, Names, const QueueMap& queues) {
    return fmt::format("{} interrupt {} pending: vector masked", side(masked.vector, queues),
                       masked.number);
}
string said(const event::VcpuSteal& steal, Names) {
    return fmt::format("vCPU {} taken away by the host for {}", steal.cpu,
                       duration_text(steal.duration_ns));
}
string said(const event::HoldBegin& hold, Names names) {
    return fmt::format("HELD at {} (hold {}{})", names.text(hold.text), hold.rule,
                       hold.only_context ? ", this context only" : ", with its vCPU");
}
string said(const event::HoldEnd& hold, Names) {
    return fmt::format("hold {} ends after {}{}", hold.rule, duration_text(hold.held_ns),
                       hold.gave_up ? ": what it waited for never came" : "");
}

string said(const event::HoldSkipped& hold, Names names) {
    return fmt::format("hold {} SKIPPED: the driver has no function {}", hold.rule,
                       names.text(hold.text));
}
string said(const event::PutLast& tie, Names) {
    return fmt::format("goes LAST of several due now (tie {})", tie.rule);
}

// --- guest kernel ---

string said(const event::NapiEnable& napi, Names) {
    return fmt::format("NAPI {} enabled", napi.napi);
}
string said(const event::NapiDisable& napi, Names) {
    return fmt::format("NAPI {} {}", napi.napi,
                       napi.phase == Phase::begins ? "is being disabled" : "disabled");
}
string said(const event::HrtimerFire& fire, Names) {
    return "timer fires" +
           (fire.late_ns.ns == 0 ? "" : ", " + duration_text(fire.late_ns) + " late");
}
string said(const event::WorkSchedule& work, Names) {
    return work.delay_jiffies == 0
               ? "delayed work is queued"
               : fmt::format("delayed work is to be queued in {} ticks", work.delay_jiffies);
}
string said(const event::WorkRun&, Names) { return "a kworker does the delayed work"; }
string said(const event::WorkCancel& work, Names) {
    return work.was_pending ? "delayed work cancelled before it ran" : "no delayed work is pending";
}
string said(const event::LockContend& lock, Names names) {
    return "spins on " + names.text(lock.text) + ", held by " + names.context(lock.holder.id);
}
string said(const event::RcuSyncBegin&, Names) { return "waits for an RCU grace period"; }
string said(const event::RcuSyncEnd&, Names) { return "the grace period is over"; }
string said(const event::NetdevOpen& open, Names) { return "interface up" + with(open.result); }
string said(const event::NetdevStop& stop, Names) { return "interface down" + with(stop.result); }
string said(const event::Suspend& suspend, Names) {
    return (suspend.phase == SuspendPhase::suspended ? "suspended" : "resumed") +
           with(suspend.result);
}
string said(const event::XdpSet& program, Names) {
    return (program.loaded ? "XDP program loaded" : "XDP program unloaded") + with(program.result);
}
string said(const event::NetdevStats& read, Names) {
    return fmt::format("the interface's counters: {} packets, {} bytes transmitted",
                       count_text(read.tx_packets), count_text(read.tx_bytes));
}
string said(const event::AllocFailed& failed, Names names) {
    return fmt::format("{} of {} bytes FAILS", names.text(failed.text), failed.bytes);
}

// --- judgement ---

string said(const event::Finding& finding, Names names) {
    return fmt::format("{} [{}]: {}",
                       finding.severity == FindingSeverity::note ? "note" : "FINDING",
                       name_of(finding.code), names.text(finding.text));
}
string said(const event::Gap& gap, Names names) {
    return "GAP in the shim: " + names.text(gap.text);
}
string said(const event::RunEnded& end, Names names) {
    return "the run ends: " + (end.reason == EndReason::idle ? "nothing will ever happen again"
                                                             : names.text(end.text));
}

// Finds the words for an event by its kind: those of the overload that takes its fields.
class Speaker {
public:
    Speaker(Names names, const QueueMap& queues) : names_(names), queues_(queues) {
        listen_to_single_events(by_kind_, *this);
        by_kind_.listen<event::AppSendmsgDone>(*this);
    }
    template <class T>
    void on(const T& fields, const Event&) {
        if constexpr (requires { said(fields, names_, queues_); })
            text_ = said(fields, names_, queues_);
        else if constexpr (requires { said(fields, names_); })
            text_ = said(fields, names_);
        else
            text_ = string(info_of(T::kind).meaning);
    }
    string of(const Event& event) {
        text_ = string(info_of(event.kind).meaning);
        by_kind_.deliver(event);
        return text_;
    }

private:
    Names names_;
    const QueueMap& queues_;
    EventListeners by_kind_;
    string text_;
};

}  // namespace

std::string words_of(const Event& event, const Picture& picture) {
    return Speaker(picture.names(), picture.queues()).of(event);
}

}  // namespace xsksim
