// SPDX-License-Identifier: GPL-2.0-only
// A program that sends UDP datagrams through the kernel's stack.
//
// Stands for: a plain sendto() loop (sockperf, iperf -u). Simplified: the stack above the driver is
// DatagramCalls; after an error it waits for sender_error_backoff.
// Owner: the world. Its body is one task. Costs: SenderCosts::fill a datagram as user time; the
// rest is the kernel's. Events: none of its own (udp_* are the kernel's).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/app/send_schedule.hpp"
#include "models/app/sender_role.hpp"
#include "models/app/udp_sender_options.hpp"
#include "models/ports.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class UdpSender {
public:
    struct Counters {
        std::uint64_t sent = 0, errors = 0;
    };

    UdpSender(Engine& engine, TaskCalls& tasks, DatagramCalls& stack,
              const UdpSenderOptions& options, SenderRole role);
    UdpSender(const UdpSender&) = delete;
    UdpSender& operator=(const UdpSender&) = delete;

    // Spawns the task. Once.
    void start();
    // No datagram is begun after this.
    void cease() { ceased_ = true; }
    // Called in the task when all datagrams were handed over.
    std::function<void()> on_done;
    const Counters& counters() const { return counters_; }

private:
    void run();
    bool is_finished() const;
    void send_one();

    Engine& engine_;
    TaskCalls& tasks_;
    DatagramCalls& stack_;
    UdpSenderOptions options_;
    SenderRole role_;
    SendSchedule schedule_;
    std::vector<std::byte> payload_;
    std::uint64_t sequence_;
    bool ceased_ = false;
    Counters counters_;
};

}  // namespace xsksim
