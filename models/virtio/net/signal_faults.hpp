// SPDX-License-Identifier: GPL-2.0-only
// What may go wrong when the device decides on an interrupt: it puts the decision off, judges by
// what the driver asked for some time ago, or does not judge at all.
//
// Coalescing is VIRTIO_NET_F_NOTF_COAL (virtio 1.2 §5.1.6.5, tx_max_packets and tx_usecs): counting
// starts with the first packet after the last decision; when so many were sent or so much time has
// passed, the decision is made, and what the driver suppressed stays suppressed. Simplified: a
// packet counts as sent when its used entry is visible, and the driver has no say in the numbers.
// Stale: Cloud Hypervisor 897 (facts §5). The device looks at used_event whenever it publishes or
// decides; with a lag it goes by the newest look that is so old.
// Owner: UsedPublisher, which calls the three in order at each decision. Emits fault_fired.
#pragma once

#include <deque>
#include <vector>

#include "models/fault_port.hpp"

namespace xsksim {

class SignalFaults {
public:
    SignalFaults(FaultSource& faults, QueueIndex queue);

    bool any() const { return any_; }
    void reset();
    // The device looks at what the driver asks.
    void look(Instant now, std::uint32_t asked);

    // The moment of a decision, with so many entries published since set-up. Until when it is put
    // off; now or earlier: it is not.
    Instant put_off_until(Instant now, std::uint64_t published_total);
    // What the device takes the driver's wish to be.
    std::uint32_t seen(Instant now, std::uint32_t asked);
    // What becomes of the judgement.
    bool judged(bool wanted);

private:
    struct Look {
        Instant at;
        std::uint32_t asked = 0;
    };
    const FaultStrike* struck(FaultWhat what) const;
    bool coalesces(const FaultStrike& strike, Instant now, std::uint64_t published_total);

    FaultSource& faults_;
    QueueIndex queue_;
    bool any_;
    std::vector<FaultStrike> strikes_;            // at this decision
    std::deque<Look> looks_;                      // where the value changed
    std::uint64_t counted_from_ = 0;              // published in all, at the last decision
    Instant coalesced_until_ = Instant::never();  // of the packets that wait for one
};

}  // namespace xsksim
