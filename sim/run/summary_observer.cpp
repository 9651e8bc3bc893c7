// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/summary_observer.hpp"

#include <algorithm>

namespace xsksim {

namespace {

LatencySummary summarise(const Histogram& histogram) {
    return {histogram.count(),       histogram.minimum(),     histogram.quantile(500),
            histogram.quantile(900), histogram.quantile(990), histogram.quantile(999),
            histogram.maximum(),     histogram.bins()};
}

}  // namespace

std::vector<EventKind> SummaryObserver::kinds() {
    using enum EventKind;
    return {app_submit,      app_reclaim,   umem_register, dev_take,     dev_wire,    vq_add,
            vq_get_buf,      vq_notify,     irq_raise,     irq_deliver,  irq_lost,    napi_add,
            napi_poll,       napi_polled,   hrtimer_start, hrtimer_fire, app_sendmsg, xsk_wakeup,
            xsk_wakeup_done, xsk_peek_none, napi_schedule, xsk_bind,     xsk_unbind,  udp_submit,
            dev_reset,       xdp_frame,     xdp_return};
}

void SummaryObserver::on_event(const Event& e) {
    if (take_packet(e)) [[likely]]
        return;
    if (!take_driver_call(e)) take_rare(e);
}

Instant* SummaryObserver::submit_time(std::uint64_t pair, std::uint64_t chunk) {
    std::vector<Instant>* times = submitted_at_.find(pair);
    return times != nullptr && chunk < times->size() ? &(*times)[chunk] : nullptr;
}

bool SummaryObserver::take_packet(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case app_submit:
            ++counted_.submitted;
            if (Instant* at = submit_time(e.arg[0], umem_.chunk_of_frame(e.arg[0], e.arg[1])))
                *at = e.at;
            return true;
        case app_reclaim:
            ++counted_.reclaimed;
            if (Instant* at = submit_time(e.arg[0], umem_.chunk_of_frame(e.arg[0], e.arg[1])))
                submit_to_reclaim_.record((e.at - *at).ns);
            return true;
        case vq_add:
            if (is_tx_queue(e.arg[0])) {
                Queue& queue = queues_[pair_of_queue(e.arg[0])];
                ++queue.added;
                counted_.in_flight_max = std::max(counted_.in_flight_max, queue.added - queue.got);
                call_of(e).ran = true;
            }
            return true;
        case vq_get_buf:
            if (is_tx_queue(e.arg[0])) {
                ++queues_[pair_of_queue(e.arg[0])].got;
                call_of(e).ran = true;
            }
            return true;
        case dev_take:
            if (is_tx_queue(e.arg[0])) {
                const std::uint64_t pair = pair_of_queue(e.arg[0]);
                queues_[pair].chunk_of_head[e.arg[1]] = umem_.chunk_of_gpa(pair, e.arg[3]);
                queues_[pair].head_is_xdp[e.arg[1]] = xdp_.contains(e.arg[3]);
            }
            return true;
        case dev_wire:
            on_wire(e);
            return true;
        default:
            return false;
    }
}

void SummaryObserver::on_wire(const Event& e) {
    const std::uint64_t pair = pair_of_queue(e.arg[0]);
    const std::uint64_t chunk = queues_[pair].chunk_of_head[e.arg[1]];
    counted_.wire_bytes += e.arg[2];
    last_wire_ = e.at;
    if (chunk == no_chunk) {
        ++(queues_[pair].head_is_xdp[e.arg[1]] != 0 ? counted_.xdp_on_wire : counted_.udp_on_wire);
        return;
    }
    ++counted_.on_wire;
    if (const Instant* at = submit_time(pair, chunk)) submit_to_wire_.record((e.at - *at).ns);
}

void SummaryObserver::begin(const Event& e, std::uint64_t pair, bool ran) {
    Calls& calls = calls_of(e);
    if (calls.depth + 1 < Calls::depth_max) ++calls.depth;
    call_of(e) = {true, ran, false, false, pair};
}

// The call ended. It found the queue full if it ran, had work left, and nobody goes on with it.
void SummaryObserver::finish(const Event& e) {
    DriverCall& call = call_of(e);
    const Queue& queue = queues_[call.pair];
    if (call.open && call.ran && queue.bound && !call.peeked_none && !call.scheduled) {
        ++counted_.full_waits;
        counted_.vq_full_in_flight = std::max(counted_.vq_full_in_flight, queue.added - queue.got);
    }
    call = {};
    Calls& calls = calls_of(e);
    if (calls.depth != 0) --calls.depth;
}

bool SummaryObserver::take_driver_call(const Event& e) {
    using enum EventKind;
    DriverCall& call = call_of(e);
    switch (e.kind) {
        case napi_poll:
            if (!napis_[e.arg[0]].is_tx) return true;
            ++counted_.napi_polls;
            begin(e, napis_[e.arg[0]].pair, true);
            return true;
        case napi_polled:
            if (!napis_[e.arg[0]].is_tx) return true;
            call.scheduled = e.arg[3] != 0;
            finish(e);
            return true;
        case xsk_wakeup:
            begin(e, e.arg[0], false);
            return true;
        case xsk_wakeup_done:
            finish(e);
            return true;
        case xsk_peek_none:
            call.ran = call.peeked_none = true;
            return true;
        case napi_schedule:
            call.scheduled = true;
            return true;
        default:
            return false;
    }
}

void SummaryObserver::take_rare(const Event& e) {
    using enum EventKind;
    switch (e.kind) {
        case udp_submit:
            ++counted_.udp_submitted;
            return;
        case xdp_frame:
            xdp_.on_frame(e);
            return;
        case xdp_return:
            return xdp_.on_return(e);
        case vq_notify:
            counted_.kicks += is_tx_queue(e.arg[0]) ? 1 : 0;
            return;
        case irq_raise:
            counted_.interrupts_raised += is_tx_queue(e.arg[0]) ? 1 : 0;
            return;
        case irq_deliver:
            counted_.interrupts_delivered += is_tx_queue(e.arg[0]) ? 1 : 0;
            return;
        case irq_lost:
            counted_.interrupts_lost += is_tx_queue(e.arg[0]) ? 1 : 0;
            return;
        case hrtimer_start:
            ++counted_.timer_starts;
            return;
        case hrtimer_fire:
            ++counted_.timer_fires;
            return;
        case app_sendmsg:
            ++counted_.sendmsg_calls;
            return;
        case napi_add:
            napis_[e.arg[0]] = {e.arg[3] != 0, e.arg[2]};
            return;
        case xsk_bind:
            if (e.arg[1] == 0) queues_[e.arg[0]].bound = true;
            return;
        case xsk_unbind:
            queues_[e.arg[0]].bound = false;
            return;
        case dev_reset:
            if (is_tx_queue(e.arg[0])) {
                Queue& queue = queues_[pair_of_queue(e.arg[0])];
                queue.got = queue.added;
            }
            return;
        case umem_register:
            umem_.on_register(e);
            submitted_at_[e.arg[0]].assign(umem_.chunks(e.arg[0]), Instant{});
            return;
        default:
            return;
    }
}

Summary SummaryObserver::summary(Instant end) const {
    Summary filled = counted_;
    filled.simulated = end;
    filled.submit_to_wire = summarise(submit_to_wire_);
    filled.submit_to_reclaim = summarise(submit_to_reclaim_);
    const std::uint64_t packets = filled.on_wire + filled.udp_on_wire + filled.xdp_on_wire;
    if (last_wire_.ns > 0)
        filled.packets_per_second =
            static_cast<double>(packets) * 1e9 / static_cast<double>(last_wire_.ns);
    return filled;
}

}  // namespace xsksim
