// SPDX-License-Identifier: GPL-2.0-only
// The inside of StallObserver: takes events in (stall_observer.cpp).
#pragma once

#include "models/observe/stall_observer.hpp"
#include "models/observe/stall_state.hpp"
#include "models/observe/xdp_frame_map.hpp"

namespace xsksim {

struct StallObserver::Impl {
    Impl(const JudgeSettings& judge_settings, const TraceNames& trace_names);

    const JudgeSettings settings;
    const TraceNames& names;
    Table<PairState> pairs;
    std::optional<Pause> first_pause;
    std::shared_ptr<const Impl> at_first_pause;  // as things stood then
    std::uint64_t wakeup_bit =
        UINT64_MAX;                       // the state bit that makes ndo_xsk_wakeup return at once
    std::vector<std::string> rule_texts;  // by fault rule number
    std::vector<Mark> rule_marks;         // the same, when it struck last
    Mark alloc_failed;
    std::uint64_t alloc_bytes = 0;
    std::optional<std::int64_t> timeout_us, headers_max, headers_percent;  // module parameters

    void take(const Event& e);
    bool kinds_mix() const { return settings.udp || xdp_seen; }
    // The pair whose work has waited longest, if any waits.
    const PairState* stuck_pair(std::uint64_t* index) const;

    struct NapiHome {
        bool known = false;
        bool is_tx = false;
        std::uint64_t pair = 0;
    };
    Table<NapiHome> napi_homes;
    Table<ContextActivity> contexts;

private:
    bool take_frequent(const Event& e);
    bool take_application(const Event& e);
    bool take_queue(const Event& e);
    bool take_device(const Event& e);
    bool take_interrupt(const Event& e);
    void on_fault(const Event& e);
    bool take_napi(const Event& e);
    bool take_timer(const Event& e);
    void take_rest(const Event& e);

    void on_poll(const Event& e);
    void on_polled(const Event& e);
    void on_schedule(const Event& e);
    void on_state_bit(const Event& e);
    void on_module_param(const Event& e);
    void on_vq_setup(const Event& e);
    bool take_kinds(const Event& e);
    void share_moved(const Event& e, SocketState& socket, std::uint64_t frame);
    void on_taken(const Event& e);
    void on_added(const Event& e);
    void on_add_failed(const Event& e);
    void on_wire(const Event& e);
    void on_unbind(const Event& e);
    void interrupt_fate(const Event& e, InterruptFate fate);

    // Work of this pair moved. The pause that ended is remembered if it was too long.
    void moved(const Event& e, Instant& progress, bool was_waiting) {
        if (e.at - progress > settings.progress_bound && was_waiting && !first_pause) [[unlikely]] {
            first_pause = Pause{progress, e.at, e.number};
            at_first_pause = std::make_shared<Impl>(*this);
        }
        progress = e.at;
    }
    void socket_moved(const Event& e, SocketState& socket) {
        moved(e, socket.progress, socket.work_waits());
    }
    ContextActivity& activity(const Event& e) {
        return e.context == no_context ? outside : contexts[e.context];
    }
    Mark mark(const Event& e) { return {e.number, e.at, e.context, activity(e).now().doing}; }
    TxQueueState* queue_of(const Event& e) {
        return is_tx_queue(e.arg[0]) ? &pairs[pair_of_queue(e.arg[0])].queue : nullptr;
    }
    NapiState* napi_of(std::uint64_t id);

    ContextActivity outside;
    UmemMap umem;
    enum class Kind : std::uint8_t { frame, datagram, xdp };
    Table<Table<Kind>> kinds_taken;  // by queue, by head; kept only where kinds mix
    bool xdp_seen = false;
    XdpFrameMap<char> xdp_frames;
    Table<std::uint8_t> adds_xdp;  // by context: it has made an XDP frame, and adds it next
};

}  // namespace xsksim
