// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/timed_steps.hpp"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "models/events.hpp"

namespace xsksim {

namespace {

using enum TimedAction;

bool is_about_power(const TimedStep& step) {
    return step.action == suspend || step.action == resume;
}

// Of a timed step.
Instant due(const TimedStep& step) { return step.at_time.value_or(Instant{}); }

}  // namespace

TimedSteps::TimedSteps(Guest guest, std::vector<TimedStep> steps)
    : guest_(std::move(guest)), steps_(std::move(steps)), progress_(steps_.size()) {
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (steps_[i].at.is_set())
            guest_.watch(steps_[i].at, [this, i] { pass(i); });
        else
            timed_.push_back(i);
    std::stable_sort(timed_.begin(), timed_.end(), [this](std::size_t a, std::size_t b) {
        return due(steps_[a]) < due(steps_[b]);
    });
}

void TimedSteps::start() {
    std::set<std::pair<CpuId, bool>> queues;
    for (const std::size_t i : timed_) queues.insert({steps_[i].cpu, is_about_power(steps_[i])});
    for (const auto& [cpu, power] : queues)
        guest_.tasks.spawn_task(cpu, power ? "pm" : "admin",
                                [this, cpu = cpu, power = power] { run_in_order(cpu, power); });
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (steps_[i].at.is_set())
            progress_[i].task = guest_.tasks.spawn_task(
                steps_[i].cpu, "admin" + std::to_string(i + 1), [this, i] { wait_and_take(i); });
}

// Runs in whatever context passes the place.
void TimedSteps::pass(std::size_t index) {
    Progress& progress = progress_[index];
    if (++progress.passed != steps_[index].hit) return;
    progress.due = guest_.engine.now() + steps_[index].after;
    if (progress.task != no_context) guest_.tasks.wake_task(progress.task);
}

void TimedSteps::wait_and_take(std::size_t index) {
    if (is_about_power(steps_[index])) guest_.tasks.never_freeze();
    while (guest_.engine.now() < progress_[index].due)
        guest_.tasks.sleep_until(progress_[index].due);
    take(index);
}

void TimedSteps::run_in_order(CpuId cpu, bool power) {
    if (power) guest_.tasks.never_freeze();
    for (const std::size_t i : timed_) {
        if (steps_[i].cpu != cpu || is_about_power(steps_[i]) != power) continue;
        if (guest_.engine.now() < due(steps_[i])) guest_.tasks.sleep_until(due(steps_[i]));
        take(i);
    }
}

void TimedSteps::take(std::size_t index) {
    const TimedStep& step = steps_[index];
    const Text text = guest_.trace.text(name_of(step.action));
    guest_.trace.emit(event::StepBegin{.text = text, .pair = step.pair, .step = index + 1});
    const int result = act(step);
    guest_.trace.emit(event::StepEnd{
        .text = text, .pair = step.pair, .result = CallResult::of(result), .step = index + 1});
    ++finished_;
}

int TimedSteps::act(const TimedStep& step) {
    switch (step.action) {
        case bind:
        case unbind:
        case kill_application:
            return act_on_socket(step);
        case interface_down:
            return guest_.admin.interface_down();
        case interface_up:
            return guest_.admin.interface_up();
        case xdp_load:
            return guest_.admin.set_program(step.program);
        case xdp_unload:
            return guest_.admin.set_program(std::nullopt);
        case tx_napi_on:
            return guest_.admin.set_tx_coalescing({.frames = 1});
        case tx_napi_off:
            return guest_.admin.set_tx_coalescing({.frames = 0});
        case coalesce:
            return guest_.admin.set_tx_coalescing(step.coalescing);
        case set_parameter:
            return guest_.machine.write_parameter(step.parameter, step.value);
        case device_remove:
            return guest_.machine.remove_device();
        case device_add:
            return guest_.machine.add_device();
        case device_reset:
            return guest_.machine.reset_device();
        case suspend:
            return guest_.machine.suspend();
        case resume:
            return guest_.machine.resume();
        case read_statistics:
            return guest_.admin.read_statistics();
    }
    return -EINVAL;
}

int TimedSteps::act_on_socket(const TimedStep& step) {
    if (step.action == kill_application) return guest_.kill_application_of(step.pair) ? 0 : -ENXIO;
    XskSocket* socket = guest_.socket_of(step.pair);
    if (socket == nullptr) return -ENXIO;
    return step.action == bind ? guest_.xsk.bind(*socket) : guest_.xsk.close(*socket);
}

}  // namespace xsksim
