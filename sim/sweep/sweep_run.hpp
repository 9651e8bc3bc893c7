// SPDX-License-Identifier: GPL-2.0-only
// Makes the runs of a sweep that its store does not have yet.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "sim/sweep/plan.hpp"
#include "sim/sweep/run_source.hpp"
#include "sim/sweep/store.hpp"

namespace xsksim {

struct SweepOptions {
    unsigned jobs = 1;
    unsigned run_seconds_max = 300;
    std::string driver_directory;
    Shard shard;
    std::optional<std::chrono::steady_clock::time_point> deadline;
};

struct SweepProgress {
    std::uint64_t done = 0, wanted = 0;  // of this shard; those of earlier sessions count as done
    std::uint64_t made = 0;              // now
    std::map<std::string, std::uint64_t> verdicts;  // of those made now
};

enum class SweepEnd { complete, interrupted, deadline };

// `is_interrupted` is asked, and `on_progress` called, several times a second. Runs that are under
// way are finished and written before it returns.
SweepEnd run_sweep(const Plan& plan, const SweepOptions& options, Store& store,
                   const std::function<bool()>& is_interrupted,
                   const std::function<void(const SweepProgress&)>& on_progress);

}  // namespace xsksim
