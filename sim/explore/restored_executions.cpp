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

}  // namespace

RestoredExecutions::RestoredExecutions(const Scenario& scenario, const LoadedDriver& driver,
                                       std::uint64_t first_point, bool digest)
    : first_(first_point),
      leading_{first_point, nullptr},
      run_(scenario, {.driver = &driver,
                      .digest = digest,
                      .listeners = [this] { return hear_states(); },
                      .choice =
                          [this, &scenario](std::function<void()> pause) {
                              return std::make_unique<LedChoice>(make_seeded_choice(scenario.seed),
                                                                 leading_, std::move(pause));
                          }}),
      at_point_(first_point) {
    if (run_.go_on() != At::choice) throw SimulatorFault("no point of the driver is passed");
    run_.keep(kept_[first_]);
}

std::vector<std::unique_ptr<RunListener>> RestoredExecutions::hear_states() {
    auto states = std::make_unique<StateCoverage>();
    states_ = states.get();
    std::vector<std::unique_ptr<RunListener>> listeners;
    listeners.push_back(std::move(states));
    return listeners;
}

// Where nothing holds up, any point will do.
std::uint64_t RestoredExecutions::begin_of(const Schedule& schedule) const {
    return schedule.empty() ? first_ : schedule.front().point;
}

std::vector<std::size_t> RestoredExecutions::in_order_of_begin(
    const std::vector<Schedule>& schedules) const {
    std::vector<std::size_t> order(schedules.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return begin_of(schedules[i]); });
    return order;
}

std::vector<Executed> RestoredExecutions::run(const std::vector<Schedule>& schedules) {
    std::vector<Executed> all(schedules.size());
    for (const std::size_t i : in_order_of_begin(schedules)) {
        lead_to(begin_of(schedules[i]));
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
    if (kept_.size() < kept_max || before->first == first_) return kept_[point];
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
