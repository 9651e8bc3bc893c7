// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/device_ring.hpp"

#include "models/virtio/ring/packed_ring.hpp"
#include "models/virtio/ring/split_ring.hpp"

namespace xsksim {

std::unique_ptr<DeviceRing> make_device_ring(const Engine& engine, const GuestMemory& memory,
                                             RingFeatures features, bool signal_window) {
    if (features.packed) return std::make_unique<PackedRing>(engine, memory, signal_window);
    return std::make_unique<SplitRing>(engine, memory, signal_window);
}

}  // namespace xsksim
