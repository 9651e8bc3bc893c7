// SPDX-License-Identifier: GPL-2.0-only
// Makes all jobs of a range of numbers in a pool. Jobs have no text: their number says all.
// What a callback throws ends the range; the pool's destructor ends what is under way.
#pragma once

#include <functional>

#include "sim/jobs/pool.hpp"

namespace xsksim {

struct JobRange {
    std::uint64_t first = 0;
    std::uint64_t end = 0;  // behind the last
};

// `on_end` is called once for each job, as they come.
void make_as_they_come(Pool& pool, JobRange range, const std::function<void(JobEnd)>& on_end);

// `on_end` is called once for each job in the order of their numbers, as soon as all earlier ones
// have ended; `on_progress`, with how many have ended, as they come.
void make_in_order(Pool& pool, JobRange range, const std::function<void(JobEnd)>& on_end,
                   const std::function<void(std::size_t done)>& on_progress);

}  // namespace xsksim
