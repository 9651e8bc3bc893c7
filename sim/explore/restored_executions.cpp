// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/restored_executions.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

using At = RewindableRun::At;

// Each is a copy of the pages that a run writes.
constexpr std::size_t kept_max = 4;

// Where nothing holds up, any point will do.
std::uint64_t first_point(const Schedule& schedule) {
    return schedule.empty() ? 0 : schedule.front().point;
}

std::vector<std::size_t> in_order_of_first_points(const std::vector<Schedule>& schedules) {
    std::vector<std::size_t> order(schedules.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return first_point(schedules[i]); });
    return order;
}

}  // namespace

RestoredExecutions::RestoredExecutions(const Scenario& scenario, const LoadedDriver& driver,
                                       bool digest)
    : leading_{0, nullptr},
      run_(scenario, {.driver = &driver,
                      .digest = digest,
                      .listeners = [this] { return hear_states(); },
                      .choice =
                          [this, &scenario](std::function<void()> pause) {
                              return std::make_unique<LedChoice>(make_seeded_choice(scenario.seed),
                                                                 leading_, std::move(pause));
                          }}) {
    if (run_.go_on() != At::choice) throw SimulatorFault("no point of the driver is passed");
    run_.keep(kept_[0]);
}

std::vector<std::unique_ptr<RunListener>> RestoredExecutions::hear_states() {
    auto states = std::make_unique<StateCoverage>();
    states_ = states.get();
    std::vector<std::unique_ptr<RunListener>> listeners;
    listeners.push_back(std::move(states));
    return listeners;
}

std::vector<Executed> RestoredExecutions::run(const std::vector<Schedule>& schedules) {
    std::vector<Executed> all(schedules.size());
    for (const std::size_t i : in_order_of_first_points(schedules)) {
        lead_to(first_point(schedules[i]));
        all[i] = follow(schedules[i]);
    }
    return all;
}

void RestoredExecutions::be_at(std::uint64_t point) {
    if (is_undisturbed_ && at_point_ == point) return;
    run_.take_back(kept_.at(point));
    at_point_ = point;
    is_undisturbed_ = true;
}

// From the last that is kept before it.
void RestoredExecutions::lead_to(std::uint64_t point) {
    const auto before = std::prev(kept_.upper_bound(point));
    be_at(before->first);
    if (before->first == point) return;
    leading_ = {point, nullptr};
    if (run_.go_on() != At::choice) throw SimulatorFault("an execution has no such point");
    at_point_ = point;
    run_.keep(place_for(point));
}

// When there are many, the one before gives its place to this: those that come next in a round lie
// behind it.
RewindableRun::Kept& RestoredExecutions::place_for(std::uint64_t point) {
    const auto before = std::prev(kept_.lower_bound(point));
    if (kept_.size() < kept_max || before->first == 0) return kept_[point];
    auto moved = kept_.extract(before);
    moved.key() = point;
    return kept_.insert(std::move(moved)).position->second;
}

Executed RestoredExecutions::follow(const Schedule& schedule) {
    leading_ = {Choice::no_hold_up, schedule.empty() ? nullptr : &schedule};
    is_undisturbed_ = false;
    if (run_.go_on() != At::end) throw SimulatorFault(run_.fault());
    return {run_.result(), states_->coverage()};
}

}  // namespace xsksim
