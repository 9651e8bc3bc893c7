// SPDX-License-Identifier: GPL-2.0-only
// Searches workloads in worker processes until its budget is used up, and keeps what they met, one
// failure a cause. With a budget of executions the outcome is the same for any number of workers:
// workloads count in the order of their numbers, and those beyond the budget do not.
// Owner: a command. Errors: BadInput; a worker that dies is a cause of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/workload_search.hpp"

namespace xsksim {

struct ExploreBudget {
    std::optional<std::uint64_t> executions;
    std::optional<std::chrono::milliseconds> time;
    bool until_first = false;  // ends with the first failure
};

// One cause, as all workloads so far met it.
struct FoundFailure {
    MetFailure first;                     // times: in all
    std::uint64_t workloads = 0;          // that met it
    std::uint64_t executions_before = 0;  // until it was first met
};

struct ExplorationState {
    std::uint64_t workloads = 0, executions = 0, cut_off = 0, shared = 0, contradictory = 0;
    std::vector<FoundFailure> found;  // in the order in which they were met
    bool was_interrupted = false;
};

class Exploration {
public:
    struct Callbacks {
        std::function<bool()> is_interrupted;
        std::function<void(const ExplorationState&)> on_progress;
        // Asked of a failure whose cause is new: whether it is the explored driver's own. Where it
        // says no, the failure counts as one that the reference shares, and the next of its cause
        // is asked about again. Empty: all are.
        std::function<bool(const MetFailure&)> is_own;
    };

    Exploration(const Explored& explored, unsigned workers)
        : explored_(explored), workers_(workers) {}

    ExplorationState run(const ExploreBudget& budget, const Callbacks& callbacks);

private:
    void add(const WorkloadReport& report, const Callbacks& callbacks);

    const Explored explored_;
    const unsigned workers_;
    ExplorationState state_;
};

}  // namespace xsksim
