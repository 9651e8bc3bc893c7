// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hypercalls/guest.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <limits>
#include <utility>

#include "models/shim/hooks/access_state.hpp"

namespace xsksim {

namespace {

std::int64_t value_of(const xs_param& parameter) {
    if (parameter.type == xs_param::XS_PARAM_BOOL) return *static_cast<bool*>(parameter.value);
    return *static_cast<int*>(parameter.value);
}

void set_value(const xs_param& parameter, std::int64_t value) {
    if (parameter.type == xs_param::XS_PARAM_BOOL)
        *static_cast<bool*>(parameter.value) = value != 0;
    else
        *static_cast<int*>(parameter.value) = static_cast<int>(value);
}

const xs_param* find(const std::vector<xs_param>& parameters, std::string_view name) {
    for (const xs_param& parameter : parameters)
        if (name == parameter.name) return &parameter;
    return nullptr;
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

Guest::Guest(ShimContext& shim)
    : shim_(shim),
      device_lock_(shim.world().engine, shim.world().findings, shim.world().cpus,
                   shim.world().kernel.locks().order(), "device_lock"),
      transition_(shim.world().engine, shim.world().findings, shim.world().cpus,
                  shim.world().kernel.locks().order(), "system_transition_mutex") {}

std::optional<std::string> Guest::check_parameter(std::string_view name, std::int64_t value) const {
    const DriverObject& driver = shim_.world().driver;
    const xs_param* parameter = find(driver.parameters(), name);
    if (parameter == nullptr)
        return std::filesystem::path(driver.path()).stem().string() + " has no parameter " +
               std::string(name) + "; it has " + known_names(driver.parameters());
    const bool is_bool = parameter->type == xs_param::XS_PARAM_BOOL;
    const std::int64_t least = is_bool ? 0 : std::numeric_limits<int>::min();
    const std::int64_t most = is_bool ? 1 : std::numeric_limits<int>::max();
    if (value < least || value > most)
        return std::string(name) + " takes " + std::to_string(least) + ".." + std::to_string(most) +
               ", not " + std::to_string(value);
    return std::nullopt;
}

std::optional<std::string> Guest::set_parameter(std::string_view name, std::int64_t value) {
    if (auto wrong = check_parameter(name, value)) return wrong;
    set_value(*find(shim_.world().driver.parameters(), name), value);
    return std::nullopt;
}

std::optional<std::int64_t> Guest::parameter(std::string_view name) const {
    const xs_param* parameter = find(shim_.world().driver.parameters(), name);
    if (parameter == nullptr) return std::nullopt;
    return value_of(*parameter);
}

ContextId Guest::boot(CpuId cpu, std::function<void()> booted) {
    return shim_.world().cpus.tasks().spawn_task(cpu, "boot", [this, booted = std::move(booted)] {
        trace_parameters();
        if (!load()) return;
        if (booted) booted();
    });
}

void Guest::trace_parameters() {
    for (const xs_param& parameter : shim_.world().driver.parameters()) trace_parameter(parameter);
}

void Guest::trace_parameter(const xs_param& parameter) {
    Trace& trace = shim_.world().trace;
    trace.emit(
        event::ModuleParam{.text = trace.text(parameter.name), .value = value_of(parameter)});
}

bool Guest::load() {
    const ShimContext::World& world = shim_.world();
    world.cpus.tasks().enter_kernel();
    int result = 0;
    {
        const DriverCall call;
        result = world.driver.init();
    }
    world.cpus.tasks().leave_kernel();
    if (result != 0) {
        world.findings.failure(Code::driver_init_failed,
                               "the driver's init failed: " + std::to_string(result));
        return false;
    }
    has_device_ = true;
    if (!world.kernel.net_device().is_registered()) return true;
    return world.kernel.net_device().interface_up() == 0;
}

// --- what is done to the machine ---

int Guest::in_kernel(const std::function<int()>& action) {
    const ShimContext::World& world = shim_.world();
    world.cpus.tasks().enter_kernel();
    world.cpus.execution().spend(world.kernel.costs().syscall, Operation::local());
    const int result = action();
    world.cpus.tasks().leave_kernel();
    return result;
}

// device_lock(): one at a time plugs or powers the device.
int Guest::with_driver(const std::function<int()>& action) {
    device_lock_.lock();
    int result = -ENODEV;
    if (shim_.bus() != nullptr) {
        const DriverCall call;
        result = action();
    }
    device_lock_.unlock();
    return result;
}

int Guest::remove_device() {
    return in_kernel([this] {
        return with_driver([this] {
            if (!std::exchange(has_device_, false)) return -ENODEV;
            shim_.bus()->remove();
            shim_.world().trace.emit(event::NetdevGone{});
            report_leaks();
            return 0;
        });
    });
}

int Guest::add_device() {
    return in_kernel([this] {
        return with_driver([this] {
            if (has_device_) return -EEXIST;
            const int result = shim_.bus()->probe();
            has_device_ = result == 0;
            return result;
        });
    });
}

// A function-level reset from user space (/sys/.../reset): virtio-pci has no handler for it.
int Guest::reset_device() {
    return in_kernel([this] {
        shim_.world().cpus.execution().point(Operation::call({ObjectKind::device, Act::reset}, 0));
        shim_.world().device.reset();
        return 0;
    });
}

// User space first: whoever is inside the driver core has to get out of it.
int Guest::suspend() {
    const ShimContext::World& world = shim_.world();
    return in_kernel([&] {
        transition_.lock();
        int result = -EBUSY;
        if (!suspended_ && world.cpus.freezer().freeze()) {
            suspended_ = true;
            result = with_driver([&] { return shim_.bus()->freeze(); });
            world.trace.emit(
                event::Suspend{.phase = SuspendPhase::suspended, .result = CallResult::of(result)});
        }
        transition_.unlock();
        return result;
    });
}

int Guest::resume() {
    const ShimContext::World& world = shim_.world();
    return in_kernel([&] {
        transition_.lock();
        int result = -EINVAL;
        if (std::exchange(suspended_, false)) {
            result = with_driver([&] { return shim_.bus()->restore(); });
            world.trace.emit(
                event::Suspend{.phase = SuspendPhase::resumed, .result = CallResult::of(result)});
            world.cpus.freezer().thaw();
        }
        transition_.unlock();
        return result;
    });
}

int Guest::write_parameter(const std::string& name, std::int64_t value) {
    constexpr unsigned short writable_by_owner = 0200;
    return in_kernel([&] {
        const xs_param* parameter = find(shim_.world().driver.parameters(), name);
        if (parameter == nullptr) return -ENOENT;
        if ((parameter->mode & writable_by_owner) == 0) return -EACCES;
        if (check_parameter(name, value)) return -EINVAL;
        const std::size_t bytes =
            parameter->type == xs_param::XS_PARAM_BOOL ? sizeof(bool) : sizeof(int);
        shim_.world().cpus.execution().point(Operation::access(
            plain_write, shim_.world().memory.physical_or_none(parameter->value).value, bytes));
        set_value(*parameter, value);
        trace_parameter(*parameter);
        return 0;
    });
}

// Everything that the driver had allocated for the device must be free again.
void Guest::report_leaks() {
    const ShimContext::World& world = shim_.world();
    for (const DriverAllocation& leak : shim_.allocations())
        world.findings.failure(Code::memory_leaked,
                               leak.text() + " is leaked: the driver has lost its device");
    for (const DmaMappings::Mapping& mapping : world.kernel.dma_mappings().all())
        world.findings.failure(
            Code::dma_leaked,
            fmt::format("{} bytes mapped for the device in {} are never unmapped: "
                        "the driver has lost its device",
                        mapping.bytes, shim_.place_of_site(mapping.site).text()));
    if (const std::uint64_t skbs = world.kernel.net_device().skbs_with_driver(); skbs != 0)
        world.findings.failure(
            Code::skb_leaked,
            std::to_string(skbs) + " skb" + (skbs == 1 ? "" : "s") +
                " that start_xmit took are leaked: the driver has lost its device");
}

}  // namespace xsksim
