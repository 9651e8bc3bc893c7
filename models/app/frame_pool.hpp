// SPDX-License-Identifier: GPL-2.0-only
// The frames of a UMEM that belong to the application now, first in, first out.
// Stands for the application's own book-keeping (xdpsock, Linux 5.11, cycles through its frames).
// A frame that comes back although it was not handed over is refused: the kernel may be wrong
// about it, the application's list is not to be corrupted by that.
// Plain values: no scheduling points, no cost. Frames are numbered from 0.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/check.hpp"

namespace xsksim {

class FramePool {
public:
    explicit FramePool(std::uint32_t frames) : free_(frames), is_free_(frames) { reset(); }

    // Every frame is free, in order.
    void reset() {
        head_ = 0;
        free_count_ = static_cast<std::uint32_t>(free_.size());
        for (std::uint32_t i = 0; i < free_count_; ++i) free_[i] = i;
        is_free_.assign(free_.size(), true);
    }
    std::uint32_t free_frames() const { return free_count_; }
    std::uint32_t take() {
        XSKSIM_CHECK(free_count_ > 0, "no free frame to take");
        const std::uint32_t frame = free_[head_];
        head_ = next(head_);
        --free_count_;
        is_free_[frame] = false;
        return frame;
    }
    bool is_free(std::uint32_t frame) const { return is_free_[frame]; }
    // This one, which is free; searches for it.
    void take(std::uint32_t frame) {
        XSKSIM_CHECK(is_free_[frame], "a frame to take that is not free");
        for (std::uint32_t left = free_count_; left > 0; --left) {
            const std::uint32_t taken = take();
            if (taken != frame) put(taken);
        }
    }
    // False if the frame does not exist or is free already.
    bool put(std::uint64_t frame) {
        if (frame >= is_free_.size() || is_free_[frame]) return false;
        is_free_[frame] = true;
        std::size_t tail = head_ + free_count_++;
        if (tail >= free_.size()) tail -= free_.size();
        free_[tail] = static_cast<std::uint32_t>(frame);
        return true;
    }

private:
    std::size_t next(std::size_t i) const { return i + 1 == free_.size() ? 0 : i + 1; }

    std::vector<std::uint32_t> free_;  // a ring
    std::vector<bool> is_free_;
    std::size_t head_ = 0;
    std::uint32_t free_count_ = 0;
};

}  // namespace xsksim
