// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/point_runner.hpp"

#include "sim/core/check.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/run/reason.hpp"
#include "sim/simulate/reference_share.hpp"

namespace xsksim {
namespace {

constexpr std::size_t findings_max = 16;

std::string joined(const std::vector<Code>& codes) {
    std::string names;
    for (const Code code : codes) names += (names.empty() ? "" : " ") + std::string(name_of(code));
    return names;
}

}  // namespace

PointRunner::PointRunner(const Plan& plan, const std::string& driver_directory)
    : base_(plan.sweep.base), histograms_(plan.sweep.histograms) {
    for (const std::string& name : plan.figures) figures_.push_back(find_figure_of_column(name));
    options_.engine = EngineKind::native;
    options_.driver_directory = driver_directory;
}

RunRow PointRunner::run(const RunOrder& order) {
    RunRow row;
    row.run = order.run;
    row.point = order.point;
    row.seed = order.seed;
    row.searched = order.searched;
    try {
        Scenario scenario = base_.with(order.settings);
        scenario.seed = order.seed;
        options_.driver = &driver_of(scenario);
        fill(order, simulated(scenario, order.run), row);
    } catch (const SimulatorFault& error) {
        row.verdict = "simulator fault";
        row.reason = error.what();
    } catch (const std::exception& error) {  // BadInput, or a driver that cannot be loaded
        row.verdict = "bad input";
        row.reason = error.what();
    }
    return row;
}

RunResult PointRunner::simulated(const Scenario& scenario, RunId run) const {
    if (!is_repeated_on_reference(run)) return simulate(scenario, options_);
    DigestListener digest;
    RunResult result = simulate(scenario, options_, {&digest});
    repeat_on_reference(scenario, options_, result);
    return result;
}

const LoadedDriver& PointRunner::driver_of(const Scenario& scenario) {
    const std::string& name = scenario.driver.name;
    const auto known = drivers_.find(name);
    if (known != drivers_.end()) return known->second;
    return drivers_.emplace(name, load_driver(name, options_.driver_directory, scenario.name))
        .first->second;
}

void PointRunner::fill(const RunOrder& order, const RunResult& result, RunRow& row) const {
    row.verdict = word_of(result.outcome);
    const Reason reason = reason_of(result);
    row.reason = reason.text;
    row.codes = joined(reason.codes);
    for (const Figure* figure : figures_) row.figures.push_back(figure->value(result));
    // Notes are the same in nearly every run, and cost more than a tiny one.
    for (const Violation& violation : result.violations)
        if (!violation.is_note && row.findings.size() < findings_max)
            row.findings.push_back({std::string(name_of(violation.code)), violation.check,
                                    violation.message, violation.at.ns});
    if (histograms_) {
        row.histograms.push_back({"submit_to_wire", result.summary.submit_to_wire.bins});
        row.histograms.push_back({"submit_to_reclaim", result.summary.submit_to_reclaim.bins});
    }
    if (order.wants_explanation && result.explanation) row.explanation = result.explanation->text();
}

}  // namespace xsksim
