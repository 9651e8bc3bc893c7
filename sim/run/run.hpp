// SPDX-License-Identifier: GPL-2.0-only
// One simulation from a scenario to a judged result. What carries its stacks, what answers its
// questions and who shows it stand above and are handed in; sim/simulate does so for most.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "models/checks/judge.hpp"
#include "models/explain/explanation.hpp"
#include "sim/core/choice.hpp"
#include "sim/core/engine.hpp"
#include "sim/driver/loaded_driver.hpp"
#include "sim/run/measured_states.hpp"
#include "sim/run/measures.hpp"
#include "sim/run/run_listener.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

struct LatencySummary {  // ns; from a log-linear histogram, 1 % wide
    std::uint64_t count = 0;
    std::int64_t min = 0, p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
    // The least value of each class that holds any, and how many; eight classes a power of two.
    std::vector<std::pair<std::int64_t, std::uint64_t>> bins = {};
};

// What the figures (figures.hpp) are made of. Counts over the whole run; rates over simulated time
// until the end.
struct Summary {
    Instant simulated;
    std::uint64_t submitted = 0, on_wire = 0, reclaimed = 0, wire_bytes = 0;
    std::uint64_t udp_submitted = 0, udp_on_wire = 0;
    std::uint64_t xdp_on_wire = 0;
    double packets_per_second = 0;  // on the wire / time of the last one on the wire
    LatencySummary submit_to_wire, submit_to_reclaim;
    std::uint64_t kicks = 0, interrupts_raised = 0, interrupts_delivered = 0, interrupts_lost = 0;
    std::uint64_t napi_polls = 0, timer_starts = 0, timer_fires = 0, sendmsg_calls = 0;
    std::uint64_t full_waits = 0;         // times a driver call found the ring or headers full
    std::uint64_t in_flight_max = 0;      // packets added to the virtqueue and not yet taken back
    std::uint64_t vq_full_in_flight = 0;  // packets in the virtqueue when the driver stopped adding
    Measures measured;
};

struct RunResult {
    Outcome outcome = Outcome::inconclusive;
    bool as_expected = false;
    std::vector<std::string> unexpected;     // why not as expected, a sentence each
    std::vector<Violation> violations;       // failures, then notes
    std::optional<Explanation> explanation;  // of a stall
    std::string inconclusive_reason;         // bound or gap
    RunEnd end;
    Summary summary;

    // Of listeners, where the caller had them.
    std::vector<std::pair<std::string, std::string>> figures;  // ReviewFigures': name, value
    std::vector<StateTransition> transitions;                  // StateListener's, like the next
    std::vector<FieldAccess> field_accesses;
    std::string timeline;      // TimelineListener's, at most 200 lines
    std::uint64_t digest = 0;  // DigestListener's: equal runs, equal digest
};

// `engine` and `choice` are for this run alone; what either is, is the caller's business. The
// engine ends at the scenario's bounds where it was made with them: bounds_of(). Throws BadInput
// for what only the driver object can tell (unknown parameter, no such place) and SimulatorFault
// for faults of the simulator.
RunResult run(const Scenario& scenario, const LoadedDriver& driver, Engine& engine, Choice& choice,
              const RunListeners& listeners = {});

Engine::Bounds bounds_of(const Scenario& scenario);

// 0 as expected, 1 not, 3 inconclusive (unless that was expected), 4 simulator fault.
int exit_code(const RunResult& result);

}  // namespace xsksim
