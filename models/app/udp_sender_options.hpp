// SPDX-License-Identifier: GPL-2.0-only
// A program that sends UDP datagrams: one item of a scenario's `udp`.
#pragma once

#include <cstdint>
#include <optional>

#include "models/app/send_schedule_options.hpp"
#include "models/numbers.hpp"
#include "models/socket_options.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

struct UdpSenderOptions {
    PairIndex pair = 0;
    CpuId cpu = 0;
    SendScheduleOptions schedule = {};
    std::uint32_t bytes = 64;                     // of each packet on the wire
    std::optional<std::uint64_t> datagrams = {};  // absent: until the run's end
    DatagramSocketOptions socket = {};
    bool operator==(const UdpSenderOptions&) const = default;
};

}  // namespace xsksim
