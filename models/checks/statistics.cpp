// SPDX-License-Identifier: GPL-2.0-only
// statistics: when somebody reads the interface's counters (netdev_stats), the driver has counted
// each transmitted packet that it took back from its queues, once, and with its bytes: those of the
// wire. Meant to be read at a quiet moment: who reaps on another vCPU adds up a little later.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"

namespace xsksim {
namespace {

class Statistics : public Check {
public:
    explicit Statistics(const Picture& picture)
        : buffers_(picture.packets().buffers()), queues_(picture.queues()) {}
    std::string_view name() const override { return "statistics"; }
    void listen_to(EventListeners& events) override {
        events.listen<event::VqGetBuf, event::NetdevStats>(*this);
    }
    void on(const event::VqGetBuf& got, const Event&) {
        if (!queues_.transmits(got.queue)) return;
        ++packets_;
        bytes_ += buffers_.before().bytes;
    }
    void on(const event::NetdevStats& read, const Event& e) {
        if (read.tx_packets == packets_ && read.tx_bytes == bytes_) return;
        violate(e, Code::statistics_wrong,
                fmt::format("the interface's counters say {} packets of {} bytes transmitted, but "
                            "the driver has taken back {} of {} bytes",
                            read.tx_packets, read.tx_bytes, packets_, bytes_));
    }

private:
    const Buffers& buffers_;
    const QueueMap& queues_;
    std::uint64_t packets_ = 0, bytes_ = 0;
};

}  // namespace

std::unique_ptr<Check> make_statistics(const Picture& picture) {
    return std::make_unique<Statistics>(picture);
}

}  // namespace xsksim
