// SPDX-License-Identifier: GPL-2.0-only
// Searches one workload after another: first it runs undisturbed, then under schedules that hold
// contexts up. Owner: a worker process, or a test. What a workload's report says hangs on its
// number alone, not on which process made it, nor when.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/executor.hpp"
#include "sim/explore/explored.hpp"
#include "sim/explore/failure.hpp"

namespace xsksim {

// Instead of a signature: the simulator died in the workload.
inline constexpr const char* simulator_died = "simulator_died";

// One cause, as one workload met it.
struct MetFailure {
    std::string signature;
    std::string words;
    std::uint64_t workload = 0;
    std::uint64_t schedule = 0;  // the first that met it
    std::uint64_t times = 0;
};

struct WorkloadReport {
    std::uint64_t executions = 0;
    std::uint64_t cut_off = 0;        // by a bound, without an answer
    std::uint64_t shared = 0;         // failures that are excepted, or the reference has, too
    std::uint64_t contradictory = 0;  // 1: what was drawn does not go together, nothing was run
    std::vector<MetFailure> met;
    Coverage coverage;  // of all its executions
};

class WorkloadSearch {
public:
    // Throws BadInput for the file, the user's changes and what is drawn.
    explicit WorkloadSearch(const Explored& explored);

    WorkloadReport search(std::uint64_t workload);

    // What a workload draws, on top of the explored file and --set.
    std::vector<Override> settings_of(std::uint64_t workload);
    Scenario scenario_with(std::vector<Override> settings) const;
    // The schedule of a workload with this number, at least 1, as search() runs it.
    Schedule schedule_of(std::uint64_t workload, std::uint64_t schedule);
    const Explored& explored() const { return explored_; }
    Executor& executor() { return executor_; }

private:
    // The driver under test has no such parameter: what is drawn for it is left out.
    bool is_anothers_parameter(const Override& drawn);
    void add_faults(std::uint64_t workload, std::vector<Override>& settings) const;
    void add_times(std::uint64_t workload, std::vector<Override>& settings);
    std::optional<RunResult> run_undisturbed(const Scenario& scenario, PointMap& points,
                                             WorkloadReport& report);
    void note(const RunResult& result, const std::vector<Override>& settings,
              const Schedule& schedule, MetFailure at, WorkloadReport& report);
    bool is_excepted(const std::string& signature) const;
    bool is_shared(const std::vector<Override>& settings, const Schedule& schedule,
                   const MetFailure& at);
    bool reference_fails(const std::vector<Override>& settings, const Schedule& schedule,
                         const MetFailure& at);

    const Explored explored_;
    ScenarioFile file_;
    ExploreOptions options_;
    Executor executor_;
    std::optional<Scenario> undrawn_;    // as the file and --set have it, once somebody asks
    std::map<std::string, int> shared_;  // with the reference, in this workload; by signature
};

// For the way from a worker.
std::string encode(const WorkloadReport& report);
WorkloadReport decode_workload_report(const std::string& bytes);

}  // namespace xsksim
