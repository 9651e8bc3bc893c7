// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/restored_executions.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/check.hpp"
#include "sim/explore/led_choice.hpp"
#include "sim/explore/state_coverage.hpp"
#include "sim/simulate/rewindable_run.hpp"

namespace xsksim {
namespace {

using At = RewindableRun::At;

std::uint64_t first_point(const Schedule& schedule) {
    return schedule.empty() ? Choice::no_hold_up : schedule.front().point;
}

// By where they first hold up; those that never do come last.
std::vector<std::size_t> in_order_of_first_points(const std::vector<Schedule>& schedules) {
    std::vector<std::size_t> order(schedules.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return first_point(schedules[i]); });
    return order;
}

class LedRun {
public:
    LedRun(const Scenario& scenario, const LoadedDriver& driver, std::uint64_t first_pause,
           bool digest)
        : leading_{first_pause, nullptr},
          run_(scenario, {.driver = &driver,
                          .digest = digest,
                          .listeners = [this] { return hear_states(); },
                          .choice =
                              [this, &scenario](std::function<void()> pause) {
                                  return std::make_unique<LedChoice>(
                                      make_seeded_choice(scenario.seed), leading_,
                                      std::move(pause));
                              }}) {}

    // Goes on undisturbed until there. The points asked for never fall.
    bool lead_to(std::uint64_t point) {
        if (point == Choice::no_hold_up || point == at_point_) return true;
        be_here();
        leading_ = {point, nullptr};
        if (run_.go_on() != At::choice) return false;
        run_.keep(kept_);
        here_ = &kept_;
        at_point_ = point;
        return true;
    }
    // From there to the end.
    std::optional<Executed> follow(const Schedule& schedule) {
        be_here();
        leading_ = {Choice::no_hold_up, schedule.empty() ? nullptr : &schedule};
        is_here_ = false;
        if (run_.go_on() != At::end) return std::nullopt;
        return Executed{run_.result(), states_->coverage()};
    }

private:
    std::vector<std::unique_ptr<RunListener>> hear_states() {
        auto states = std::make_unique<StateCoverage>();
        states_ = states.get();
        std::vector<std::unique_ptr<RunListener>> listeners;
        listeners.push_back(std::move(states));
        return listeners;
    }
    void be_here() {
        if (!is_here_) run_.take_back(*here_);
        is_here_ = true;
    }

    Leading leading_;
    const StateCoverage* states_ = nullptr;  // in the world
    RewindableRun run_;
    RewindableRun::Kept kept_;
    const RewindableRun::Kept* here_ = &run_.start();
    bool is_here_ = true;
    std::uint64_t at_point_ = Choice::no_hold_up;
};

std::optional<std::vector<Executed>> run_led(const Scenario& scenario, const LoadedDriver& driver,
                                             const std::vector<Schedule>& schedules, bool digest) {
    const std::vector<std::size_t> order = in_order_of_first_points(schedules);
    LedRun run(scenario, driver, first_point(schedules[order.front()]), digest);
    std::vector<Executed> all(schedules.size());
    for (const std::size_t i : order) {
        if (!run.lead_to(first_point(schedules[i]))) return std::nullopt;
        auto executed = run.follow(schedules[i]);
        if (!executed) return std::nullopt;
        all[i] = std::move(*executed);
    }
    return all;
}

}  // namespace

std::optional<std::vector<Executed>> run_restored(const Scenario& scenario,
                                                  const LoadedDriver& driver,
                                                  const std::vector<Schedule>& schedules,
                                                  bool digest) {
    if (!RewindableRun::is_supported) return std::nullopt;
    if (schedules.empty()) return std::vector<Executed>{};
    try {
        return run_led(scenario, driver, schedules, digest);
    } catch (const SimulatorFault&) {
        return std::nullopt;
    }
}

}  // namespace xsksim
