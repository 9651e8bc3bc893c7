// SPDX-License-Identifier: GPL-2.0-only
// statistics: when somebody reads the interface's counters (netdev_stats), the driver has counted
// each transmitted packet that it took back from its queues, once, and with its bytes: those of the
// wire. Who reaps on another vCPU meanwhile adds up a little later (models/observe/taken_back.hpp).
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"

namespace xsksim {
namespace {

bool is_between(std::uint64_t value, std::uint64_t least, std::uint64_t most) {
    return least <= value && value <= most;
}

class Statistics : public Check {
public:
    explicit Statistics(const Picture& picture) : taken_back_(picture.packets().taken_back()) {}
    std::string_view name() const override { return "statistics"; }
    void listen_to(EventListeners& events) override { events.listen<event::NetdevStats>(*this); }
    void on(const event::NetdevStats& read, const Event& e) {
        const TakenBack::Sum least = taken_back_.least(e.context), most = taken_back_.most();
        if (is_between(read.tx_packets, least.packets, most.packets) &&
            is_between(read.tx_bytes, least.bytes, most.bytes))
            return;
        const std::uint64_t open = most.packets - least.packets;
        violate(e, Code::statistics_wrong,
                fmt::format("the interface's counters say {} packets of {} bytes transmitted, but "
                            "the driver has taken back {} of {} bytes{}",
                            read.tx_packets, read.tx_bytes, most.packets, most.bytes,
                            open == 0 ? "" : fmt::format(", {} of them just now", open)));
    }

private:
    const TakenBack& taken_back_;
};

}  // namespace

std::unique_ptr<Check> make_statistics(const Picture& picture) {
    return std::make_unique<Statistics>(picture);
}

}  // namespace xsksim
