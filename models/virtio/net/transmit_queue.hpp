// SPDX-License-Identifier: GPL-2.0-only
// The device end of one transmit queue: takes buffers, puts frames on the wire, gives buffers back.
//
// Real counterpart: virtio 1.x §5.1.6.2 and a vhost-net TX worker (Linux 5.10). One frame at a
// time: its bytes are read at the END of its service, so memory that the driver gives back too
// early shows as another digest, as on real hardware. Frames leave in the order of the available
// ring. Each queue has a worker of its own.
//
// Steps, each at its own instant (no guest context can be between two effects of one instant,
// since the device ranks before it; VirtioNetOptions::effect_gap makes the windows of a real one):
//   doorbell arrives       dev_kick; a sleeper begins to serve after wakeup_latency, a worker
//                          that is awake goes round once more before it sleeps (an eventfd stays
//                          readable)
//   begin                  notifications suppressed, dev_wake, available index read, dev_take
//   end of service         dev_wire, available index read: dev_take of the next, or none:
//   enable notifications   (none was available) avail_event or flags written
//   look again             dev_sleep: found some -> begin, else sleep. Without recheck_after_enable
//                          the device sleeps at once, which loses a kick (facts §2.1)
//   publish, decide        see used_publisher.hpp; run beside the above
// Trouble, after QEMU (hw/net/virtio-net.c, hw/virtio/virtio.c): a malformed chain, a zero-length
// descriptor, a device-writable one or a chain shorter than the header is an error of the driver
// after which the device needs a reset: dev_bad, the queue stops, nothing more is published. A
// well-formed frame that a wire cannot carry (no payload, above 65,535 bytes, a header that asks
// for an offload nobody negotiated) is dropped and its buffer given back, as tap does: dev_bad too.
// Reading memory that the guest gave back is no error for a device; it is the event dev_stale.
// Faults (models/fault_kinds.hpp) come in at named sites: kick_faults.hpp, service_faults.hpp,
// those of used_publisher.hpp, and befall() for what happens to the queue as a whole. A packet that
// the device fails at stays the next one; what is done becomes visible, and the device sleeps until
// a kick about a newer buffer, or one that came meanwhile.
// Owner: VirtioNetDevice. Emits dev_kick, dev_wake, dev_take, dev_wire, dev_bad, dev_stale,
// dev_sleep.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "models/virtio/net/device_environment.hpp"
#include "models/virtio/net/kick_faults.hpp"
#include "models/virtio/net/service_faults.hpp"
#include "models/virtio/net/used_publisher.hpp"
#include "models/virtio/net/virtio_net_options.hpp"
#include "models/virtio/ring/device_ring.hpp"

namespace xsksim {

class TransmitQueue {
public:
    static constexpr std::uint32_t payload_bytes_max = 65535;

    TransmitQueue(const DeviceEnvironment& environment, const VirtioNetOptions& options,
                  PairIndex pair);

    // After reset(): serves this ring, which is set up.
    void start(std::unique_ptr<DeviceRing> ring, std::uint32_t header_bytes);
    void reset();
    void coalesce(const NotificationCoalescing::Limits& limits) { publisher_.coalesce(limits); }
    // False: the device has declared itself broken, and the transport says so.
    bool doorbell();
    bool is_broken() const { return phase_ == Phase::broken; }
    // A happening of FaultSite::upset.
    void befall(const FaultStrike& strike);

private:
    enum class Phase { absent, asleep, waking, serving, enabling, checking, broken, dead };

    Instant step();
    void doorbell_arrives(Instant now);
    void serve(Instant now);
    void begin(Instant now);
    void fetch(Instant now);
    void accept(Instant now);
    void finish(Instant now);
    void drop(std::string_view why);
    void complete(Instant now);
    void enable_notifications(Instant now);
    void look_again(Instant now);
    void sleep(Instant now);
    void fail_at_head(Instant now);
    void break_queue(std::string_view why);
    void stop_service(Phase phase);
    void locate_payload();
    std::uint32_t payload_bytes() const {
        return static_cast<std::uint32_t>(chain_.readable_bytes) - header_bytes_;
    }
    bool header_is_plain() const;
    std::span<const std::byte> payload();
    void report_stale_memory();

    DeviceEnvironment environment_;
    const VirtioNetOptions& options_;
    QueueIndex queue_;
    std::unique_ptr<DeviceRing> ring_;  // none: absent
    UsedPublisher publisher_;
    KickFaults kick_faults_;
    ServiceFaults service_faults_;
    ContextId context_ = no_context;

    Phase phase_ = Phase::absent;
    Instant doorbell_at_ = Instant::never();
    Instant serve_at_ = Instant::never();
    bool rang_while_awake_ = false;
    Instant paused_until_{0};
    bool notify_fails_ = false;
    bool is_dead_ = false;  // for good: not even a reset helps

    BufferChain chain_;  // of the frame in service
    std::uint32_t header_bytes_ = 12;
    std::size_t payload_segment_ = 0;  // where byte header_bytes_ of the chain lies
    std::uint32_t payload_offset_ = 0;
    std::vector<std::byte> gathered_;  // payloads that lie in several segments
};

}  // namespace xsksim
