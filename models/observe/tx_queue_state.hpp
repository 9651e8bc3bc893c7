// SPDX-License-Identifier: GPL-2.0-only
// What events say of a TX virtqueue.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/numbers.hpp"
#include "models/observe/mark.hpp"

namespace xsksim {

// The TX virtqueue, both sides. Counts are of buffers, since its set-up.
struct TxQueueState {
    std::uint64_t number = no_queue;  // of the virtqueue: what holds for any is in Buffers
    bool is_reset = false;  // the device has let go of all buffers; until it is set up anew
    std::uint64_t added = 0, taken = 0, published = 0, got = 0;
    std::uint64_t num_free = 0;
    Mark last_publish, last_get;

    std::uint16_t used_event = 0;
    Mark used_event_written;
    Mark enabled;                // callbacks, by enable_cb or enable_cb_delayed
    Switch callbacks{true, {}};  // as the driver last asked for them
    bool signal_wanted = false;
    std::uint64_t signal_event = 0;
    Mark signal;

    bool kick_needed = false;
    std::uint64_t kick_event = 0;
    Mark kick_prepare, notify, doorbell;
    Switch asleep{true, {}};
    Mark woke;
    Mark bad, broken;
    Text bad_text, broken_text;
    std::uint64_t last_add = 0;  // event
    Mark add_failed;
    std::uint64_t add_error = 0;

    std::uint64_t in_queue() const { return added - got; }
    // A device that lies about its used index can be ahead of what there is.
    std::uint64_t at_device() const { return added - std::min(published, added); }
    std::uint64_t not_taken() const { return added - std::min(taken, added); }
    std::uint64_t not_reaped() const { return std::min(published, added) - got; }
};

}  // namespace xsksim
