// SPDX-License-Identifier: GPL-2.0-only
// Counts and latencies of a run, from its events: what of Summary events can tell (all but
// cpu_by_context, engine, events and accesses). Counts of kicks, interrupts and NAPI polls are
// those of TX queues. A latency runs from app_submit of a frame, told by its UMEM chunk.
#pragma once

#include "models/events.hpp"
#include "models/observe/umem_map.hpp"
#include "models/observe/xdp_frame_map.hpp"
#include "sim/core/table.hpp"
#include "sim/run/histogram.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class SummaryObserver : public EventListener {
public:
    static std::vector<EventKind> kinds();
    void on_event(const Event& e) override;
    Summary summary(Instant end) const;

private:
    struct Queue {
        std::uint64_t added = 0, got = 0;
        Table<std::uint64_t> chunk_of_head;
        Table<std::uint8_t> head_is_xdp;
        bool bound = false;
    };
    // A driver call that runs the queue: a TX NAPI poll or ndo_xsk_wakeup.
    struct DriverCall {
        bool open = false;
        bool ran = false;          // it touched the queue
        bool peeked_none = false;  // it ended for lack of work
        bool scheduled = false;    // it handed over to NAPI
        std::uint64_t pair = 0;
    };
    // Calls nest: bottom halves that a wakeup enables may poll NAPIs in the same context.
    struct Calls {
        static constexpr std::size_t depth_max = 4;
        std::array<DriverCall, depth_max> calls;
        std::size_t depth = 0;  // calls[0] is for what happens outside of any
    };
    struct Napi {
        bool is_tx = true;
        std::uint64_t pair = 0;
    };

    bool take_packet(const Event& e);
    bool take_driver_call(const Event& e);
    void take_rare(const Event& e);
    void on_wire(const Event& e);
    void begin(const Event& e, std::uint64_t pair, bool ran);
    void finish(const Event& e);
    Calls& calls_of(const Event& e) {
        return e.context == no_context ? outside_ : calls_[e.context];
    }
    DriverCall& call_of(const Event& e) {
        Calls& calls = calls_of(e);
        return calls.calls[calls.depth];
    }
    Instant* submit_time(std::uint64_t pair, std::uint64_t chunk);

    UmemMap umem_;
    XdpFrameMap<char> xdp_;
    Table<std::vector<Instant>> submitted_at_;  // by pair, by chunk
    Table<Queue> queues_;                       // by pair
    Table<Calls> calls_;                        // by context
    Calls outside_;
    Table<Napi> napis_;
    Histogram submit_to_wire_, submit_to_reclaim_;
    Summary counted_;
    Instant last_wire_;
};

}  // namespace xsksim
