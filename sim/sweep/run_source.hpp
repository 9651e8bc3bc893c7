// SPDX-License-Identifier: GPL-2.0-only
// Which runs are still to be made, and what follows from those that are done: a grid (grid.hpp) or
// a search (search.hpp). A source knows the runs that the store has already.
#pragma once

#include <optional>
#include <vector>

#include "sim/jobs/shard.hpp"
#include "sim/sweep/run_row.hpp"
#include "sim/sweep/store.hpp"

namespace xsksim {

class RunSource {
public:
    virtual ~RunSource() = default;
    // Nothing: none now. More may follow when runs that are under way are done.
    virtual std::optional<RunOrder> next() = 0;
    // Whether a row counts as good.
    virtual bool take(const RunRow& row) = 0;
    // Of searches that have ended since the last call.
    virtual std::vector<Boundary> boundaries() { return {}; }
    // For progress: runs known to be needed, and those of them that are done.
    virtual std::uint64_t wanted() const = 0;
    virtual std::uint64_t done() const = 0;
};

}  // namespace xsksim
