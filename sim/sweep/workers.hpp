// SPDX-License-Identifier: GPL-2.0-only
// Worker processes that make runs of one sweep, one after another. A worker that dies costs the run
// it was making and never the sweep.
//
// A run that kills its worker, or takes longer than `run_seconds_max` of wall clock, becomes a row
// that says so. A worker that somebody else killed (SIGKILL, SIGTERM: a person, the kernel when
// memory runs out) is replaced and its run made again, up to tries_max times.
// Workers end with the process that made them, whatever ends it.
#pragma once

#include <string>
#include <vector>

#include "sim/jobs/pool.hpp"
#include "sim/sweep/plan.hpp"
#include "sim/sweep/run_row.hpp"

namespace xsksim {

class Workers {
public:
    struct Options {
        unsigned count = 1;  // at most
        std::string driver_directory;
        unsigned run_seconds_max = 300;
    };

    Workers(const Plan& plan, const Options& options);

    // How many more runs may be handed over now; some wait at their worker, so that it need not.
    std::size_t free_places() const { return pool_.free_places(); }
    std::size_t under_way() const { return pool_.under_way(); }
    std::size_t count() const { return count_; }
    void hand_over(const RunOrder& order) { pool_.hand_over({order.run, encode(order)}); }
    // Rows that are done, waiting for one up to `wait_ms`; fewer, or none, when a signal came.
    std::vector<RunRow> collect(int wait_ms);

private:
    std::size_t count_;
    Pool pool_;
};

}  // namespace xsksim
