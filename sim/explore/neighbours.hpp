// SPDX-License-Identifier: GPL-2.0-only
// The neighbours of a failure, tried with the driver under test and with the reference: the same
// document with times and rates that are up to a quarter off, with holds that are shorter, longer,
// earlier or later, and with jolts, short hold-ups anywhere. Where a tie counts, times stay and
// there are no jolts, as there would be other ties; it comes a little earlier or later.
// Owner: is_own_failure(). Costs one run, or two, a neighbour. No errors but the search's.
#pragma once

#include <cstdint>
#include <string>

#include "sim/explore/trials.hpp"

namespace xsksim {

class Neighbours {
public:
    Neighbours(WorkloadSearch& search, Trials& trials, std::string signature);

    // By a sequential sign test: the driver's failures outnumber three times the reference's by
    // twelve. No for what fails in fewer than one of eight neighbours.
    bool driver_leads(const Node& document);

private:
    struct Fails {
        bool with_driver, with_reference;
    };
    Fails of(const Node& document, int number);
    std::uint64_t points_of(const Node& document);

    const std::uint64_t seed_;
    std::uint64_t points_ = 0;  // of the document whose neighbours are tried
    Trials& trials_;
    const std::string signature_;
};

}  // namespace xsksim
