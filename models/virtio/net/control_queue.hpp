// SPDX-License-Identifier: GPL-2.0-only
// The control queue of a net device: commands of the driver, each answered in its last byte.
//
// Real counterpart: virtio 1.2 §5.1.6.5 (struct virtio_net_ctrl: class, command, data, ack), as
// QEMU carries commands out: at the doorbell, one after the other, in no time.
// Carried out: VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET, for from one to all of the device's pairs, and of
// VIRTIO_NET_CTRL_NOTF_COAL what was offered: TX_SET and RX_SET, VQ_SET. Every other command is
// refused with VIRTIO_NET_ERR, as a device does that did not offer its feature.
// Simplified: which pair receives is the scenario's word, not the number of pairs; no interrupt is
// raised, as Linux gives this queue no callback and polls (5.10 to 7.3).
// Owner: VirtioNetDevice. A step context ("device/control"). Emits dev_kick, dev_control,
// dev_publish, dev_bad.
#pragma once

#include <array>
#include <cstring>
#include <memory>
#include <string_view>

#include "models/virtio/net/device_environment.hpp"
#include "models/virtio/net/notification_coalescing.hpp"
#include "models/virtio/net/virtio_net_options.hpp"
#include "models/virtio/ring/device_ring.hpp"

namespace xsksim {

// The device, as far as commands change it.
class ControlledDevice {
public:
    using Limits = NotificationCoalescing::Limits;

    virtual ~ControlledDevice() = default;
    // Of all queues of a role, also those that are set up later.
    virtual void coalesce_all(QueueRole role, const Limits& limits) = 0;
    // False: there is no such queue, or it sends and receives nothing.
    virtual bool coalesce(QueueIndex queue, const Limits& limits) = 0;
};

class ControlQueue {
public:
    static constexpr std::uint32_t ring_size = 64;  // as QEMU's

    ControlQueue(const DeviceEnvironment& environment, const VirtioNetOptions& options,
                 QueueIndex queue, ControlledDevice& device);

    // After reset(): serves this ring, which is set up.
    void start(std::unique_ptr<DeviceRing> ring);
    void reset();
    void doorbell();
    bool is_set_up() const { return ring_ != nullptr; }
    bool is_broken() const { return is_broken_; }

private:
    struct Command {
        std::uint8_t kind = 0, number = 0;  // class and command
        std::array<std::byte, 12> data{};   // no command that is known here has more
        std::size_t data_bytes = 0;

        template <class Number>
        Number at(std::size_t offset) const {
            Number number;
            std::memcpy(&number, &data[offset], sizeof number);
            return number;
        }
    };

    Instant step();
    void serve();
    Command command() const;
    bool carry_out(const Command& command);
    bool set_pairs(const Command& command) const;
    bool coalesce(const Command& command);
    void answer(bool ok);
    void refuse(std::uint16_t head, std::string_view why);

    DeviceEnvironment environment_;
    const VirtioNetOptions& options_;
    QueueIndex queue_;
    ControlledDevice& device_;
    std::unique_ptr<DeviceRing> ring_;  // none: absent
    ContextId context_ = no_context;
    Instant doorbell_at_ = Instant::never();
    bool is_broken_ = false;
    BufferChain chain_;
};

}  // namespace xsksim
