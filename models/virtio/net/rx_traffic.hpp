// SPDX-License-Identifier: GPL-2.0-only
// Frames from the wire at a steady rate.
//
// Stands for: a peer on the network. Each frame begins with its sequence number (8 bytes,
// little-endian, from 0), the rest is a pattern of it. Frame n arrives at start + n/rate, rounded
// down to a nanosecond, so no error adds up.
// Owner: the world. A step context of rank stimulus, "rx/<pair>". One generator a pair.
#pragma once

#include <cstddef>
#include <vector>

#include "models/virtio/net/rx_traffic_options.hpp"
#include "models/virtio/net/virtio_net_device.hpp"

namespace xsksim {

class RxTraffic {
public:
    RxTraffic(Engine& engine, VirtioNetDevice& device, const RxTrafficOptions& options);
    RxTraffic(const RxTraffic&) = delete;
    RxTraffic& operator=(const RxTraffic&) = delete;

    // No frame after this.
    void cease() { ceased_ = true; }
    std::uint64_t frames() const { return sequence_; }

private:
    Instant step();
    Instant end() const { return options_.until.value_or(Instant::never()); }
    Instant arrival_of(std::uint64_t sequence) const;
    void fill_frame();

    Engine& engine_;
    VirtioNetDevice& device_;
    const RxTrafficOptions options_;
    bool ceased_ = false;
    std::uint64_t sequence_ = 0;
    std::vector<std::byte> frame_;
};

}  // namespace xsksim
