// SPDX-License-Identifier: GPL-2.0-only
// Packets on their way, by where they lie: in the buffers of the virtqueues, in the chunks of the
// UMEMs, in the pages of XDP frames. Owner: the picture. It hears each event before all others.
#pragma once

#include <cstdint>

#include "models/events.hpp"
#include "models/observe/buffers.hpp"
#include "models/observe/taken_back.hpp"
#include "models/observe/umem_chunks.hpp"
#include "models/observe/umem_map.hpp"
#include "models/observe/xdp_frame_states.hpp"

namespace xsksim {

class Packets {
public:
    void listen_to(EventListeners& events);

    const Buffers& buffers() const { return buffers_; }
    const UmemMap& umem() const { return umem_; }
    const UmemChunks& chunks() const { return chunks_; }
    const XdpFrameStates& xdp() const { return xdp_; }
    const TakenBack& taken_back() const { return taken_back_; }
    // What a packet on the wire, or one that the device refuses, is; unknown where the device never
    // took such a head.
    Packet leaving() const {
        return buffers_.before().is_taken ? buffers_.before().packet : Packet{};
    }

    void on(const event::UmemRegister& umem, const Event& e);
    void on(const event::XskUnbind& unbind, const Event& e);
    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::AppOverwrite& overwrite, const Event& e);
    void on(const event::XskPeek& peek, const Event& e);
    void on(const event::XdpFrame& frame, const Event& e) { xdp_.on(frame, e); }
    void on(const event::XdpReturn& returned, const Event&) { xdp_.on(returned); }
    void on(const event::VqSetup& setup, const Event&) { buffers_.on(setup); }
    void on(const event::VqAdd& add, const Event&) { buffers_.on(add); }
    void on(const event::VqGetBuf& got, const Event& e);
    void on(const event::DevTake& take, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::DevBad& bad, const Event&) { buffers_.on(bad); }
    void on(const event::DevPublish& publish, const Event& e);
    void on(const event::DevReset& reset, const Event& e);

private:
    UmemMap umem_;
    UmemChunks chunks_;
    XdpFrameStates xdp_;
    Buffers buffers_;
    TakenBack taken_back_;
};

}  // namespace xsksim
