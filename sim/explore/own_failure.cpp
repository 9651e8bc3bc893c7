// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/own_failure.hpp"

#include "sim/explore/named_failure.hpp"
#include "sim/explore/neighbours.hpp"

namespace xsksim {
namespace {

// What needs more of them has no name that could be tried in a reasonable time.
constexpr std::size_t hold_ups_max = 12;
constexpr std::uint64_t fewer_tried = 48;  // runs: enough for a few of some hundred hold-ups
constexpr std::uint64_t namings_max = 24;  // runs, of which most answer in the first few

}  // namespace

bool is_own_failure(WorkloadSearch& search, const MetFailure& met) {
    const NamedFailure failed(search, met, fewer_tried);
    if (failed.hold_ups() > hold_ups_max) return false;
    Trials trials(search, met.signature, Trials::Reference::must_pass, namings_max);
    const auto document = failed.named(trials);
    if (!document) return false;
    trials.keep_short(*document);
    Neighbours neighbours(search, trials, met.signature);
    if (!neighbours.driver_leads(*document)) return false;
    const auto its_failure = neighbours.failure_of_reference(*document);
    return !its_failure || !neighbours.reference_leads(*its_failure);
}

}  // namespace xsksim
