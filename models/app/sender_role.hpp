// SPDX-License-Identifier: GPL-2.0-only
// What a sender is among the others: what the world decides, while its options say how it sends.
#pragma once

#include <cstdint>
#include <string>

#include "models/app/sender_costs.hpp"

namespace xsksim {

// How long it waits after an error that it has no answer to.
inline constexpr Duration sender_error_backoff = Duration::microseconds(100);

struct SenderRole {
    std::string task_name = "sender";  // unique on its vCPU
    // Of its first frame. Senders must not share numbers: their packets would look alike.
    std::uint64_t first_sequence = 0;
    SenderCosts costs = {};
};

}  // namespace xsksim
