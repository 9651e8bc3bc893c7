// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/exploration.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

namespace xsksim {
namespace {

constexpr unsigned waiting_max = 4;
constexpr unsigned tries_max = 3;
constexpr int look_every_ms = 100;
// Reports of tiny workloads are kept together: a transaction each would cost more than they did.
constexpr std::chrono::milliseconds unkept_max{100};
// For what is under way when it is time to end.
constexpr std::chrono::seconds under_way_max{2};

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

void Exploration::know(std::map<std::uint64_t, WorkloadReport> kept, CoverageCounts coverage) {
    state_.coverage = std::move(coverage);
    if (!kept.empty()) last_kept_ = kept.rbegin()->first;
    for (auto& [number, report] : kept) waiting_[number] = {std::move(report), true};
}

ExplorationState Exploration::run(const ExploreBudget& budget, const Callbacks& callbacks) {
    Pool pool({.workers = options_.workers,
               .waiting_max = waiting_max,
               .seconds_max = options_.workload_seconds_max,
               .tries_max = tries_max},
              work_of(explored_));
    budget_ = budget;
    callbacks_ = callbacks;
    began_ = kept_at_ = Clock::now();
    next_ = next_order_ = options_.shard.index;
    std::optional<Clock::time_point> ending_since;
    count_ready();
    while (is_wanted(next_)) {
        if (const auto reason = reason_to_end(); reason && !ending_since) {
            state_.end = *reason;
            ending_since = Clock::now();
        }
        if (!ending_since) hand_over(pool);
        if (pool.under_way() == 0) break;
        if (ending_since && Clock::now() - *ending_since >= under_way_max) break;
        collect(pool);
        callbacks_.on_progress(state_);
    }
    // Asked to end when nothing was left is complete.
    if (!is_wanted(next_)) state_.end = ExplorationEnd::budget;
    for (const auto& [number, waiting] : waiting_)
        if (waiting.is_kept) count(number, waiting);
    keep_unkept();
    return std::move(state_);
}

// What is known counts whatever the budget says, and so does what comes before it.
bool Exploration::is_wanted(std::uint64_t number) const {
    if (last_kept_ && number <= *last_kept_) return true;
    return !(budget_.executions && state_.executions >= *budget_.executions) &&
           !(budget_.workloads && number >= *budget_.workloads) &&
           !(budget_.until_first && !state_.found.empty());
}

std::optional<ExplorationEnd> Exploration::reason_to_end() const {
    if (callbacks_.is_interrupted()) return ExplorationEnd::interrupted;
    const auto now = Clock::now();
    if (options_.deadline && now >= *options_.deadline) return ExplorationEnd::deadline;
    if (budget_.time && now - began_ >= *budget_.time) return ExplorationEnd::budget;
    return std::nullopt;
}

void Exploration::hand_over(Pool& pool) {
    while (pool.free_places() > 0 && is_wanted(next_order_)) {
        if (!waiting_.contains(next_order_)) pool.hand_over({next_order_, {}});
        next_order_ += options_.shard.count;
    }
}

void Exploration::collect(Pool& pool) {
    for (const JobEnd& end : pool.collect(look_every_ms))
        waiting_[end.job.number] = {report_of(end), false};
    count_ready();
    if (Clock::now() - kept_at_ >= unkept_max) keep_unkept();
}

void Exploration::count_ready() {
    for (auto it = waiting_.find(next_); it != waiting_.end() && is_wanted(next_);
         it = waiting_.find(next_)) {
        count(next_, it->second);
        waiting_.erase(it);
        next_ += options_.shard.count;
    }
}

void Exploration::count(std::uint64_t number, const Waiting& waiting) {
    add(number, waiting.report);
    if (!waiting.is_kept && callbacks_.keep) unkept_.emplace_back(number, waiting.report);
}

void Exploration::add(std::uint64_t number, const WorkloadReport& report) {
    ++state_.workloads;
    state_.last_workload = std::max(state_.last_workload, number);
    state_.cut_off += report.cut_off;
    state_.shared += report.shared;
    state_.contradictory += report.contradictory;
    for (const MetFailure& met : report.met) add(met);
    state_.executions += report.executions;
    state_.coverage.add(report.coverage, number);
}

void Exploration::add(const MetFailure& met) {
    const auto same = [&](const FoundFailure& f) { return f.first.signature == met.signature; };
    const auto known = std::ranges::find_if(state_.found, same);
    if (known != state_.found.end()) {
        ++known->workloads;
        known->first.times += met.times;
    } else if (!is_own(met)) {
        state_.shared += met.times;
    } else {
        state_.found.push_back({met, 1, state_.executions + met.schedule + 1});
    }
}

// An answer costs hundreds of runs. Of a cause that is somebody else's, the first few are asked
// about, then the sixteenth, the thirty-second and so on.
bool Exploration::is_own(const MetFailure& met) {
    if (!callbacks_.is_own) return true;
    constexpr std::uint64_t first_few = 8;
    const std::uint64_t times = ++shared_met_[met.signature];
    return (times <= first_few || std::has_single_bit(times)) && callbacks_.is_own(met);
}

void Exploration::keep_unkept() {
    if (!unkept_.empty()) callbacks_.keep(unkept_);
    unkept_.clear();
    kept_at_ = Clock::now();
}

}  // namespace xsksim
