// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/output_formats.hpp"

#include <nlohmann/json.hpp>

#include "sim/cli/build_report.hpp"
#include "sim/cli/calibration_table.hpp"
#include "sim/cli/comparison.hpp"
#include "sim/cli/driver_list.hpp"
#include "sim/cli/explore_json.hpp"
#include "sim/cli/findings_table.hpp"
#include "sim/cli/regress_matrix.hpp"
#include "sim/cli/review_report.hpp"
#include "sim/cli/run_json.hpp"
#include "sim/cli/scenario_list.hpp"
#include "sim/cli/sweep_outcome.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/sweep/plan.hpp"
#include "sim/trace/trace_file.hpp"
#include "sim/view/json/schema.hpp"
#include "sim/view/run/reports.hpp"
#include "sim/view/sweep/export.hpp"

namespace xsksim::cli {
namespace {

KnownFormat known(const OutputFormat& format, schema::Properties (*members)()) {
    return {format.name, format.about,
            [format, members] { return text_of(schema::document(format, members())); }};
}

}  // namespace

const std::vector<KnownFormat>& known_formats() {
    static const std::vector<KnownFormat> formats = {
        {"scenario", "A scenario file (where no other is named).", schema_json},
        {"sweep", "A sweep file.", sweep_schema_json},
        {"trace", "A row of a saved trace: `xsksim run --trace`.", trace_schema_json},
        known(verdict_format, verdict_schema),
        known(summary_format, summary_schema),
        known(runs_format, runs_schema),
        known(list_format, list_schema),
        known(comparison_format, comparison_schema),
        known(findings_format, findings_schema),
        known(review_format, review_schema),
        known(regress_format, regress_schema),
        known(calibration_format, calibration_schema),
        known(drivers_format, drivers_schema),
        known(driver_format, driver_schema),
        known(build_format, build_schema),
        known(sweep_outcome_format, sweep_outcome_schema),
        known(exploration_format, exploration_schema),
        known(export_format, export_schema)};
    return formats;
}

}  // namespace xsksim::cli
