// SPDX-License-Identifier: GPL-2.0-only
// The device end of one receive queue: arriving frames go into buffers that the driver posted.
//
// Real counterpart: virtio 1.x §5.1.6.3 and vhost-net's RX worker. A frame takes one buffer: header
// (num_buffers 1) and payload, published at once, the interrupt decision `effect_gap` later. A
// frame that finds no buffer, or one too small, is lost (dev_rx_drop).
// Simplified: no service time; a frame never spans several buffers; notifications about new
// buffers stay suppressed, since nothing waits for them (a doorbell is only recorded).
// A malformed buffer breaks the queue as on the transmit side (transmit_queue.hpp).
// Owner: VirtioNetDevice. Emits dev_kick, dev_rx, dev_rx_drop, dev_bad, dev_stale and, through
// UsedPublisher, dev_publish, dev_signal.
#pragma once

#include <memory>
#include <span>

#include "models/virtio/net/device_environment.hpp"
#include "models/virtio/net/kick_faults.hpp"
#include "models/virtio/net/used_publisher.hpp"
#include "models/virtio/net/virtio_net_options.hpp"
#include "models/virtio/ring/device_ring.hpp"

namespace xsksim {

class ReceiveQueue {
public:
    ReceiveQueue(const DeviceEnvironment& environment, const VirtioNetOptions& options,
                 PairIndex pair);

    // After reset(): serves this ring, which is set up.
    void start(std::unique_ptr<DeviceRing> ring, std::uint32_t header_bytes);
    void reset();
    void coalesce(const NotificationCoalescing::Limits& limits) { publisher_.coalesce(limits); }
    void doorbell();
    void frame_arrives(std::span<const std::byte> frame, std::uint64_t sequence);
    bool is_broken() const { return is_broken_; }

private:
    Instant step();
    bool take_buffer(std::size_t frame_bytes);
    void refuse_buffer();
    void fill(std::span<const std::byte> frame);
    void write(std::size_t at, std::span<const std::byte> bytes);

    DeviceEnvironment environment_;
    const VirtioNetOptions& options_;
    QueueIndex queue_;
    std::unique_ptr<DeviceRing> ring_;  // none: absent
    UsedPublisher publisher_;
    KickFaults kick_faults_;
    ContextId context_ = no_context;
    Instant doorbell_at_ = Instant::never();
    bool is_broken_ = false;
    BufferChain chain_;
    std::uint32_t header_bytes_ = 12;
};

}  // namespace xsksim
