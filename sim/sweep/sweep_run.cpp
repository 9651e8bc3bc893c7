// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/sweep_run.hpp"

#include <algorithm>

#include "sim/sweep/grid.hpp"
#include "sim/sweep/search.hpp"
#include "sim/sweep/workers.hpp"

namespace xsksim {
namespace {

constexpr int wait_ms = 200;
// Rows of tiny runs are written together: a transaction each would cost as much as the run.
constexpr std::chrono::milliseconds unwritten_max{20};

std::unique_ptr<RunSource> source_of(const Plan& plan, const Shard& shard, const Store& store) {
    if (plan.sweep.find) return std::make_unique<Search>(plan, shard, store);
    return std::make_unique<Grid>(plan, shard, store);
}

class SweepLoop {
    using Clock = std::chrono::steady_clock;

public:
    SweepLoop(const Plan& plan, const SweepOptions& options, Store& store)
        : options_(options),
          store_(store),
          source_(source_of(plan, options.shard, store)),
          workers_(plan, worker_options(options, *source_)) {}

    SweepEnd run(const std::function<bool()>& is_interrupted,
                 const std::function<void(const SweepProgress&)>& on_progress) {
        std::optional<SweepEnd> early;
        for (;;) {
            if (!early) early = reason_to_end(is_interrupted);
            if (!early) hand_over();
            if (workers_.under_way() == 0) break;
            take(workers_.collect(unwritten_.empty() ? wait_ms
                                                     : static_cast<int>(unwritten_max.count())));
            if (!unwritten_.empty() && Clock::now() - unwritten_since_ >= unwritten_max) write();
            progress_.done = source_->done();
            progress_.wanted = source_->wanted();
            on_progress(progress_);
        }
        write();
        // Asked to end when nothing was left is complete.
        if (early && !source_->next()) early.reset();
        return early.value_or(SweepEnd::complete);
    }

private:
    // No more processes than runs.
    static Workers::Options worker_options(const SweepOptions& options, const RunSource& source) {
        const std::uint64_t left = source.wanted() - source.done();
        return {static_cast<unsigned>(std::clamp<std::uint64_t>(left, 1, options.jobs)),
                options.driver_directory, options.run_seconds_max};
    }

    std::optional<SweepEnd> reason_to_end(const std::function<bool()>& is_interrupted) const {
        if (is_interrupted()) return SweepEnd::interrupted;
        if (options_.deadline && std::chrono::steady_clock::now() >= *options_.deadline)
            return SweepEnd::deadline;
        return std::nullopt;
    }

    void hand_over() {
        while (workers_.free_places() > 0) {
            // Towards the end a run that waits at a busy worker is one that an idle one could make.
            const std::uint64_t left = source_->wanted() - source_->done();
            if (left < 8 * options_.jobs && workers_.under_way() >= workers_.count()) return;
            auto order = source_->next();
            if (!order) return;
            workers_.hand_over(std::move(*order));
        }
    }

    void take(std::vector<RunRow> rows) {
        if (unwritten_.empty()) unwritten_since_ = Clock::now();
        for (RunRow& row : rows) {
            good_.push_back(source_->take(row));
            ++progress_.verdicts[row.verdict];
            ++progress_.made;
            unwritten_.push_back(std::move(row));
        }
    }

    void write() {
        if (!unwritten_.empty()) store_.write(unwritten_, good_);
        unwritten_.clear();
        good_.clear();
        // After the runs that it follows from.
        for (const Boundary& boundary : source_->boundaries()) store_.write(boundary);
    }

    const SweepOptions& options_;
    Store& store_;
    std::unique_ptr<RunSource> source_;
    Workers workers_;
    SweepProgress progress_;
    std::vector<RunRow> unwritten_;
    std::vector<bool> good_;
    Clock::time_point unwritten_since_;
};

}  // namespace

SweepEnd run_sweep(const Plan& plan, const SweepOptions& options, Store& store,
                   const std::function<bool()>& is_interrupted,
                   const std::function<void(const SweepProgress&)>& on_progress) {
    SweepLoop loop(plan, options, store);
    return loop.run(is_interrupted, on_progress);
}

}  // namespace xsksim
