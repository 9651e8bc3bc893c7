// SPDX-License-Identifier: GPL-2.0-only
// A scenario as plain values, every default filled in and every value validated. Made only by
// sim/scenario's parser (or by a test); read by sim/run. Key names in JSON are the member names.
// docs/scenario-format.md, the JSON Schema and this file are held equal by a test.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/app/timed_step.hpp"
#include "models/app/udp_sender_options.hpp"
#include "models/fault_rule.hpp"
#include "models/irq/interrupt_controller_options.hpp"
#include "models/kernel/hold_rule.hpp"
#include "models/virtio/net/rx_traffic_options.hpp"
#include "models/virtio/net/virtio_net_options.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/time.hpp"
#include "sim/scenario/step_result.hpp"

namespace xsksim {

enum class Outcome { pass, fail, stalled, inconclusive };

struct Expectation {
    Outcome verdict = Outcome::pass;
    // Each must have happened so often: an event kind ("hrtimer_fire"), or "fault:N" (rule N fired;
    // N counts the rules of `faults` from 1, as the trace does), or "hold:N" (hold N ended by its
    // `until`, or began if it has none).
    struct Reached {
        std::string what;
        std::uint64_t at_least = 1;
        std::optional<std::uint64_t> at_most;
        std::map<std::string, std::int64_t> where;  // fields of that event
        bool operator==(const Reached&) const = default;
    };
    std::vector<Reached> reached;
    // Each text must occur in the explanation (stall) or a finding (fail).
    std::vector<std::string> because;
    // Notes (5.11's own unlocked operations) count as failures when true.
    bool notes_fail = false;
    bool operator==(const Expectation&) const = default;
};

struct EndCondition {
    std::optional<std::uint64_t> frames;  // the application has reclaimed this many
    std::optional<Instant> time;          // simulated time
    // Then senders cease, and what they handed over has so long to get through; absent: no time.
    std::optional<Duration> settle;
    bool operator==(const EndCondition&) const = default;
};

struct BoundsOptions {
    Duration time = Duration::seconds(100);
    std::uint64_t dispatches = 2'000'000'000;
    std::uint64_t steps_per_call = 50'000'000;  // basic blocks of one driver call
    Duration progress = Duration::seconds(1);   // no progress for so long = stalled
    bool operator==(const BoundsOptions&) const = default;
};

// What the run may pass without is optional; everything else that does not come about makes it
// unexpected.
struct ExpectedHold : HoldRule {
    bool optional = false;  // may never begin, or give up
    bool operator==(const ExpectedHold&) const = default;
};
struct ExpectedFault : FaultRule {
    bool optional = false;  // may never fire
    bool operator==(const ExpectedFault&) const = default;
};
struct ExpectedStep : TimedStep {
    StepResult result = StepResult::success;
    bool optional = false;  // may never be due, or not end
    bool operator==(const ExpectedStep&) const = default;
};

// In what order a vCPU's stores become visible to the others and to the device.
enum class MemoryOrder {
    sc,   // at once
    tso,  // as on x86, through store buffers: models/memory/store_buffers.hpp
};

struct ScheduleOptions {
    Probability preempt_probability;  // at each access and marked hypercall
    Duration preempt_min = Duration::microseconds(1);
    Duration preempt_max = Duration::microseconds(50);
    // Assumed: from nothing to five misses in a row that another core must answer, 100 ns each.
    Duration store_delay_min = {0};
    Duration store_delay_max = {500};
    std::vector<ExpectedHold> holds;
    bool operator==(const ScheduleOptions&) const = default;
};

// Guest CPU costs; see models/kernel/costs.hpp for what each stands for and its source.
struct CostOptions {
    Duration syscall = {300};
    Duration hardirq = {400};
    Duration softirq = {100};
    Duration napi_poll = {300};
    Duration hrtimer_arm = {100};
    Duration hrtimer_reprogram = {900};
    Duration doorbell = {1200};  // VM exit of a notification
    Duration lock = {20};
    Duration allocation = {50};
    Duration peek = {8};
    Duration context_switch = {1000};
    Duration ksoftirqd_wakeup = {5000};  // on an idle vCPU
    Duration rcu_grace_period = Duration::milliseconds(8);
    Duration udp_send = {1000};       // socket and IP layers above start_xmit
    Duration udp_send_per_kib = {0};  // more, per 1024 bytes
    Duration app_fill = {20};         // writing one descriptor and its frame
    Duration app_reclaim = {10};
    Duration memory_access = {0};  // each instrumented access
    // On entry to a driver function. A scenario's entries are laid over these defaults.
    std::map<std::string, Duration> functions = {
        {"virtnet_xsk_run", {150}},  {"virtnet_xsk_xmit", {50}}, {"virtqueue_add_outbuf", {60}},
        {"virtqueue_get_buf", {40}}, {"start_xmit", {200}},      {"virtnet_xsk_xmit_one", {50}},
    };
    bool operator==(const CostOptions&) const = default;
};

struct GuestOptions {
    std::uint32_t vcpus = 2;
    std::uint32_t hz = 250;
    bool sendmsg_gate = true;  // 5.11: sendmsg returns early unless need_wakeup is set; 5.10: not
    std::uint32_t netdev_budget = 300;
    std::uint32_t tx_interrupt_cpu = 0;
    std::uint32_t rx_interrupt_cpu = 0;
    // By pair; of pairs beyond the list, the vCPU above.
    std::vector<std::uint32_t> tx_interrupt_cpus, rx_interrupt_cpus;
    std::uint32_t tx_queue_len = 1000;  // datagrams that a queueing discipline holds
    CostOptions costs;
    bool operator==(const GuestOptions&) const = default;
};

struct DriverOptions {
    std::string name = "v1";
    // Only those that the scenario sets; names are checked against the driver object at start.
    std::map<std::string, std::int64_t> parameters;
    bool operator==(const DriverOptions&) const = default;
};

enum class NeedWakeupPolicy { flag, flag_at_submit, always, never };
enum class WaitPolicy { spin, poll };

struct ApplicationOptions {
    bool enabled = true;
    std::uint32_t pair = 0;
    std::uint32_t cpu = 1;
    Instant start = {0};
    std::uint32_t frame_bytes = 64;
    std::uint32_t batch = 64;
    std::optional<std::uint64_t> rate_pps;  // absent: saturate
    // On/off sending: `burst` frames at once, then `burst_pause`. Absent: steady.
    std::optional<std::uint64_t> burst;
    Duration burst_pause;
    std::uint32_t tx_ring = 2048;
    std::uint32_t completion_ring = 2048;
    std::uint32_t frames = 4096;
    std::uint32_t chunk_bytes = 2048;
    std::uint32_t headroom = 0;  // offset of the packet in its chunk
    bool unaligned = false;
    NeedWakeupPolicy need_wakeup = NeedWakeupPolicy::flag;
    WaitPolicy wait = WaitPolicy::spin;
    // The application whose UMEM and queue it shares (XDP_SHARED_UMEM): 0 is /application, n the
    // n-th of /applications. It then has `frames` more of that UMEM.
    std::optional<std::uint32_t> shares_umem;
    bool operator==(const ApplicationOptions&) const = default;
};

// Safeguards of the modelled kernel and device, taken away: only mutants of `xsksim regress` do
// that.
struct ModelOptions {
    bool napi_missed = true;             // a NAPI scheduled while scheduled is polled once more
    bool napi_disable_waits = true;      // for a poll that runs
    bool softirq_restart = true;         // softirqs raised while softirqs run are run
    bool softirq_at_irq_exit = true;     // pending softirqs run after a hard interrupt
    bool softirq_at_bh_enable = true;    // and after a BH-disabled region
    bool softirq_at_tick = true;         // and at the next tick, when a task has left them
    bool rcu_waits = true;               // a grace period waits for readers
    bool need_wakeup_at_bind = true;     // the core lets the first sendmsg through
    bool completion_reservation = true;  // a peek takes a free entry of the completion ring
    bool operator==(const ModelOptions&) const = default;
};

// A race breaker under regression: what the scenario shows with one safeguard taken away.
struct BreakerOptions {
    struct Kill {
        std::string mutant;  // tests/mutants/NAME.patch or NAME.json
        Outcome verdict = Outcome::stalled;
        std::vector<std::string> because;  // as in Expectation
        bool operator==(const Kill&) const = default;
    };
    std::optional<std::string> safeguard;  // absent: the scenario is no breaker
    std::vector<std::string> race;         // step by step
    std::vector<Kill> kills;
    bool operator==(const BreakerOptions&) const = default;
};

// An experiment behind an answer of docs/review.md.
struct ReviewOptions {
    // A number that `xsksim review` shows: how often an event happened, or a value of summary.json.
    struct Figure {
        std::string name;
        std::optional<std::string> count;           // an event, as in Expectation
        std::map<std::string, std::int64_t> where;  // fields of that event
        std::optional<std::string> summary;         // "interrupts.lost"
        bool operator==(const Figure&) const = default;
    };
    std::optional<std::uint32_t> question;  // section of docs/review.md; absent: none of them
    std::optional<std::string> asked;       // that question in few words
    std::vector<Figure> figures;
    bool operator==(const ReviewOptions&) const = default;
};

struct TraceOptions {
    bool accesses = false;  // every instrumented access becomes an event
    bool operator==(const TraceOptions&) const = default;
};

struct Scenario {
    std::string name;
    std::string question;
    std::uint64_t seed = 1;
    Expectation expect;
    EndCondition end;
    BoundsOptions bounds;
    ScheduleOptions schedule;
    MemoryOrder memory = MemoryOrder::sc;
    GuestOptions guest;
    DriverOptions driver;
    VirtioNetOptions device;
    InterruptControllerOptions interrupts;
    std::vector<ExpectedFault> faults;
    ApplicationOptions application;
    std::vector<ApplicationOptions> applications;  // further ones
    std::vector<UdpSenderOptions> udp;
    std::vector<RxTrafficOptions> rx;
    std::vector<ExpectedStep> steps;
    BreakerOptions breaker;
    ReviewOptions review;
    ModelOptions model;
    TraceOptions trace;
    bool operator==(const Scenario&) const = default;
};

}  // namespace xsksim
