// SPDX-License-Identifier: GPL-2.0-only
// statistics: when somebody reads the interface's counters (netdev_stats), the driver has counted
// each transmitted packet that it took back from its queues, once, and with its bytes: those of the
// wire. Meant to be read at a quiet moment: who reaps on another vCPU adds up a little later.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/observe/umem_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

class Statistics : public Check {
public:
    std::string_view name() const override { return "statistics"; }
    std::vector<EventKind> kinds() const override {
        return {EventKind::dev_wire, EventKind::vq_get_buf, EventKind::netdev_stats};
    }
    void on_event(const Event& e) override {
        if (e.kind == EventKind::netdev_stats) return compare(e);
        if (!is_tx_queue(e.arg[0])) return;
        std::uint64_t& bytes = queues_[e.arg[0]].bytes_of_head[e.arg[1]];
        if (e.kind == EventKind::dev_wire) {
            bytes = e.arg[2];
            return;
        }
        ++packets_;
        bytes_ += bytes;
        bytes = 0;
    }

private:
    struct Queue {
        Table<std::uint64_t> bytes_of_head;
    };
    void compare(const Event& e) {
        if (e.arg[0] == packets_ && e.arg[1] == bytes_) return;
        violate(e,
                fmt::format("the interface's counters say {} packets of {} bytes transmitted, but "
                            "the driver has taken back {} of {} bytes",
                            e.arg[0], e.arg[1], packets_, bytes_));
    }
    Table<Queue> queues_;
    std::uint64_t packets_ = 0, bytes_ = 0;
};

}  // namespace

std::unique_ptr<Check> make_statistics() { return std::make_unique<Statistics>(); }

}  // namespace xsksim
