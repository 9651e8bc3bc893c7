// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/timed_steps.hpp"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "models/events.hpp"

namespace xsksim {

namespace {

std::string_view name_of(TimedSteps::Action action) {
    switch (action) {
        case TimedSteps::Action::bind:
            return "bind";
        case TimedSteps::Action::unbind:
            return "unbind";
        case TimedSteps::Action::interface_down:
            return "interface_down";
        case TimedSteps::Action::interface_up:
            return "interface_up";
        case TimedSteps::Action::read_statistics:
            return "read_statistics";
    }
    return "unknown";
}

}  // namespace

TimedSteps::TimedSteps(Guest guest, std::vector<Step> steps)
    : guest_(std::move(guest)), steps_(std::move(steps)) {
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const Step& a, const Step& b) { return a.at < b.at; });
}

void TimedSteps::start() {
    std::set<CpuId> cpus;
    for (const Step& step : steps_) cpus.insert(step.cpu);
    for (const CpuId cpu : cpus) guest_.tasks.spawn_task(cpu, "admin", [this, cpu] { run(cpu); });
}

void TimedSteps::run(CpuId cpu) {
    for (const Step& step : steps_) {
        if (step.cpu != cpu) continue;
        if (guest_.engine.now() < step.at) guest_.tasks.sleep_until(step.at);
        take(step);
    }
}

void TimedSteps::take(const Step& step) {
    const std::uint64_t text = guest_.trace.text(name_of(step.action));
    guest_.trace.emit(EventKind::step_begin, text, step.pair);
    const int result = act(step);
    guest_.trace.emit(EventKind::step_end, text, step.pair, static_cast<std::uint64_t>(-result));
    ++finished_;
}

int TimedSteps::act(const Step& step) {
    if (step.action == Action::interface_up) return guest_.admin.interface_up();
    if (step.action == Action::interface_down) return guest_.admin.interface_down();
    if (step.action == Action::read_statistics) return guest_.admin.read_statistics();
    XskSocket* socket = guest_.socket_of(step.pair);
    if (socket == nullptr) return -ENXIO;
    return step.action == Action::bind ? guest_.xsk.bind(*socket) : guest_.xsk.close(*socket);
}

}  // namespace xsksim
