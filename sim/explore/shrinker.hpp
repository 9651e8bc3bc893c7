// SPDX-License-Identifier: GPL-2.0-only
// Makes a counterexample small: leaves out what it fails without, and takes the smallest numbers it
// fails with. Each try is a run; what fails for another cause does not count.
// Order: hold-ups, then what the workload drew, then its numbers, then the lengths of the hold-ups;
// again until nothing that is left can be left out.
#pragma once

#include "sim/explore/counterexample.hpp"

namespace xsksim {

class Shrinker {
public:
    // `kept`: so many of the first settings are the user's and stay.
    Shrinker(WorkloadSearch& search, Counterexample& found, std::size_t kept,
             std::uint64_t runs_max)
        : search_(search),
          found_(found),
          signature_(found.failure.signature()),
          kept_(kept),
          runs_max_(runs_max) {}

    void shrink();
    // Whether the candidate fails for the same cause.
    bool still_fails(const Counterexample& candidate);

private:
    bool take_if_it_fails(Counterexample candidate);
    bool leave_out_holds();
    bool leave_out_settings();
    bool lower_numbers();
    bool simplify_holds();
    bool lower(std::size_t setting);
    bool simplify(std::size_t hold);

    WorkloadSearch& search_;
    Counterexample& found_;
    const std::string signature_;
    const std::size_t kept_;
    const std::uint64_t runs_max_;
};

}  // namespace xsksim
