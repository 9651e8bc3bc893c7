// SPDX-License-Identifier: GPL-2.0-only
// What a sender is among the others; how it sends, its options say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/app/sender_costs.hpp"

namespace xsksim {

// How long it waits after an error that it has no answer to.
inline constexpr Duration sender_error_backoff = Duration::microseconds(100);

struct SenderRole {
    std::string task_name = "sender";  // unique on its vCPU
    // Of its first frame. Senders must not share numbers: their packets would look alike.
    std::uint64_t first_sequence = 0;
    // When so many frames are back, an AF_XDP sender is done; absent: at the run's end.
    std::optional<std::uint64_t> frames = {};
    bool has_ceased = false;  // submits nothing more, and waits for what it has sent
    SenderCosts costs = {};
};

}  // namespace xsksim
