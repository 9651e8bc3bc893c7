// SPDX-License-Identifier: GPL-2.0-only
// When a sender's frames are due: at once (saturation), at a rate, or in bursts with pauses.
// At a rate, frame k (from 0) is due at start + k / rate, rounded down to a nanosecond, whatever
// happened to the frames before it: a sender that fell behind catches up. A burst's frames are due
// together; the pause begins when its last frame was handed over. Bursts take precedence over a
// rate. Plain values: no scheduling points, no cost.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/app/send_schedule_options.hpp"

namespace xsksim {

class SendSchedule {
public:
    explicit SendSchedule(const SendScheduleOptions& options)
        : options_(options), burst_begin_(options.start) {}

    // How many more frames may be handed over at `now`; not more than `limit`.
    std::uint64_t due(Instant now, std::uint64_t limit) const {
        if (options_.burst) return now < burst_begin_ ? 0 : std::min(limit, burst_left());
        if (!options_.rate_pps) return now < options_.start ? 0 : limit;
        std::uint64_t count = 0;
        while (count < limit && due_at(sent_ + count) <= now) ++count;
        return count;
    }
    // When the next frame is due; may lie in the past.
    Instant next_due() const {
        if (options_.burst) return burst_begin_;
        return options_.rate_pps ? due_at(sent_) : options_.start;
    }
    // `count` frames were handed over; not more than were due.
    void sent(Instant now, std::uint64_t count) {
        sent_ += count;
        if (options_.burst && sent_ % *options_.burst == 0)
            burst_begin_ = now + options_.burst_pause;
    }

private:
    std::uint64_t burst_left() const { return *options_.burst - sent_ % *options_.burst; }
    Instant due_at(std::uint64_t frame) const {
        constexpr std::uint64_t second_ns = 1'000'000'000;
        const std::uint64_t rate = *options_.rate_pps;
        const std::uint64_t ns = frame / rate * second_ns + frame % rate * second_ns / rate;
        return options_.start + Duration{static_cast<std::int64_t>(ns)};
    }

    SendScheduleOptions options_;
    Instant burst_begin_;
    std::uint64_t sent_ = 0;
};

}  // namespace xsksim
