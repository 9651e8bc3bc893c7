// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/exploration.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "sim/jobs/pool.hpp"

namespace xsksim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned waiting_max = 4;
constexpr unsigned tries_max = 3;
constexpr unsigned seconds_max = 120;  // of a workload: thousands of times what one takes
constexpr int look_every_ms = 100;

// What is slow to make, the search, is made by each worker with its first workload.
Pool::Work work_of(const Explored& explored) {
    return [explored, search = std::shared_ptr<WorkloadSearch>()](const PoolJob& job) mutable {
        if (!search) search = std::make_shared<WorkloadSearch>(explored);
        return encode(search->search(job.number));
    };
}

WorkloadReport report_of(const JobEnd& end) {
    if (end.how == JobEnd::How::done) return decode_workload_report(end.reply);
    WorkloadReport report;
    report.executions = 1;
    report.met.push_back(
        {simulator_died,
         end.how == JobEnd::How::out_of_time ? end.problem : "the simulator died: " + end.problem,
         end.job.number, 0, 1});
    return report;
}

}  // namespace

void Exploration::add(const WorkloadReport& report, const Callbacks& callbacks) {
    ++state_.workloads;
    state_.cut_off += report.cut_off;
    state_.shared += report.shared;
    state_.contradictory += report.contradictory;
    for (const MetFailure& met : report.met) {
        const auto same = [&](const FoundFailure& f) { return f.first.signature == met.signature; };
        const auto known = std::ranges::find_if(state_.found, same);
        if (known == state_.found.end() && callbacks.is_own && !callbacks.is_own(met)) {
            state_.shared += met.times;
        } else if (known == state_.found.end()) {
            state_.found.push_back({met, 1, state_.executions + met.schedule + 1});
        } else {
            ++known->workloads;
            known->first.times += met.times;
        }
    }
    state_.executions += report.executions;
}

ExplorationState Exploration::run(const ExploreBudget& budget, const Callbacks& callbacks) {
    Pool pool({.workers = workers_,
               .waiting_max = waiting_max,
               .seconds_max = seconds_max,
               .tries_max = tries_max},
              work_of(explored_));
    const auto began = Clock::now();
    const auto is_used_up = [&] {
        return (budget.executions && state_.executions >= *budget.executions) ||
               (budget.time && Clock::now() - began >= *budget.time) ||
               (budget.until_first && !state_.found.empty());
    };
    std::map<std::uint64_t, WorkloadReport> early;
    std::uint64_t next = 0;
    while (!is_used_up() && !state_.was_interrupted) {
        while (pool.free_places() > 0) pool.hand_over({next++, {}});
        for (const JobEnd& end : pool.collect(look_every_ms))
            early.emplace(end.job.number, report_of(end));
        for (auto it = early.begin();
             it != early.end() && it->first == state_.workloads && !is_used_up();
             it = early.erase(it))
            add(it->second, callbacks);
        callbacks.on_progress(state_);
        state_.was_interrupted = callbacks.is_interrupted();
    }
    return state_;
}

}  // namespace xsksim
