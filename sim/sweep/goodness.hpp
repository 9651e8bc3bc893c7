// SPDX-License-Identifier: GPL-2.0-only
// Whether a run is good, as the sweep's expression says. A run that was not judged never is.
#pragma once

#include "sim/core/formula.hpp"
#include "sim/sweep/run_row.hpp"

namespace xsksim {

class Goodness {
public:
    explicit Goodness(const Plan& plan);
    // `reference`: figures at the end of the range that a search measures against.
    bool of(const RunRow& row, const std::vector<double>& reference = {}) const;

private:
    const Plan& plan_;
    Formula expression_;
};

}  // namespace xsksim
