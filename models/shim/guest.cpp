// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/guest.hpp"

#include <filesystem>
#include <limits>

#include "models/shim/access_state.hpp"

namespace xsksim {

namespace {

std::int64_t value_of(const xs_param& parameter) {
    if (parameter.type == xs_param::XS_PARAM_BOOL) return *static_cast<bool*>(parameter.value);
    return *static_cast<int*>(parameter.value);
}

std::string known_names(const std::vector<xs_param>& parameters) {
    std::string names;
    for (const xs_param& parameter : parameters) {
        if (!names.empty()) names += ", ";
        names += parameter.name;
    }
    return names.empty() ? "none" : names;
}

}  // namespace

std::optional<std::string> Guest::set_parameter(std::string_view name, std::int64_t value) {
    const DriverObject& driver = shim_.world().driver;
    const std::vector<xs_param>& parameters = driver.parameters();
    for (const xs_param& parameter : parameters) {
        if (name != parameter.name) continue;
        const bool is_bool = parameter.type == xs_param::XS_PARAM_BOOL;
        const std::int64_t least = is_bool ? 0 : std::numeric_limits<int>::min();
        const std::int64_t most = is_bool ? 1 : std::numeric_limits<int>::max();
        if (value < least || value > most)
            return std::string(name) + " takes " + std::to_string(least) + ".." +
                   std::to_string(most) + ", not " + std::to_string(value);
        if (is_bool)
            *static_cast<bool*>(parameter.value) = value != 0;
        else
            *static_cast<int*>(parameter.value) = static_cast<int>(value);
        return std::nullopt;
    }
    return std::filesystem::path(driver.path()).stem().string() + " has no parameter " +
           std::string(name) + "; it has " + known_names(parameters);
}

std::optional<std::int64_t> Guest::parameter(std::string_view name) const {
    for (const xs_param& parameter : shim_.world().driver.parameters())
        if (name == parameter.name) return value_of(parameter);
    return std::nullopt;
}

ContextId Guest::boot(CpuId cpu, std::function<void()> booted) {
    return shim_.world().cpus.spawn_task(cpu, "boot", [this, booted = std::move(booted)] {
        trace_parameters();
        if (!load()) return;
        if (booted) booted();
    });
}

void Guest::trace_parameters() {
    Trace& trace = shim_.world().trace;
    for (const xs_param& parameter : shim_.world().driver.parameters())
        trace.emit(EventKind::module_param, trace.text(parameter.name),
                   static_cast<std::uint64_t>(value_of(parameter)));
}

bool Guest::load() {
    const ShimContext::World& world = shim_.world();
    world.cpus.enter_kernel();
    int result = 0;
    {
        const DriverCall call;
        result = world.driver.init();
    }
    world.cpus.leave_kernel();
    if (result != 0) {
        world.findings.failure("the driver's init failed: " + std::to_string(result));
        return false;
    }
    if (!world.kernel.net_device().is_registered()) return true;
    return world.kernel.net_device().interface_up() == 0;
}

}  // namespace xsksim
