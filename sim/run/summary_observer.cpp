// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/summary_observer.hpp"

#include <algorithm>

#include "sim/run/figures.hpp"

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
    events.listen<AppReclaim, VqAdd, DevWire, NapiPoll, NapiPolled, XskWakeupDone, VqNotify,
                  IrqRaise, IrqDeliver, IrqLost, HrtimerStart, HrtimerFire, AppSendmsg>(*this);
}

void SummaryObserver::on(const event::AppReclaim&, const Event& e) {
    if (const ChunkState* chunk = picture_.packets().chunks().before())
        submit_to_reclaim_.record((e.at - chunk->submitted_at).ns);
}

void SummaryObserver::on(const event::VqAdd& add, const Event&) {
    if (!picture_.queues().transmits(add.queue)) return;
    const TxQueueState& queue = picture_.pairs().find(picture_.queues().pair(add.queue))->queue;
    counted_.in_flight_max = std::max(counted_.in_flight_max, queue.in_queue());
}

void SummaryObserver::on(const event::DevWire& wire, const Event& e) {
    const Packet packet = picture_.packets().leaving();
    counted_.wire_bytes += wire.len;
    last_wire_ = e.at;
    if (packet.kind != PacketKind::frame) {
        ++(packet.kind == PacketKind::xdp ? counted_.xdp_on_wire : counted_.udp_on_wire);
        return;
    }
    ++counted_.on_wire;
    const UmemChunks& chunks = picture_.packets().chunks();
    if (const ChunkState* chunk = chunks.find(picture_.queues().pair(wire.queue), packet.chunk))
        submit_to_wire_.record((e.at - chunk->submitted_at).ns);
}

void SummaryObserver::on(const event::NapiPoll& poll, const Event&) {
    counted_.napi_polls += picture_.napis().is_tx(poll.napi) ? 1 : 0;
}

void SummaryObserver::on(const event::NapiPolled& polled, const Event&) {
    if (picture_.napis().is_tx(polled.napi)) finish();
}

void SummaryObserver::on(const event::XskWakeupDone&, const Event&) { finish(); }

void SummaryObserver::finish() {
    const Call& call = picture_.contexts().ended();
    if (!picture_.found_full(call)) return;
    ++counted_.full_waits;
    counted_.vq_full_in_flight =
        std::max(counted_.vq_full_in_flight, picture_.pairs().find(call.pair)->queue.in_queue());
}

Summary SummaryObserver::summary(Instant end) const {
    Summary filled = counted_;
    filled.simulated = end;
    for (const PairState& pair : picture_.pairs()) {
        filled.submitted += pair.passed.submitted;
        filled.reclaimed += pair.passed.reclaimed;
        filled.udp_submitted += pair.passed.datagrams;
    }
    filled.submit_to_wire = summarise(submit_to_wire_);
    filled.submit_to_reclaim = summarise(submit_to_reclaim_);
    if (last_wire_.ns > 0)
        filled.packets_per_second =
            static_cast<double>(packets_on_wire(filled)) * 1e9 / static_cast<double>(last_wire_.ns);
    return filled;
}

}  // namespace xsksim
