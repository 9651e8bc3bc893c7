// SPDX-License-Identifier: GPL-2.0-only
// Runs the jobs of a command in worker processes, several at a time, and hands their results over
// in the order of the jobs. Each has a process of its own: a driver that has spoilt its memory
// spoils no other run.
#pragma once

#include <functional>
#include <vector>

#include "sim/cli/job.hpp"

namespace xsksim::cli {

// `on_result` is called in job order as soon as all earlier ones are there; `on_progress` whenever
// one ends. A process that dies becomes a result with exit 4 that names the signal.
void run_in_processes(const std::vector<Job>& jobs, const JobOptions& options, unsigned at_once,
                      const std::function<void(const JobResult&)>& on_result,
                      const std::function<void(std::size_t done)>& on_progress);

// A line on the terminal, gone when all are done; nothing where stderr is none. For commands that
// print only at their end.
void show_progress(std::size_t done, std::size_t all);

}  // namespace xsksim::cli
