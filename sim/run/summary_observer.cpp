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

void SummaryObserver::listen_to(EventListeners& events) {
    using namespace event;
    events.listen<AppSubmit, AppReclaim, VqAdd, VqGetBuf, DevWire, NapiPoll, NapiPolled, XskWakeup,
                  XskWakeupDone, XskPeekNone, NapiScheduled, DevReset, UmemRegister, UdpSubmit,
                  VqNotify, IrqRaise, IrqDeliver, IrqLost, HrtimerStart, HrtimerFire, AppSendmsg>(
        *this);
}

Instant* SummaryObserver::submit_time(std::uint64_t pair, std::uint64_t chunk) {
    std::vector<Instant>* times = submitted_at_.find(pair);
    return times != nullptr && chunk < times->size() ? &(*times)[chunk] : nullptr;
}

// --- packets ---

void SummaryObserver::on(const event::UmemRegister& umem, const Event&) {
    submitted_at_[umem.pair].assign(picture_.packets().umem().chunks(umem.pair), Instant{});
}

void SummaryObserver::on(const event::AppSubmit& submit, const Event& e) {
    ++counted_.submitted;
    if (Instant* at = submit_time(submit.pair, submit.frame)) *at = e.at;
}

void SummaryObserver::on(const event::AppReclaim& reclaim, const Event& e) {
    ++counted_.reclaimed;
    if (const Instant* at = submit_time(reclaim.pair, reclaim.frame))
        submit_to_reclaim_.record((e.at - *at).ns);
}

void SummaryObserver::on(const event::VqAdd& add, const Event& e) {
    if (!is_tx_queue(add.queue)) return;
    Queue& queue = queues_[pair_of_queue(add.queue)];
    ++queue.added;
    counted_.in_flight_max = std::max(counted_.in_flight_max, queue.added - queue.got);
    call_of(e).ran = true;
}

void SummaryObserver::on(const event::VqGetBuf& got, const Event& e) {
    if (!is_tx_queue(got.queue)) return;
    ++queues_[pair_of_queue(got.queue)].got;
    call_of(e).ran = true;
}

void SummaryObserver::on(const event::DevReset& reset, const Event&) {
    if (!is_tx_queue(reset.queue)) return;
    Queue& queue = queues_[pair_of_queue(reset.queue)];
    queue.got = queue.added;
}

void SummaryObserver::on(const event::DevWire& wire, const Event& e) {
    const std::uint64_t pair = pair_of_queue(wire.queue);
    const Packet packet = picture_.packets().taken(wire.queue, wire.head);
    counted_.wire_bytes += wire.len;
    last_wire_ = e.at;
    if (packet.kind != PacketKind::frame) {
        ++(packet.kind == PacketKind::xdp ? counted_.xdp_on_wire : counted_.udp_on_wire);
        return;
    }
    ++counted_.on_wire;
    if (const Instant* at = submit_time(pair, packet.chunk))
        submit_to_wire_.record((e.at - *at).ns);
}

// --- calls ---

void SummaryObserver::begin(const Event& e, std::uint64_t pair, bool ran) {
    Calls& calls = calls_of(e);
    if (calls.depth + 1 < Calls::depth_max) ++calls.depth;
    call_of(e) = {true, ran, false, false, pair};
}

// The call ended. It found the queue full if it ran, had work left, and nobody goes on with it.
void SummaryObserver::finish(const Event& e) {
    DriverCall& call = call_of(e);
    const Queue& queue = queues_[call.pair];
    const PairState* pair = picture_.pairs().find(call.pair);
    const bool is_bound = pair != nullptr && pair->socket.bound;
    if (call.open && call.ran && is_bound && !call.peeked_none && !call.scheduled) {
        ++counted_.full_waits;
        counted_.vq_full_in_flight = std::max(counted_.vq_full_in_flight, queue.added - queue.got);
    }
    call = {};
    Calls& calls = calls_of(e);
    if (calls.depth != 0) --calls.depth;
}

void SummaryObserver::on(const event::NapiPoll& poll, const Event& e) {
    const NapiMap::Home napi = picture_.napis().of(poll.napi);
    if (!napi.is_tx) return;
    ++counted_.napi_polls;
    begin(e, napi.pair, true);
}

void SummaryObserver::on(const event::NapiPolled& polled, const Event& e) {
    if (!picture_.napis().is_tx(polled.napi)) return;
    call_of(e).scheduled = polled.repoll;
    finish(e);
}

void SummaryObserver::on(const event::XskWakeup& wakeup, const Event& e) {
    begin(e, wakeup.pair, false);
}

void SummaryObserver::on(const event::XskWakeupDone&, const Event& e) { finish(e); }

void SummaryObserver::on(const event::XskPeekNone&, const Event& e) {
    call_of(e).ran = call_of(e).peeked_none = true;
}

void SummaryObserver::on(const event::NapiScheduled&, const Event& e) {
    call_of(e).scheduled = true;
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
