// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/goodness.hpp"

#include "sim/sweep/sweep_checks.hpp"

namespace xsksim {

Goodness::Goodness(const Plan& plan)
    : plan_(plan), expression_(plan.sweep.good, names_in_good(plan.sweep)) {}

bool Goodness::of(const RunRow& row, const std::vector<double>& reference) const {
    if (!row.was_judged()) return false;
    std::map<std::string, double> values = plan_.numbers_of(row.point);
    if (row.searched) values[plan_.sweep.find->axis] = *row.searched;
    for (const std::string& verdict : verdict_names) values[verdict] = row.verdict == verdict;
    for (std::size_t f = 0; f < plan_.figures.size(); ++f) {
        values[plan_.figures[f]] = row.figures[f];
        if (f < reference.size()) values["reference_" + plan_.figures[f]] = reference[f];
    }
    return expression_.holds(values);
}

}  // namespace xsksim
