// SPDX-License-Identifier: GPL-2.0-only
// Which buffer lies where in a packed ring. A buffer takes several descriptors there, and both
// sides speak of descriptors; everybody else here counts buffers, as in a split ring.
//
// Stands for nothing in the guest. Positions: packed_ring_layout.hpp. What lies two turns back is
// forgotten, and whoever asks for it gets what came next. No cost, no scheduling points.
#pragma once

#include <cstdint>
#include <vector>

namespace xsksim {

class BufferPositions {
public:
    explicit BufferPositions(std::uint32_t ring_size) : begins_(2 * std::size_t{ring_size}) {}

    // The next buffer takes so many descriptors.
    void add(std::uint32_t descriptors) {
        begins_[count_ % begins_.size()] = end_;
        ++count_;
        end_ += descriptors;
    }
    // The last one added does not.
    void take_back() {
        --count_;
        end_ = begins_[count_ % begins_.size()];
    }

    std::uint64_t count() const { return count_; }
    std::int64_t end() const { return end_; }  // the position behind the last buffer
    // The buffer, counted from 0, that the descriptor at this position belongs to. One behind the
    // end: as if each took one. Before all: as many before the first.
    std::int64_t buffer_at(std::int64_t position) const {
        const auto count = static_cast<std::int64_t>(count_);
        if (position >= end_) return count + (position - end_);
        if (position < 0) return position;
        std::int64_t low =
            count_ > begins_.size() ? count - static_cast<std::int64_t>(begins_.size()) : 0;
        std::int64_t high = count;
        while (high - low > 1) {
            const std::int64_t middle = (low + high) / 2;
            (begins_[static_cast<std::size_t>(middle) % begins_.size()] <= position ? low : high) =
                middle;
        }
        return low;
    }

private:
    std::vector<std::int64_t> begins_;  // by buffer, modulo its size
    std::uint64_t count_ = 0;
    std::int64_t end_ = 0;
};

}  // namespace xsksim
