// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/own_failure.hpp"

#include <algorithm>
#include <utility>

#include "sim/explore/named_failure.hpp"
#include "sim/explore/neighbours.hpp"

namespace xsksim {
namespace {

// What needs more of them has no name that could be tried in a reasonable time.
constexpr std::size_t hold_ups_max = 12;
constexpr std::uint64_t fewer_tried = 48;  // runs: enough for a few of some hundred hold-ups
constexpr std::uint64_t namings_max = 24;  // runs, of which most answer in the first few
// Twenty times as many as the driver had; fewer where they pass very many points (SchedulePlan).
constexpr std::uint64_t schedules_of_reference = 300;

// The reference explored in the workload as the driver was, for longer, in which it may come to the
// same failure at times and places of its own.
bool reference_comes_to_it(const WorkloadSearch& search, const MetFailure& met) {
    Explored explored = search.explored();
    explored.driver = std::exchange(explored.reference, {});
    explored.mutation.clear();
    explored.schedules = schedules_of_reference;
    const WorkloadReport report = WorkloadSearch(explored).search(met.workload);
    return std::ranges::find(report.met, met.signature, &MetFailure::signature) != report.met.end();
}

}  // namespace

bool is_own_failure(WorkloadSearch& search, const MetFailure& met) {
    const NamedFailure failed(search, met, fewer_tried);
    if (failed.hold_ups() > hold_ups_max) return false;
    Trials trials(search, met.signature, Trials::Reference::must_pass, namings_max);
    const auto document = failed.named(trials);
    if (!document) return false;
    trials.keep_short(*document);
    return Neighbours(search, trials, met.signature).driver_leads(*document) &&
           !reference_comes_to_it(search, met);
}

}  // namespace xsksim
