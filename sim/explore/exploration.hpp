// SPDX-License-Identifier: GPL-2.0-only
// Searches workloads in worker processes until its budget is used up, and keeps what they met, one
// failure a cause. With a budget of executions or workloads the outcome is the same for any number
// of workers and interruptions: workloads count in the order of their numbers, and those beyond the
// budget do not.
// Owner: a command. Errors: BadInput; a worker that dies is a cause of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/coverage_counts.hpp"
#include "sim/explore/workload_search.hpp"
#include "sim/jobs/pool.hpp"
#include "sim/jobs/shard.hpp"

namespace xsksim {

struct ExploreBudget {
    std::optional<std::uint64_t> executions;  // of this shard
    std::optional<std::uint64_t> workloads;   // those with a number below, of all shards
    std::optional<std::chrono::milliseconds> time;
    bool until_first = false;  // ends with the first failure
};

// One cause, as all workloads so far met it.
struct FoundFailure {
    MetFailure first;                     // times: in all
    std::uint64_t workloads = 0;          // that met it
    std::uint64_t executions_before = 0;  // until it was first met
};

enum class ExplorationEnd { budget, deadline, interrupted };

struct ExplorationState {
    std::uint64_t workloads = 0, executions = 0, cut_off = 0, shared = 0, contradictory = 0;
    std::vector<FoundFailure> found;  // in the order in which they were met
    CoverageCounts coverage;
    std::uint64_t last_workload = 0;  // the highest number
    ExplorationEnd end = ExplorationEnd::budget;

    // Those that had something to run.
    std::uint64_t samples() const { return workloads - contradictory; }
};

using NumberedReport = std::pair<std::uint64_t, WorkloadReport>;

class Exploration {
public:
    struct Options {
        unsigned workers = 1;
        unsigned workload_seconds_max = 120;  // thousands of times what one takes
        Shard shard = {};
        std::optional<std::chrono::steady_clock::time_point> deadline = {};
    };
    struct Callbacks {
        std::function<bool()> is_interrupted;
        std::function<void(const ExplorationState&)> on_progress;
        // Asked of a failure whose cause is new: whether it is the explored driver's own. Where it
        // says no, the failure counts as one that the reference shares, and the next of its cause
        // is asked about again. Empty: all are.
        std::function<bool(const MetFailure&)> is_own;
        // Workloads that count from now on, once each. Empty: nobody keeps them.
        std::function<void(const std::vector<NumberedReport>&)> keep;
    };

    Exploration(const Explored& explored, const Options& options)
        : explored_(explored), options_(options) {}

    // What was kept of earlier sessions: reports without their coverage, and the coverage of all of
    // them. All of it counts, whatever the budget. Before run().
    void know(std::map<std::uint64_t, WorkloadReport> kept, CoverageCounts coverage);
    ExplorationState run(const ExploreBudget& budget, const Callbacks& callbacks);

private:
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        WorkloadReport report;
        bool is_kept = false;
    };

    bool is_wanted(std::uint64_t number) const;
    std::optional<ExplorationEnd> reason_to_end() const;
    void hand_over(Pool& pool);
    void collect(Pool& pool);
    void count_ready();
    void count(std::uint64_t number, const Waiting& waiting);
    void add(std::uint64_t number, const WorkloadReport& report);
    void add(const MetFailure& met);
    bool is_own(const MetFailure& met);
    void keep_unkept();

    const Explored explored_;
    const Options options_;
    ExploreBudget budget_;
    Callbacks callbacks_;
    ExplorationState state_;
    Clock::time_point began_, kept_at_;
    std::map<std::uint64_t, Waiting> waiting_;  // for those with lower numbers
    std::uint64_t next_ = 0, next_order_ = 0;   // to count, to hand over
    std::optional<std::uint64_t> last_kept_;    // the highest of those that are known
    std::vector<NumberedReport> unkept_;
    std::map<std::string, std::uint64_t> shared_met_;  // by workloads, so far; by signature
};

}  // namespace xsksim
