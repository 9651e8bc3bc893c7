// SPDX-License-Identifier: GPL-2.0-only
// Why nothing moves: what waits, and for each way of waking the queue why it did not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/explain/told.hpp"
#include "models/observe/picture.hpp"

namespace xsksim {

// One entry a way of waking the queue.
struct WakerStory {
    std::string waker;        // "TX interrupt", "hrtimer", "TX NAPI", "application", "RX NAPI", ...
    std::string why_not;      // why it did not, and will not, wake the queue
    std::uint64_t event = 0;  // the event that took it away, 0 if none
    Instant at;
    std::vector<Code> codes{};  // its state, then what keeps it from waking the queue
};
struct Explanation {
    std::string headline;       // one sentence
    std::vector<Told> waiting;  // "TX ring: 2048 descriptors", "virtqueue 1: 119 of 256 ..."
    std::vector<WakerStory> wakers;
    std::vector<Code> codes{};  // of the headline: what stands still, then why

    std::string text() const;   // as printed on a terminal, at most 100 columns, with the codes
    std::string prose() const;  // the same words, a line each, not wrapped: to search in
};

// Of the pair whose work has waited longest; when none waits any more, of the first long pause as
// things stood then.
Explanation explain(const Picture& picture);

}  // namespace xsksim
