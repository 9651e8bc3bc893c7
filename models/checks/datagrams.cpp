// SPDX-License-Identifier: GPL-2.0-only
// datagrams: the driver drops none. start_xmit may only when a packet does not fit, and the queue
// is stopped before that; the kernel warns of it ("Unexpected TXQ failure", tx_fifo_errors). What
// the queueing discipline or the interface's end drops is no fault of the driver.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"

namespace xsksim {
namespace {

constexpr std::uint64_t dropped_by_driver = 1;  // models/kernel/net_device.hpp: UdpDrop

class Datagrams : public Check {
public:
    std::string_view name() const override { return "datagrams"; }
    std::vector<EventKind> kinds() const override { return {EventKind::udp_drop}; }
    void on_event(const Event& e) override {
        if (e.arg[2] != dropped_by_driver) return;
        violate(e, fmt::format("the driver drops datagram {} of pair {}: it does not fit, and the "
                               "TX queue was not stopped",
                               e.arg[1], e.arg[0]));
    }
};

}  // namespace

std::unique_ptr<Check> make_datagrams() { return std::make_unique<Datagrams>(); }

}  // namespace xsksim
