// SPDX-License-Identifier: GPL-2.0-only
// How far an execution has come along its schedule.
// Owner: its choice. What it follows outlives it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/explore/schedule.hpp"

namespace xsksim {

class ScheduleCursor {
public:
    // From its beginning; nullptr: none.
    void follow(const Schedule* schedule);

    // Where the next hold-up is; Choice::no_hold_up: nowhere.
    std::uint64_t next_point() const;
    // What is planned for the point; asked in the order of the points, of next_point() at least.
    std::optional<HoldUp> hold_up_at(std::uint64_t point);
    // Whether that tie of the execution, from 1, goes the other way.
    bool breaks(std::uint64_t tie) const;

private:
    void skip_ties();

    const Schedule* schedule_ = nullptr;
    std::size_t next_ = 0;             // hold-up
    std::vector<std::uint64_t> ties_;  // few
};

}  // namespace xsksim
