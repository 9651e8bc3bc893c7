// SPDX-License-Identifier: GPL-2.0-only
// Executions of one scenario under many schedules, of which each begins where it first differs from
// the undisturbed one: the world is made and booted once, its undisturbed run goes from one first
// hold-up to the next, and is taken back there for every schedule that begins there. The results
// are those of runs from the start, without figures.
// Schedules come in rounds. What a round has kept of the undisturbed run the next begins at: it
// makes no more of it than lies between there and its own first hold-ups.
// Owner: who runs a workload. While it lives there is no other run (RewindableRun). Errors:
// SimulatorFault where a world cannot be made, passes no point of the driver, or ends with a fault:
// runs from the start say why.
#pragma once

#include <map>
#include <vector>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/executed.hpp"
#include "sim/explore/led_choice.hpp"
#include "sim/explore/schedule.hpp"
#include "sim/explore/state_coverage.hpp"
#include "sim/simulate/rewindable_run.hpp"

namespace xsksim {

class RestoredExecutions {
public:
    static constexpr bool are_supported = RewindableRun::is_supported;

    // `first_point`: no schedule begins before it. `digest`: of every event, in each result. What
    // is referred to outlives it.
    RestoredExecutions(const Scenario& scenario, const LoadedDriver& driver,
                       std::uint64_t first_point, bool digest);
    RestoredExecutions(const RestoredExecutions&) = delete;
    RestoredExecutions& operator=(const RestoredExecutions&) = delete;

    // In the order of the schedules.
    std::vector<Executed> run(const std::vector<Schedule>& schedules);

private:
    std::vector<std::unique_ptr<RunListener>> hear_states();
    std::uint64_t begin_of(const Schedule& schedule) const;
    std::vector<std::size_t> in_order_of_begin(const std::vector<Schedule>& schedules) const;
    void be_at(std::uint64_t point);
    void lead_to(std::uint64_t point);
    RewindableRun::Kept& place_for(std::uint64_t point);
    Executed follow(const Schedule& schedule);

    const std::uint64_t first_;
    Leading leading_;
    const StateCoverage* states_ = nullptr;  // in the world
    RewindableRun run_;
    // Of the undisturbed run, by the point of the driver where it pauses. The first is first_.
    std::map<std::uint64_t, RewindableRun::Kept> kept_;
    std::uint64_t at_point_;  // where the run is, unless it follows a schedule
    bool is_undisturbed_ = true;
};

}  // namespace xsksim
