// SPDX-License-Identifier: GPL-2.0-only
// statistics: when somebody reads the interface's counters (netdev_stats), the driver has counted
// each transmitted packet that it took back from its queues, once, and with its bytes: those of the
// wire. Who reaps on another vCPU meanwhile adds up a little later: what a context has taken back
// under a lock that it still holds may be counted or not; nor need what was taken back since the
// step began that reads.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

class Statistics : public Check {
public:
    explicit Statistics(const Picture& picture)
        : buffers_(picture.packets().buffers()), queues_(picture.queues()) {}
    std::string_view name() const override { return "statistics"; }
    void listen_to(EventListeners& events) override {
        events.listen<event::VqGetBuf, event::NetdevStats, event::LockAcquire, event::LockRelease,
                      event::StepBegin>(*this);
    }
    void on(const event::StepBegin&, const Event& e) { sections_[e.context].at_begin = counted(); }
    void on(const event::LockAcquire&, const Event& e) { ++sections_[e.context].locks; }
    void on(const event::LockRelease&, const Event& e) {
        Section& section = sections_[e.context];
        if (--section.locks < section.locks_at_take) section.taken = {};
    }
    void on(const event::VqGetBuf& got, const Event& e) {
        if (!queues_.transmits(got.queue)) return;
        const Sum one{1, buffers_.before().bytes};
        all_.add(one);
        Section& section = sections_[e.context];
        section.locks_at_take = section.locks;
        if (section.locks > 0) section.taken.add(one);
    }
    void on(const event::NetdevStats& read, const Event& e) {
        const Sum least = sections_[e.context].at_begin.value_or(counted());
        if (is_between(read.tx_packets, least.packets, all_.packets) &&
            is_between(read.tx_bytes, least.bytes, all_.bytes))
            return;
        const std::uint64_t open = all_.packets - least.packets;
        violate(e, Code::statistics_wrong,
                fmt::format("the interface's counters say {} packets of {} bytes transmitted, but "
                            "the driver has taken back {} of {} bytes{}",
                            read.tx_packets, read.tx_bytes, all_.packets, all_.bytes,
                            open == 0 ? "" : fmt::format(", {} of them just now", open)));
    }

private:
    struct Sum {
        std::uint64_t packets = 0, bytes = 0;
        void add(const Sum& more) {
            packets += more.packets;
            bytes += more.bytes;
        }
    };
    // What a context does while it holds locks.
    struct Section {
        int locks = 0, locks_at_take = 0;
        Sum taken;
        std::optional<Sum> at_begin = {};  // what was counted then for certain, of a step
    };
    static bool is_between(std::uint64_t value, std::uint64_t least, std::uint64_t most) {
        return least <= value && value <= most;
    }
    // For certain, now.
    Sum counted() const {
        Sum sum = all_;
        for (const Section& section : sections_) {
            sum.packets -= section.taken.packets;
            sum.bytes -= section.taken.bytes;
        }
        return sum;
    }

    const Buffers& buffers_;
    const QueueMap& queues_;
    Sum all_;
    Table<Section> sections_;  // by context
};

}  // namespace

std::unique_ptr<Check> make_statistics(const Picture& picture) {
    return std::make_unique<Statistics>(picture);
}

}  // namespace xsksim
