// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/batch.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "sim/jobs/job_range.hpp"

namespace xsksim::cli {
namespace {

JobResult result_of(const Job& job, const JobEnd& end) {
    if (end.how == JobEnd::How::done) return decode(end.reply);
    JobResult result;
    result.name = job.file;
    result.seed = job.seed.value_or(0);
    result.outcome = "simulator fault";
    result.text = fmt::format("{}: the simulator died: {}\n", job.file, end.problem);
    return result;
}

}  // namespace

void run_in_processes(const std::vector<Job>& jobs, const JobOptions& options, unsigned at_once,
                      const std::function<void(const JobResult&)>& on_result,
                      const std::function<void(std::size_t done)>& on_progress) {
    Pool pool({.workers = at_once, .fresh_process = true},
              [&](const PoolJob& job) { return encode(run_job(jobs[job.number], options)); });
    make_in_order(
        pool, {0, jobs.size()},
        [&](const JobEnd& end) { on_result(result_of(jobs[end.job.number], end)); }, on_progress);
}

void show_progress(std::size_t done, std::size_t all) {
    if (!::isatty(STDERR_FILENO)) return;
    fmt::print(stderr, "\r{}",
               done == all ? "\x1b[K" : fmt::format("{} of {} runs done", done, all));
    std::fflush(stderr);
}

}  // namespace xsksim::cli
