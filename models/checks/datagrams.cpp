// SPDX-License-Identifier: GPL-2.0-only
// datagrams: the driver drops none. start_xmit may only when a packet does not fit, and the queue
// is stopped before that; the kernel warns of it ("Unexpected TXQ failure", tx_fifo_errors). What
// the queueing discipline or the interface's end drops is no fault of the driver, nor is what it
// frees after a reset of the device.
#include <cerrno>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/error_name.hpp"

namespace xsksim {
namespace {

class Datagrams : public Check {
public:
    explicit Datagrams(const Picture& picture) : picture_(picture) {}
    std::string_view name() const override { return "datagrams"; }
    void listen_to(EventListeners& events) override { events.listen<event::UdpDrop>(*this); }
    void on(const event::UdpDrop& drop, const Event& e) {
        const TxQueueState& queue = picture_.pairs().find(drop.pair)->queue;
        if (drop.reason != DropReason::by_driver || queue.is_reset) return;
        violate(e, fmt::format("the driver drops datagram {} of pair {}: {}", drop.sequence,
                               drop.pair, reason(queue)));
    }

private:
    // By what its last attempt to add a packet came to.
    static std::string reason(const TxQueueState& queue) {
        switch (queue.add_error) {
            case ENOSPC:
                return "it does not fit, and the TX queue was not stopped";
            case EIO:
                return "adding it failed with EIO, as the virtqueue is broken";
            case 0:
                return "no attempt to add it has failed";
            default:
                return "adding it failed with " + error_name(queue.add_error);
        }
    }

    const Picture& picture_;
};

}  // namespace

std::unique_ptr<Check> make_datagrams(const Picture& picture) {
    return std::make_unique<Datagrams>(picture);
}

}  // namespace xsksim
