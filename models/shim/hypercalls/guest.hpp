// SPDX-License-Identifier: GPL-2.0-only
// The system under test as the world handles it: a driver object in a guest kernel.
// Stands for: modprobe with parameters and their files in sysfs (kernel/params.c), `ip link set
// up`, the driver core's bind and unbind files (drivers/base), and suspend (kernel/power),
// Linux 5.11. Simplified: a suspend is that of /sys/power/pm_test "devices": user space is frozen
// and the drivers are suspended, but clock and timers go on. Owner: the world, one a run, after
// ShimContext. Scheduling points: those of the driver's own code in the task that boot() spawns or
// that calls; all MachineCalls block. Costs: a system call each. Events: module_param, for each
// parameter at boot and for each write; netdev_gone; suspend. Errors: an unknown parameter or a
// value that does not fit is a sentence for the user (bad input); -ENODEV, -EEXIST, -EBUSY
// (suspended), -EINVAL (not suspended), -EACCES (a parameter without write permission). Findings: a
// driver whose init fails; what a driver has not freed when it has lost its device.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/kernel/kernel_mutex.hpp"
#include "models/shim/hypercalls/shim_context.hpp"

namespace xsksim {

class Guest final : public MachineCalls {
public:
    explicit Guest(ShimContext& shim);

    // What is wrong ("mine has no parameter budgte; it has budget, ..."), nullopt when set.
    std::optional<std::string> set_parameter(std::string_view name, std::int64_t value);
    std::optional<std::int64_t> parameter(std::string_view name) const;
    // As set_parameter(), but nothing is set.
    std::optional<std::string> check_parameter(std::string_view name, std::int64_t value) const;

    // Spawns the task that loads the driver and brings the interface up; then `booted` runs in it,
    // in user mode, if both succeeded. The task is due at the start of the run.
    ContextId boot(CpuId cpu, std::function<void()> booted);

    int remove_device() override;
    int add_device() override;
    int reset_device() override;
    int suspend() override;
    int resume() override;
    int write_parameter(const std::string& name, std::int64_t value) override;

private:
    void trace_parameters();
    void trace_parameter(const xs_param& parameter);
    bool load();
    int in_kernel(const std::function<int()>& action);
    int with_driver(const std::function<int()>& action);
    void report_leaks();

    ShimContext& shim_;
    KernelMutex device_lock_;
    KernelMutex transition_;  // system_transition_mutex: one suspend or resume at a time
    bool has_device_ = false;
    bool suspended_ = false;
};

}  // namespace xsksim
