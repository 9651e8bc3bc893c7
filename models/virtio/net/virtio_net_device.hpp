// SPDX-License-Identifier: GPL-2.0-only
// A virtio network device with pairs of receive and transmit queues.
//
// Real counterpart: virtio 1.x §5.1 over PCI (§4.1), as QEMU with vhost-net presents it (5.10).
// Offers VERSION_1, MRG_RXBUF, ACCESS_PLATFORM and, by option, RING_RESET, RING_PACKED, IN_ORDER,
// EVENT_IDX, INDIRECT_DESC and CTRL_VQ with MQ, NOTF_COAL and VQ_NOTF_COAL. Which queue is for what
// says net_queue_layout.hpp, what a queue does transmit_queue.hpp, receive_queue.hpp and
// control_queue.hpp. Simplified: no configuration space, link state or offloads; a queue that needs
// a reset (dev_bad) does not stop the others and sends no configuration interrupt. Owner: the
// world, which ends it after the engine's run. Callers: the guest's transport (VirtioDevice),
// traffic generators (inject_rx). notify() charges nothing: the exit is the caller's cost. Make it
// before the run: its queues are step contexts
// ("device/tx0", "device/rx0").
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "models/virtio/net/control_queue.hpp"
#include "models/virtio/net/device_environment.hpp"
#include "models/virtio/net/receive_queue.hpp"
#include "models/virtio/net/transmit_queue.hpp"
#include "models/virtio/net/virtio_net_options.hpp"

namespace xsksim {

class VirtioNetDevice : public VirtioDevice, private ControlledDevice {
public:
    VirtioNetDevice(const DeviceEnvironment& environment, const VirtioNetOptions& options);
    VirtioNetDevice(const VirtioNetDevice&) = delete;
    VirtioNetDevice& operator=(const VirtioNetDevice&) = delete;

    std::uint64_t offered_features() const override;
    // Features that were not offered are refused (dev_bad) and left out.
    void accept_features(std::uint64_t features) override;
    std::uint32_t queue_pairs() const override { return options_.pairs; }
    const QueueMap& queues() const override { return environment_.queues; }
    std::uint32_t ring_size(QueueIndex queue) const override;
    // The features accepted so far apply. Unusable areas: dev_bad, and the queue stays absent.
    void set_up_queue(QueueIndex queue, const QueueAddresses& addresses) override;
    // Resets every queue.
    void reset() override;
    // Emits dev_reset. A frame in service never reaches the wire.
    void reset_queue(QueueIndex queue) override;
    bool notify(QueueIndex queue) override;

    // A frame from the wire. `sequence` is only told to the trace.
    void inject_rx(PairIndex pair, std::span<const std::byte> frame, std::uint64_t sequence);
    // The DEVICE_NEEDS_RESET status bit (virtio 1.x §2.1).
    bool needs_reset() const;

private:
    bool is_queue(QueueIndex queue) const { return queues().find(queue) != nullptr; }
    bool is_receive(QueueIndex queue) const {
        return queues().find(queue)->role == QueueRole::receive;
    }
    bool is_control(QueueIndex queue) const {
        return queues().find(queue)->role == QueueRole::control;
    }
    // A queue that is set up takes what holds for its role.
    void coalesce_all(QueueRole role, const Limits& limits) override;
    bool coalesce(QueueIndex queue, const Limits& limits) override;
    RingFeatures ring_features(QueueIndex queue) const;
    PairIndex pair(QueueIndex queue) const { return queues().pair(queue); }
    void let_go(QueueIndex queue);
    void refuse(QueueIndex queue, std::string_view why);

    const VirtioNetOptions options_;
    DeviceEnvironment environment_;
    std::uint64_t accepted_features_ = 0;
    Limits receive_limits_, transmit_limits_;             // of interrupts, as the driver set them
    std::vector<std::unique_ptr<ReceiveQueue>> receive_;  // by pair
    std::vector<std::unique_ptr<TransmitQueue>> transmit_;
    std::unique_ptr<ControlQueue> control_;  // none: not offered
};

}  // namespace xsksim
