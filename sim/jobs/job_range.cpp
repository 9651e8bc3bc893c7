// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/job_range.hpp"

#include <map>
#include <utility>

namespace xsksim {

void make_as_they_come(Pool& pool, JobRange range, const std::function<void(JobEnd)>& on_end) {
    std::uint64_t next = range.first;
    while (next < range.end || pool.under_way() > 0) {
        while (next < range.end && pool.free_places() > 0) pool.hand_over({next++, {}});
        for (JobEnd& end : pool.collect(-1)) on_end(std::move(end));
    }
}

void make_in_order(Pool& pool, JobRange range, const std::function<void(JobEnd)>& on_end,
                   const std::function<void(std::size_t done)>& on_progress) {
    std::map<std::uint64_t, JobEnd> early;
    std::uint64_t next = range.first;
    std::size_t done = 0;
    make_as_they_come(pool, range, [&](JobEnd end) {
        on_progress(++done);
        const std::uint64_t number = end.job.number;
        early.emplace(number, std::move(end));
        for (auto it = early.begin(); it != early.end() && it->first == next; ++next) {
            on_end(std::move(it->second));
            it = early.erase(it);
        }
    });
}

}  // namespace xsksim
