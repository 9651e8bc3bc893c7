// SPDX-License-Identifier: GPL-2.0-only
// Makes executions: one scenario under one schedule. What is slow to make is kept between them: the
// drivers. Owner: whoever explores, one a process.
#pragma once

#include <map>
#include <string>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/schedule.hpp"
#include "sim/run/run.hpp"

namespace xsksim {

class Executor {
public:
    explicit Executor(std::string driver_directory)
        : driver_directory_(std::move(driver_directory)) {}

    // Throws what run() does.
    RunResult run(const Scenario& scenario, const Schedule& schedule,
                  const RunListeners& listeners = {});

private:
    const LoadedDriver& driver_of(const Scenario& scenario);

    std::string driver_directory_;
    std::map<std::string, LoadedDriver> drivers_;
};

}  // namespace xsksim
