// SPDX-License-Identifier: GPL-2.0-only
// A scenario as plain values, every default filled in and every value validated. Made only by
// sim/scenario's parser (or by a test); read by sim/run. What a model is set to is the model's own
// options struct, here as it is there; what only a scenario knows stands in this file. Which key of
// the JSON is which member, the table of keys says (keys.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/app/sender_costs.hpp"
#include "models/app/timed_step.hpp"
#include "models/app/udp_sender_options.hpp"
#include "models/app/xsk_sender_options.hpp"
#include "models/fault_rule.hpp"
#include "models/field_value.hpp"
#include "models/irq/interrupt_controller_options.hpp"
#include "models/kernel/hold_rule.hpp"
#include "models/kernel/kernel_options.hpp"
#include "models/kernel/xsk_core_options.hpp"
#include "models/memory/store_buffer_options.hpp"
#include "models/observe/judgement_options.hpp"
#include "models/shim/shim_options.hpp"
#include "models/virtio/net/rx_traffic_options.hpp"
#include "models/virtio/net/virtio_net_options.hpp"
#include "sim/core/time.hpp"
#include "sim/core/words.hpp"
#include "sim/scenario/explore_options.hpp"
#include "sim/scenario/step_result.hpp"
#include "sim/scenario/tie_rule.hpp"

namespace xsksim {

XSKSIM_WORDS(Outcome, pass, fail, stalled, inconclusive);

struct Expectation {
    Outcome verdict = Outcome::pass;
    // Each must have happened so often: an event kind ("hrtimer_fire"), or "fault:N" (rule N fired;
    // N counts the rules of `faults` from 1, as the trace does), or "hold:N" (hold N ended by its
    // `until`, or began if it has none).
    struct Reached {
        std::string what;
        std::uint64_t at_least = 1;
        std::optional<std::uint64_t> at_most;
        FieldValues where;  // fields of that event
        bool operator==(const Reached&) const = default;
    };
    std::vector<Reached> reached;
    // Each text must occur in the explanation (stall) or a finding (fail).
    std::vector<std::string> because;
    JudgementOptions judgement = {};
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

struct ApplicationOptions : XskSenderOptions {
    bool enabled = true;
    // The application whose UMEM and queue it shares (XDP_SHARED_UMEM): 0 is /application, n the
    // n-th of /applications. It then has `frames` more of that UMEM.
    std::optional<std::uint32_t> shares_umem;
    bool operator==(const ApplicationOptions&) const = default;
};

// In what order a vCPU's stores become visible to the others and to the device.
enum class MemoryOrder {
    sc,   // at once
    tso,  // as on x86, through store buffers: models/memory/store_buffers.hpp
};

// Where interrupts go, as /proc/irq/N/smp_affinity says.
struct InterruptAffinity {
    CpuId tx_cpu = 0, rx_cpu = 0;
    // By pair; of pairs beyond the list, the vCPU above.
    std::vector<CpuId> tx_cpus, rx_cpus;

    CpuId tx(PairIndex pair) const { return pair < tx_cpus.size() ? tx_cpus[pair] : tx_cpu; }
    CpuId rx(PairIndex pair) const { return pair < rx_cpus.size() ? rx_cpus[pair] : rx_cpu; }
    bool operator==(const InterruptAffinity&) const = default;
};

struct DriverOptions {
    std::string name = "v1";
    // Only those that the scenario sets; names are checked against the driver object at start.
    std::map<std::string, std::int64_t> parameters;
    bool operator==(const DriverOptions&) const = default;
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

// What `xsksim explore` tells of a failure that it found.
struct FoundOptions {
    std::optional<std::string> by;              // the exploration
    std::optional<std::string> failing_driver;  // a name or a file
    std::optional<std::string> decisive;        // after which step it cannot but fail
    std::vector<std::string> race;              // step by step
    bool operator==(const FoundOptions&) const = default;
};

// An experiment behind an answer of docs/review.md.
struct ReviewOptions {
    // A number that `xsksim review` shows: how often an event happened, or a value of summary.json.
    struct Figure {
        std::string name;
        std::optional<std::string> count;    // an event, as in Expectation
        FieldValues where;                   // fields of that event
        std::optional<std::string> summary;  // "interrupts.lost"
        bool operator==(const Figure&) const = default;
    };
    std::optional<std::uint32_t> question;  // section of docs/review.md; absent: none of them
    std::optional<std::string> asked;       // that question in few words
    std::vector<Figure> figures;
    bool operator==(const ReviewOptions&) const = default;
};

struct Scenario {
    std::string name;
    std::string question;
    std::uint64_t seed = 1;
    Expectation expect;
    EndCondition end;
    BoundsOptions bounds;
    MemoryOrder memory = MemoryOrder::sc;
    StoreBufferOptions store_buffers;  // with tso
    std::vector<ExpectedHold> holds;
    std::vector<TieRule> ties;
    KernelOptions kernel;
    XskCoreOptions xsk;
    InterruptAffinity affinity;
    SenderCosts sender_costs;
    ShimOptions shim;
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
    FoundOptions found;
    ExploreOptions explore;
    bool operator==(const Scenario&) const = default;
};

// Number 0 is /application, n the n-th of /applications.
inline const ApplicationOptions& application_of(const Scenario& scenario, std::size_t number) {
    return number == 0 ? scenario.application : scenario.applications.at(number - 1);
}
inline bool has_application(const Scenario& scenario) {
    return scenario.application.enabled ||
           std::ranges::any_of(scenario.applications, &ApplicationOptions::enabled);
}

}  // namespace xsksim
