// SPDX-License-Identifier: GPL-2.0-only
// datagrams: the driver drops none. start_xmit may only when a packet does not fit, and the queue
// is stopped before that; the kernel warns of it ("Unexpected TXQ failure", tx_fifo_errors). What
// the queueing discipline or the interface's end drops is no fault of the driver, nor is what it
// frees after a reset of the device.
#include <cerrno>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/error_name.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

class Datagrams : public Check {
public:
    std::string_view name() const override { return "datagrams"; }
    void listen_to(EventListeners& events) override {
        events.listen<event::UdpDrop, event::DevReset, event::VqSetup, event::VqAddFailed>(*this);
    }
    void on(const event::DevReset& reset, const Event&) { set_reset(reset.queue, true); }
    void on(const event::VqSetup& setup, const Event&) { set_reset(setup.queue, false); }
    void on(const event::UdpDrop& drop, const Event& e) {
        if (drop.reason != DropReason::by_driver || is_reset_[drop.pair] != 0) return;
        violate(e, Code::datagram_dropped,
                fmt::format("the driver drops datagram {} of pair {}: {}", drop.sequence, drop.pair,
                            reason(drop.pair)));
    }
    void on(const event::VqAddFailed& failed, const Event&) {
        if (is_tx_queue(failed.queue)) add_error_[pair_of_queue(failed.queue)] = failed.error.error;
    }

private:
    void set_reset(std::uint64_t queue, bool is_reset) {
        if (is_tx_queue(queue)) is_reset_[pair_of_queue(queue)] = is_reset;
    }

    // By what its last attempt to add a packet came to.
    std::string reason(std::uint64_t pair) {
        switch (add_error_[pair]) {
            case ENOSPC:
                return "it does not fit, and the TX queue was not stopped";
            case EIO:
                return "adding it failed with EIO, as the virtqueue is broken";
            case 0:
                return "no attempt to add it has failed";
            default:
                return "adding it failed with " + error_name(add_error_[pair]);
        }
    }

    Table<std::uint64_t> add_error_;  // by pair: of the last add that failed
    Table<std::uint8_t> is_reset_;    // by pair: the device has let go of all buffers
};

}  // namespace

std::unique_ptr<Check> make_datagrams() { return std::make_unique<Datagrams>(); }

}  // namespace xsksim
