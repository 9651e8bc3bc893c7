// SPDX-License-Identifier: GPL-2.0-only
// Executions of one scenario under many schedules, of which each begins where it first differs from
// the undisturbed one: the world is made and booted once, its undisturbed run goes from one first
// hold-up to the next, and is taken back there for every schedule that begins there. The results
// are those of runs from the start, without figures.
// Owner: none. Errors: nothing where worlds cannot be taken back (RewindableRun), or this one could
// not be made or ended with a fault: runs from the start say why.
#pragma once

#include <optional>
#include <vector>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/executed.hpp"
#include "sim/explore/schedule.hpp"

namespace xsksim {

// In the order of the schedules. `digest`: of every event, in each result.
std::optional<std::vector<Executed>> run_restored(const Scenario& scenario,
                                                  const LoadedDriver& driver,
                                                  const std::vector<Schedule>& schedules,
                                                  bool digest);

}  // namespace xsksim
