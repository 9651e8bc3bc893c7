// SPDX-License-Identifier: GPL-2.0-only
// Makes one run after another of one sweep. What is slow to make is kept between them: the base
// scenario's document, the driver objects. Runs on the native engine, a share of them again on the
// reference (sim/simulate/reference_share.hpp).
// Owner: a worker process, or a test.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/driver/loaded_driver.hpp"
#include "sim/run/figures.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/sweep/run_row.hpp"

namespace xsksim {

class PointRunner {
public:
    PointRunner(const Plan& plan, const std::string& driver_directory);

    // Never throws: what goes wrong is the row's verdict and reason.
    RunRow run(const RunOrder& order);

private:
    RunResult simulated(const Scenario& scenario, RunId run) const;
    const LoadedDriver& driver_of(const Scenario& scenario);
    void fill(const RunOrder& order, const RunResult& result, RunRow& row) const;

    ScenarioFile base_;
    std::vector<const Figure*> figures_;
    bool histograms_;
    SimulateOptions options_;
    std::map<std::string, LoadedDriver> drivers_;
};

}  // namespace xsksim
