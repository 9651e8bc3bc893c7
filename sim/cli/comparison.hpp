// SPDX-License-Identifier: GPL-2.0-only
// One row of `xsksim compare`: a scenario with a driver, in the figures that decide between
// drivers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/job.hpp"
#include "sim/view/json/document.hpp"

namespace xsksim::cli {

struct ComparisonRow {
    std::string scenario, driver, verdict;
    std::optional<bool> as_expected;  // only with the scenario's own driver
    std::uint64_t packets = 0;        // on the wire, of kernel senders too
    double packets_per_second = 0;
    // Submission to the wire, and to the frame's return. Absent when no packet got there.
    std::optional<std::int64_t> wire_p50_ns, wire_p99_ns, reclaim_p50_ns, reclaim_p99_ns;
    // A packet; absent without packets. CPU: every guest context, with the application's.
    std::optional<double> kicks, interrupts, cpu_ns;
    std::vector<std::string> left_out;  // pointers of settings that the driver does not have
    std::string error;                  // instead of figures: bad input or a simulator fault
};

// `own_driver`: the one that the scenario names.
ComparisonRow comparison_row(const Job& job, const JobResult& result,
                             const std::string& own_driver);

std::string comparison_table(const std::vector<ComparisonRow>& rows);
std::string comparison_csv(const std::vector<ComparisonRow>& rows);
std::string comparison_json(const std::vector<ComparisonRow>& rows);

inline constexpr OutputFormat comparison_format = {
    "compare", 1, "Scenarios with several drivers: `xsksim compare --json`."};
schema::Properties comparison_schema();

}  // namespace xsksim::cli
