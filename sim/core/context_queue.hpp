// SPDX-License-Identifier: GPL-2.0-only
// Who is due, and in which order: (due, rank, sequence), sequence counting insertions. It is the
// only place where equal times are put in order. Real counterpart: none. Owner: the scheduler.
// A sorted array, next one last: a run has some twenty contexts and most of them are parked, so
// shifting a few entries is cheaper than keeping a tree.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

class ContextQueue {
public:
    static constexpr int rank_min = -128;
    static constexpr int rank_max = 127;

    struct Entry {
        Instant due;
        std::uint64_t order;  // rank in the top 8 bits, sequence below
        ContextId id;

        int rank() const { return static_cast<int>(order >> sequence_bits) + rank_min; }
        bool before(const Entry& other) const {
            return due < other.due || (due == other.due && order < other.order);
        }
    };

    bool empty() const { return entries_.empty(); }
    const Entry& next() const { return entries_.back(); }
    // How many are due when the next one is, itself included; not if empty().
    std::size_t tied() const {
        std::size_t count = 1;
        while (count < entries_.size() && entries_[entries_.size() - 1 - count].due == next().due)
            ++count;
        return count;
    }
    // Behind all that are due with it.
    void put_next_last() {
        const Entry first = next();
        remove_next();
        insert(first.due, rank_max, first.id);
    }
    void remove_next() { entries_.pop_back(); }

    // `id` must not be in the queue; rank within [rank_min, rank_max].
    void insert(Instant due, int rank, ContextId id) {
        const auto high = static_cast<std::uint64_t>(rank - rank_min) << sequence_bits;
        const Entry entry{due, high | ++sequence_, id};
        entries_.push_back(entry);
        std::size_t at = entries_.size() - 1;
        for (; at > 0 && entries_[at - 1].before(entry); --at) entries_[at] = entries_[at - 1];
        entries_[at] = entry;
    }

    // `id` must be in the queue.
    void remove(ContextId id) {
        auto at = entries_.end();
        do {
            XSKSIM_CHECK(at != entries_.begin(), "context is not queued");
            --at;
        } while (at->id != id);
        entries_.erase(at);
    }

private:
    static constexpr unsigned sequence_bits = 56;

    std::vector<Entry> entries_;
    std::uint64_t sequence_ = 0;
};

}  // namespace xsksim
