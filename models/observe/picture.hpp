// SPDX-License-Identifier: GPL-2.0-only
// The picture of a run: what its events, so far, say of every queue pair, call, packet and NAPI.
// Each fact is derived here once; checks, the explanation of a stall, summary, timeline and views
// read it.
//
// Stands for nothing in the guest: it is what somebody who has read the trace up to here knows.
// Owner: the judge. It hears each event before those who read it. Errors: none; events that
// contradict each other are the checks' business.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/events.hpp"
#include "models/observe/contexts.hpp"
#include "models/observe/judge_settings.hpp"
#include "models/observe/napi_map.hpp"
#include "models/observe/packets.hpp"
#include "models/observe/pair_state.hpp"
#include "models/observe/timers.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

class Picture {
public:
    // Both outlive it.
    Picture(const JudgeSettings& settings, const TraceNames& names);
    Picture(JudgeSettings&& settings, const TraceNames& names) = delete;
    void listen_to(EventListeners& events);

    const JudgeSettings& settings() const { return settings_; }
    const TraceNames& names() const { return names_; }
    const Table<PairState>& pairs() const { return pairs_; }
    const Contexts& contexts() const { return contexts_; }
    const NapiMap& napis() const { return napis_; }
    const QueueMap& queues() const { return packets_.buffers().places(); }
    // What holds for any virtqueue, of the pair's transmit queue.
    const Buffers::Queue& ring(const PairState& pair) const {
        return packets_.buffers().queue(pair.queue.number);
    }
    // nullptr: it was never registered.
    const NapiState* napi(std::uint64_t number) const;
    const Timers& timers() const { return timers_; }
    const Packets& packets() const { return packets_; }

    // True when the application (or a UDP sender) has handed over work that is not finished.
    bool work_waiting() const;
    // The last submission, publication or completion of those whose work waits (the one that is
    // longest ago); of anybody when none waits.
    Instant last_progress() const;
    // The pair whose work has waited longest, if any waits.
    const PairState* stuck_pair(std::uint64_t* index) const;

    // The first time that waiting work made no progress for longer than the bound, if it happened.
    struct Pause {
        Instant from, to;
        std::uint64_t event = 0;  // the one that ended it
    };
    const std::optional<Pause>& first_long_pause() const { return first_pause_; }
    // As things stood then; nullptr if there was none.
    const Picture* at_first_long_pause() const { return at_first_pause_.get(); }

    // Work of the application and of kernel senders or XDP is in the same queues.
    bool kinds_mix() const { return settings_.has_udp || packets_.xdp().any_ever(); }

    struct Rule {
        std::string text;
        Mark struck;  // last
    };
    // By number, from 1; of one that has not struck, or does not exist: without text.
    const std::vector<Rule>& rules() const { return rules_; }
    struct FailedAllocation {
        Mark mark;
        std::uint64_t bytes = 0;
    };
    const FailedAllocation& failed_allocation() const { return failed_allocation_; }
    // The latest end of a time for which the host took a vCPU away.
    Instant stolen_until() const { return stolen_until_; }
    const Switch& interface_up() const { return interface_up_; }
    // As it was last told; nothing for a parameter that the driver does not have.
    std::optional<std::int64_t> parameter(const std::string& name) const;
    const std::map<std::string, std::int64_t>& parameters() const { return parameters_; }
    // What full means is the manifest's: too few free descriptors,
    bool ring_is_full(const PairState& pair) const;
    // or as many packets in flight as the driver lets be. Nothing: it has no such limit.
    std::optional<std::uint64_t> in_flight_max(const PairState& pair) const;
    // That count against it: those of the socket, where others' are in the queue too.
    std::uint64_t in_flight(const PairState& pair) const;
    bool is_at_limit(const PairState& pair) const;
    // The call, which has just ended, ran the queue, did not run out of work, handed nothing on,
    // and leaves the queue full.
    bool found_full(const Call& ended) const;
    // The state bit that makes ndo_xsk_wakeup return at once; nothing if the driver has none.
    std::optional<std::uint64_t> wakeup_bit() const { return wakeup_bit_; }

    // --- events, by who emits them ---
    // application, kernel senders (picture_senders.cpp)
    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::AppWait& wait, const Event& e);
    void on(const event::AppResume& resume, const Event& e);
    void on(const event::AppPoll& poll, const Event& e);
    void on(const event::AppDone& done, const Event& e);
    void on(const event::AppPause& pause, const Event& e);
    void on(const event::AppSendmsg& call, const Event& e);
    void on(const event::AppSendmsgDone& done, const Event& e);
    void on(const event::UdpSubmit& submit, const Event& e);
    void on(const event::UdpDrop& drop, const Event& e);
    void on(const event::UdpBlocked& blocked, const Event& e);
    void on(const event::StepBegin& step, const Event& e);
    void on(const event::StepEnd& step, const Event& e);
    // AF_XDP core, XDP (picture_xsk.cpp)
    void on(const event::UmemRegister& umem, const Event& e);
    void on(const event::XskBind& bind, const Event& e);
    void on(const event::XskUnbind& unbind, const Event& e);
    void on(const event::XskPeek& peek, const Event& e);
    void on(const event::XskPeekNone& none, const Event& e);
    void on(const event::XskInvalidDesc& invalid, const Event& e);
    void on(const event::XskCompleted& completed, const Event& e);
    void on(const event::NeedWakeupSet& flag, const Event& e);
    void on(const event::NeedWakeupClear& flag, const Event& e);
    void on(const event::XskWakeup& wakeup, const Event& e);
    void on(const event::XskWakeupDone& done, const Event& e);
    void on(const event::XdpFrame& frame, const Event& e);
    void on(const event::XdpReturn& returned, const Event& e);
    // the ring and the device (picture_queue.cpp)
    void on(const event::VqSetup& setup, const Event& e);
    void on(const event::VqAdd& add, const Event& e);
    void on(const event::VqAddFailed& failed, const Event& e);
    void on(const event::VqGetBuf& got, const Event& e);
    void on(const event::VqKickPrepare& kick, const Event& e);
    void on(const event::VqNotify& notify, const Event& e);
    void on(const event::VqDisableCb& disable, const Event& e);
    void on(const event::VqEnableCb& enable, const Event& e);
    void on(const event::VqUsedEvent& moved, const Event& e);
    void on(const event::VqInterrupt& interrupt, const Event& e);
    void on(const event::VqBroken& broken, const Event& e);
    void on(const event::DevKick& kick, const Event& e);
    void on(const event::DevWake& wake, const Event& e);
    void on(const event::DevSleep& sleep, const Event& e);
    void on(const event::DevTake& take, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::DevBad& bad, const Event& e);
    void on(const event::DevPublish& publish, const Event& e);
    void on(const event::DevSignal& signal, const Event& e);
    void on(const event::DevReset& reset, const Event& e);
    // interrupt controller and faults (picture_interrupts.cpp)
    void on(const event::IrqRaise& raise, const Event& e);
    void on(const event::IrqLost& lost, const Event& e);
    void on(const event::IrqDelay& delay, const Event& e);
    void on(const event::IrqCoalesce& merged, const Event& e);
    void on(const event::IrqMasked& masked, const Event& e);
    void on(const event::IrqDeliver& deliver, const Event& e);
    void on(const event::FaultFired& fired, const Event& e);
    // guest kernel (picture_guest.cpp)
    void on(const event::IrqEnter& enter, const Event& e);
    void on(const event::IrqExit& exit, const Event& e);
    void on(const event::NapiAdd& add, const Event& e);
    void on(const event::NapiScheduled& schedule, const Event& e);
    void on(const event::NapiQueue& queued, const Event& e);
    void on(const event::VcpuSteal& steal, const Event& e);
    void on(const event::NapiPoll& poll, const Event& e);
    void on(const event::NapiPolled& polled, const Event& e);
    void on(const event::NapiComplete& complete, const Event& e);
    void on(const event::NapiEnable& enable, const Event& e);
    void on(const event::NapiDisable& disable, const Event& e);
    void on(const event::HrtimerInit& init, const Event& e);
    void on(const event::HrtimerStart& start, const Event& e);
    void on(const event::HrtimerCancel& cancel, const Event& e);
    void on(const event::HrtimerFire& fire, const Event& e);
    void on(const event::TxqStop& stop, const Event& e);
    void on(const event::TxqWake& wake, const Event& e);
    void on(const event::StateBit& change, const Event& e);
    void on(const event::ModuleParam& parameter, const Event& e);
    void on(const event::AllocFailed& failed, const Event& e);
    void on(const event::NetdevOpen& open, const Event& e);
    void on(const event::NetdevStop& stop, const Event& e);

private:
    Mark mark(const Event& e) {
        return {e.number, e.at, e.context, contexts_.of(e).calls.now().doing};
    }
    // nullptr for a queue that does not transmit.
    TxQueueState* tx_queue(std::uint64_t queue) {
        return queues().transmits(queue) ? &pairs_[queues().pair(queue)].queue : nullptr;
    }
    // Work of this pair moved. The pause that ended is remembered if it was too long.
    void moved(const Event& e, Instant& progress, bool was_waiting);
    void socket_moved(const Event& e, SocketState& socket) {
        moved(e, socket.progress, socket.work_waits());
        socket.wakeups_in_vain = socket.polls_in_vain = socket.sendmsgs_in_vain = 0;
    }
    void share_moved(const Event& e, SocketState& socket, FrameAddress frame);
    // Of the NAPI that the event is about, which is remembered as it was; nullptr: as above.
    NapiState* napi_of(std::uint64_t napi, const Event& e);
    static void note_work(NapiState& napi, const TxQueueState& queue, const Event& e);
    TimerState& timer_of(std::uint64_t timer, const Event& e);
    // nullptr: of a queue that does not transmit.
    InterruptState* interrupt_of(std::uint64_t vector);
    void decided(const Event& e, std::uint64_t vector, std::uint64_t number, InterruptFate fate);
    PairState* pair_of_word(Word word, const Event& e);

    const JudgeSettings& settings_;
    const TraceNames& names_;
    Table<PairState> pairs_;
    Contexts contexts_;
    NapiMap napis_;
    Timers timers_;
    Packets packets_;
    std::optional<Pause> first_pause_;
    std::shared_ptr<const Picture> at_first_pause_;
    std::vector<Rule> rules_;
    FailedAllocation failed_allocation_;
    Switch interface_up_;
    std::map<std::string, std::int64_t> parameters_;
    std::optional<std::uint64_t> wakeup_bit_, timer_bit_;
    Instant stolen_until_;
};

}  // namespace xsksim
