// SPDX-License-Identifier: GPL-2.0-only
#include "models/observe/packets.hpp"

namespace xsksim {

void Packets::listen_to(EventListeners& events) {
    using namespace event;
    events.listen<UmemRegister, XskUnbind, AppSubmit, AppReclaim, AppOverwrite, XskPeek, XdpFrame,
                  XdpReturn, VqSetup, VqAdd, VqGetBuf, DevTake, DevWire, DevBad, DevPublish,
                  DevReset>(*this);
    events.listen<LockAcquire, LockRelease, StepBegin>(taken_back_);
}

void Packets::on(const event::UmemRegister& umem, const Event&) {
    umem_.on(umem);
    chunks_.register_umem(umem.pair, umem_.chunks(umem.pair));
}

void Packets::on(const event::XskUnbind& unbind, const Event& e) { chunks_.unbind(unbind, e); }

void Packets::on(const event::AppSubmit& submit, const Event& e) {
    chunks_.submit(umem_.chunk_of(submit.pair, submit.frame), submit, e);
}

void Packets::on(const event::AppReclaim& reclaim, const Event& e) {
    chunks_.reclaim(umem_.chunk_of(reclaim.pair, reclaim.frame), reclaim, e);
}

void Packets::on(const event::AppOverwrite& overwrite, const Event&) {
    chunks_.overwrite(umem_.chunk_of(overwrite.pair, overwrite.frame), overwrite);
}

void Packets::on(const event::XskPeek& peek, const Event&) {
    chunks_.peek(umem_.chunk_of(peek.pair, peek.frame), peek);
}

void Packets::on(const event::VqGetBuf& got, const Event& e) {
    buffers_.on(got);
    if (buffers_.places().transmits(got.queue))
        taken_back_.take(e.context, buffers_.before().bytes);
}

void Packets::on(const event::DevTake& take, const Event& e) {
    if (!buffers_.places().transmits(take.queue)) return;
    const std::uint64_t pair = buffers_.places().pair(take.queue);
    const std::uint64_t chunk = umem_.chunk_of(pair, take.payload_gpa);
    buffers_.on(take, {chunk != no_chunk                 ? PacketKind::frame
                       : xdp_.contains(take.payload_gpa) ? PacketKind::xdp
                                                         : PacketKind::datagram,
                       chunk});
    chunks_.take(chunk, pair, e);
}

void Packets::on(const event::DevWire& wire, const Event& e) {
    buffers_.on(wire);
    if (leaving().kind == PacketKind::xdp) xdp_.send(buffers_.before().payload, e);
}

void Packets::on(const event::DevPublish& publish, const Event&) {
    buffers_.on(publish);
    if (buffers_.places().transmits(publish.queue))
        chunks_.publish(buffers_.places().pair(publish.queue),
                        static_cast<std::uint16_t>(publish.new_idx - publish.old_idx));
}

void Packets::on(const event::DevReset& reset, const Event&) {
    xdp_.give_up_all();
    if (buffers_.places().transmits(reset.queue))
        chunks_.reset(buffers_.places().pair(reset.queue));
}

}  // namespace xsksim
