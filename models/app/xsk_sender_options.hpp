// SPDX-License-Identifier: GPL-2.0-only
// An application that sends through an AF_XDP socket: most of a scenario's `application`.
#pragma once

#include <cstdint>

#include "models/app/send_schedule_options.hpp"
#include "models/numbers.hpp"
#include "models/socket_options.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// When to call sendmsg(): as need_wakeup says, in every turn or only right after a submission
// (facts §2.7 asks for no more); always; never.
enum class NeedWakeupPolicy { flag, flag_at_submit, always, never };
enum class WaitPolicy { spin, poll };

struct XskSenderOptions {
    CpuId cpu = 1;
    XskSocketOptions socket = {};
    SendScheduleOptions schedule = {};
    std::uint32_t frame_bytes = 64;
    std::uint32_t batch = 64;
    std::uint32_t headroom = 0;  // offset of the packet in its chunk
    NeedWakeupPolicy need_wakeup = NeedWakeupPolicy::flag;
    WaitPolicy wait = WaitPolicy::spin;
    Duration spin_period{100};
    Duration poll_timeout = Duration::seconds(1);
    bool operator==(const XskSenderOptions&) const = default;
};

}  // namespace xsksim
