// SPDX-License-Identifier: GPL-2.0-only
// What the buffers that the device has taken are: a frame of the AF_XDP sockets (and which chunk of
// the UMEM it lies in), a frame that an XDP program sends, or a datagram. By queue and head, from
// the device's take on.
#pragma once

#include <cstdint>

#include "models/events.hpp"
#include "models/observe/umem_map.hpp"
#include "models/observe/xdp_frame_map.hpp"
#include "models/queue_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

enum class PacketKind : std::uint8_t { unknown, frame, datagram, xdp };

struct Packet {
    PacketKind kind = PacketKind::unknown;
    std::uint64_t chunk = no_chunk;  // of a frame
};

class Packets {
public:
    void on(const event::UmemRegister& umem) { umem_.on(umem); }
    void on(const event::XdpFrame& frame) {
        xdp_.on(frame);
        any_xdp_ = true;
    }
    void on(const event::XdpReturn& returned) { xdp_.on(returned); }
    void on(const event::DevTake& take, const QueueMap& queues) {
        if (!queues.transmits(take.queue)) return;
        const std::uint64_t chunk = umem_.chunk_of(queues.pair(take.queue), take.payload_gpa);
        taken_[take.queue][take.head] = {chunk != no_chunk                 ? PacketKind::frame
                                         : xdp_.contains(take.payload_gpa) ? PacketKind::xdp
                                                                           : PacketKind::datagram,
                                         chunk};
    }
    // Unknown where the device never took such a head.
    Packet taken(std::uint64_t queue, std::uint64_t head) const {
        const Table<Packet>* heads = taken_.find(queue);
        const Packet* packet = heads == nullptr ? nullptr : heads->find(head);
        return packet == nullptr ? Packet{} : *packet;
    }
    const UmemMap& umem() const { return umem_; }
    bool any_xdp() const { return any_xdp_; }

private:
    UmemMap umem_;
    XdpFrameMap<char> xdp_;
    Table<Table<Packet>> taken_;  // by queue, by head
    bool any_xdp_ = false;
};

}  // namespace xsksim
