// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/workers.hpp"

#include <memory>

#include "sim/sweep/point_runner.hpp"

namespace xsksim {
namespace {

constexpr unsigned waiting_max = 2;
constexpr unsigned tries_max = 3;

Pool::Options pool_options(const Workers::Options& options) {
    return {.workers = options.count,
            .waiting_max = waiting_max,
            .seconds_max = options.run_seconds_max,
            .tries_max = tries_max};
}

// What is slow to make, the runner, is made by each worker with its first run.
Pool::Work work_of(const Plan& plan, const std::string& driver_directory) {
    return [&plan, driver_directory,
            runner = std::shared_ptr<PointRunner>()](const PoolJob& job) mutable {
        if (!runner) runner = std::make_shared<PointRunner>(plan, driver_directory);
        return encode(runner->run(decode_order(job.text)));
    };
}

RunRow row_of_death(const JobEnd& end) {
    const RunOrder order = decode_order(end.job.text);
    RunRow row;
    row.run = order.run;
    row.point = order.point;
    row.seed = order.seed;
    row.searched = order.searched;
    row.verdict = end.how == JobEnd::How::out_of_time ? "out of time" : "crashed";
    row.reason =
        (end.how == JobEnd::How::died ? "the simulator died: " : std::string()) + end.problem;
    return row;
}

}  // namespace

Workers::Workers(const Plan& plan, const Options& options)
    : count_(options.count),
      pool_(pool_options(options), work_of(plan, options.driver_directory)) {}

std::vector<RunRow> Workers::collect(int wait_ms) {
    std::vector<RunRow> rows;
    for (const JobEnd& end : pool_.collect(wait_ms))
        rows.push_back(end.how == JobEnd::How::done ? decode_row(end.reply) : row_of_death(end));
    return rows;
}

}  // namespace xsksim
