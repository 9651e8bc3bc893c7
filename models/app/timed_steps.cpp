// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/timed_steps.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include "models/events.hpp"

namespace xsksim {

namespace {

using Action = TimedSteps::Action;

constexpr std::array<std::string_view, 16> action_names = {
    "bind",         "unbind",      "kill_application", "interface_down",
    "interface_up", "xdp_load",    "xdp_unload",       "set_parameter",
    "tx_napi_on",   "tx_napi_off", "device_remove",    "device_add",
    "device_reset", "suspend",     "resume",           "read_statistics"};
static_assert(action_names.size() == static_cast<std::size_t>(Action::read_statistics) + 1);

bool is_about_power(const TimedSteps::Step& step) {
    return step.action == Action::suspend || step.action == Action::resume;
}

}  // namespace

TimedSteps::TimedSteps(Guest guest, std::vector<Step> steps)
    : guest_(std::move(guest)), steps_(std::move(steps)), progress_(steps_.size()) {
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (steps_[i].watch)
            steps_[i].watch([this, i] { pass(i); });
        else
            timed_.push_back(i);
    std::stable_sort(timed_.begin(), timed_.end(),
                     [this](std::size_t a, std::size_t b) { return steps_[a].at < steps_[b].at; });
}

void TimedSteps::start() {
    std::set<std::pair<CpuId, bool>> queues;
    for (const std::size_t i : timed_) queues.insert({steps_[i].cpu, is_about_power(steps_[i])});
    for (const auto& [cpu, power] : queues)
        guest_.tasks.spawn_task(cpu, power ? "pm" : "admin",
                                [this, cpu = cpu, power = power] { run_in_order(cpu, power); });
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (steps_[i].watch)
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
        if (guest_.engine.now() < steps_[i].at) guest_.tasks.sleep_until(steps_[i].at);
        take(i);
    }
}

void TimedSteps::take(std::size_t index) {
    const Step& step = steps_[index];
    const Text text = guest_.trace.text(action_names[static_cast<std::size_t>(step.action)]);
    guest_.trace.emit(event::StepBegin{.text = text, .pair = step.pair, .step = index + 1});
    const int result = act(step);
    guest_.trace.emit(event::StepEnd{
        .text = text, .pair = step.pair, .result = CallResult::of(result), .step = index + 1});
    ++finished_;
}

int TimedSteps::act(const Step& step) {
    switch (step.action) {
        case Action::bind:
        case Action::unbind:
        case Action::kill_application:
            return act_on_socket(step);
        case Action::interface_down:
            return guest_.admin.interface_down();
        case Action::interface_up:
            return guest_.admin.interface_up();
        case Action::xdp_load:
            return guest_.admin.set_program(step.program);
        case Action::xdp_unload:
            return guest_.admin.set_program(std::nullopt);
        case Action::tx_napi_on:
        case Action::tx_napi_off:
            return guest_.admin.set_tx_napi(step.action == Action::tx_napi_on);
        case Action::set_parameter:
            return guest_.machine.write_parameter(step.parameter, step.value);
        case Action::device_remove:
            return guest_.machine.remove_device();
        case Action::device_add:
            return guest_.machine.add_device();
        case Action::device_reset:
            return guest_.machine.reset_device();
        case Action::suspend:
            return guest_.machine.suspend();
        case Action::resume:
            return guest_.machine.resume();
        case Action::read_statistics:
            return guest_.admin.read_statistics();
    }
    return -EINVAL;
}

int TimedSteps::act_on_socket(const Step& step) {
    if (step.action == Action::kill_application)
        return guest_.kill_application_of(step.pair) ? 0 : -ENXIO;
    XskSocket* socket = guest_.socket_of(step.pair);
    if (socket == nullptr) return -ENXIO;
    return step.action == Action::bind ? guest_.xsk.bind(*socket) : guest_.xsk.close(*socket);
}

}  // namespace xsksim
