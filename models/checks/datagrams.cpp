// SPDX-License-Identifier: GPL-2.0-only
// datagrams: the driver drops none. start_xmit may only when a packet does not fit, and the queue
// is stopped before that; the kernel warns of it ("Unexpected TXQ failure", tx_fifo_errors). What
// the queueing discipline or the interface's end drops is no fault of the driver, nor is what it
// frees after a reset of the device.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

constexpr std::uint64_t dropped_by_driver = 1;  // models/kernel/net_device.hpp: UdpDrop

class Datagrams : public Check {
public:
    std::string_view name() const override { return "datagrams"; }
    std::vector<EventKind> kinds() const override {
        return {EventKind::udp_drop, EventKind::dev_reset, EventKind::vq_setup};
    }
    void on_event(const Event& e) override {
        if (e.kind == EventKind::dev_reset || e.kind == EventKind::vq_setup) {
            if (is_tx_queue(e.arg[0]))
                is_reset_[pair_of_queue(e.arg[0])] = e.kind == EventKind::dev_reset;
            return;
        }
        if (e.arg[2] != dropped_by_driver || is_reset_[e.arg[0]] != 0) return;
        violate(e, fmt::format("the driver drops datagram {} of pair {}: it does not fit, and the "
                               "TX queue was not stopped",
                               e.arg[1], e.arg[0]));
    }

private:
    Table<std::uint8_t> is_reset_;  // by pair: the device has let go of all buffers
};

}  // namespace

std::unique_ptr<Check> make_datagrams() { return std::make_unique<Datagrams>(); }

}  // namespace xsksim
