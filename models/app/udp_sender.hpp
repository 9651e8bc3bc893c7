// SPDX-License-Identifier: GPL-2.0-only
// A program that sends UDP datagrams through the kernel's stack.
//
// Stands for: a plain sendto() loop (sockperf, iperf -u). Simplified: the stack above the driver is
// DatagramCalls; after an error it waits for Options::error_backoff.
// Owner: the world. Its body is one task. Costs: fill_cost a datagram as user time; the rest is the
// kernel's. Events: none of its own (udp_* are the kernel's).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/app/send_schedule.hpp"
#include "models/ports.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

struct UdpSenderOptions {
    PairIndex pair = 0;
    CpuId cpu = 0;
    std::string task_name = "udp";  // unique on its vCPU
    Instant start;
    std::uint32_t bytes = 64;
    std::optional<std::uint64_t> rate_pps;   // absent: saturate
    std::optional<std::uint64_t> datagrams;  // absent: until the run's end
    // Of the first datagram; several senders must not share numbers, nor bytes.
    std::uint64_t first_sequence = 0;
    DatagramSocketOptions socket;
    Duration fill_cost{20};
    Duration error_backoff = Duration::microseconds(100);
};

class UdpSender {
public:
    struct Counters {
        std::uint64_t sent = 0, errors = 0;
    };

    UdpSender(Engine& engine, TaskCalls& tasks, DatagramCalls& stack,
              const UdpSenderOptions& options);
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
    SendSchedule schedule_;
    std::vector<std::byte> payload_;
    std::uint64_t sequence_;
    bool ceased_ = false;
    Counters counters_;
};

}  // namespace xsksim
