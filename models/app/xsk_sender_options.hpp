// SPDX-License-Identifier: GPL-2.0-only
// What an AF_XDP sender is set to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/ports.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

struct XskSenderOptions {
    // When to call sendmsg(): as need_wakeup says, in every turn or only right after a submission
    // (facts §2.7 asks for no more); always; never.
    enum class Kick { flag, flag_at_submit, always, never };
    enum class Wait { spin, poll };

    PairIndex pair = 0;
    CpuId cpu = 1;
    std::string task_name = "app";
    Instant start;
    std::uint32_t frame_bytes = 64;
    std::uint32_t batch = 64;
    std::optional<std::uint64_t> rate_pps;  // absent: saturate
    std::optional<std::uint64_t> burst;     // see SendSchedule
    Duration burst_pause;
    std::uint32_t tx_ring = 2048;
    std::uint32_t completion_ring = 2048;
    std::uint32_t frames = 4096;
    std::uint64_t first_sequence = 0;  // of its first frame; senders must not share numbers
    std::uint32_t chunk_bytes = 2048;
    std::uint32_t headroom = 0;
    bool unaligned = false;
    Kick kick = Kick::flag;
    Wait wait = Wait::spin;
    std::optional<std::uint64_t> frames_to_send;  // absent: until the run's end
    Duration fill_cost{20};
    Duration reclaim_cost{10};
    Duration spin_period{100};
    Duration poll_timeout = Duration::seconds(1);
    Duration error_backoff = Duration::microseconds(100);
};

}  // namespace xsksim
