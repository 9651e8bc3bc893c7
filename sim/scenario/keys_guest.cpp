// SPDX-License-Identifier: GPL-2.0-only
// Sections of the guest: guest, guest.costs, driver.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

Key<Scenario> costs_key() {
    const auto kernel = of(&Scenario::kernel) / &KernelOptions::costs;
    const auto sender = of(&Scenario::sender_costs);
    const auto shim = of(&Scenario::shim);
    return group_key<Scenario>(
        "costs",
        {
            time("syscall_ns", kernel / &KernelCosts::syscall, "A system call, in and out."),
            time("hardirq_ns", kernel / &KernelCosts::hardirq,
                 "Entry to and exit from a hard interrupt."),
            time("softirq_ns", kernel / &KernelCosts::softirq,
                 "A round of softirqs, without their work."),
            time("napi_poll_ns", kernel / &KernelCosts::napi_poll,
                 "A NAPI poll, without its work."),
            time("hrtimer_arm_ns", kernel / &KernelCosts::hrtimer_arm,
                 "Starting or cancelling an hrtimer."),
            time("hrtimer_reprogram_ns", kernel / &KernelCosts::hrtimer_reprogram,
                 "Reprogramming the clock event (a VM exit)."),
            time("doorbell_ns", kernel / &KernelCosts::doorbell,
                 "A notification of the device (a VM exit)."),
            time("lock_ns", kernel / &KernelCosts::lock, "Taking a lock that is free."),
            time("allocation_ns", kernel / &KernelCosts::allocation, "An allocation or a free."),
            time("peek_ns", kernel / &KernelCosts::peek, "Taking a descriptor from the TX ring."),
            time("context_switch_ns", kernel / &KernelCosts::context_switch,
                 "A switch between tasks."),
            time("ksoftirqd_wakeup_ns", kernel / &KernelCosts::ksoftirqd_wakeup,
                 "From waking ksoftirqd on an idle vCPU until it runs."),
            time("rcu_grace_period_ns", kernel / &KernelCosts::rcu_grace_period,
                 "A grace period that no reader prolongs.")
                .tried(0, 10'000'000),
            time("udp_send_ns", kernel / &KernelCosts::udp_send,
                 "Socket and IP layers above start_xmit."),
            time("udp_send_per_kib_ns", kernel / &KernelCosts::udp_send_per_kib,
                 "Further time there for each 1024 bytes: the copy from user space."),
            time("app_fill_ns", sender / &SenderCosts::fill,
                 "Writing one descriptor and its frame."),
            time("app_reclaim_ns", sender / &SenderCosts::reclaim, "Taking back one frame."),
            time("memory_access_ns", shim / &ShimOptions::memory_access,
                 "Each shared access of the driver.")
                .tried(0, 20),
            key("functions", shim / &ShimOptions::function_costs,
                map(integer<Duration>(nanoseconds())), "ns",
                "On entry to a driver function, by its name. Entries are laid over the defaults "
                "and "
                "over what the driver's manifest says of functions of its own; 0 takes one away."),
        },
        "CPU time of what the guest does; sources in models/kernel/costs.hpp.");
}

}  // namespace

Key<Scenario> guest_key() {
    const auto kernel = of(&Scenario::kernel);
    const auto cpus = kernel / &KernelOptions::cpus;
    const auto affinity = of(&Scenario::affinity);
    return group_key<Scenario>(
        "guest",
        {
            key("vcpus", cpus / &CpusOptions::vcpus, between(1, vcpus_max), "vCPUs",
                "How many vCPUs.")
                .tried(1, 4),
            key("hz", cpus / &CpusOptions::hz, one_of({100, 250, 300, 1000}), "Hz",
                "CONFIG_HZ: the length of a jiffy, and with it the softirq time limit."),
            flag("sendmsg_gate", of(&Scenario::xsk) / &XskCoreOptions::sendmsg_gate,
                 "Whether sendmsg returns early unless need_wakeup is set: true as in 5.11, false "
                 "as in "
                 "5.10."),
            key("netdev_budget", kernel / &KernelOptions::napi / &NapiOptions::budget,
                between(1, 1'000'000), "packets",
                "net.core.netdev_budget: work of one softirq round."),
            key("tx_interrupt_cpu", affinity / &InterruptAffinity::tx_cpu,
                between(0, vcpus_max - 1), "vCPU", "Where TX interrupts go."),
            key("rx_interrupt_cpu", affinity / &InterruptAffinity::rx_cpu,
                between(0, vcpus_max - 1), "vCPU", "Where RX interrupts go."),
            key("tx_interrupt_cpus", affinity / &InterruptAffinity::tx_cpus,
                list(integer<std::uint32_t>(between(0, vcpus_max - 1))), "vCPU",
                "Where the TX interrupts of each pair go, pair 0 first; those of further pairs go "
                "to "
                "tx_interrupt_cpu."),
            key("rx_interrupt_cpus", affinity / &InterruptAffinity::rx_cpus,
                list(integer<std::uint32_t>(between(0, vcpus_max - 1))), "vCPU",
                "Where the RX interrupts of each pair go, pair 0 first; those of further pairs go "
                "to "
                "rx_interrupt_cpu."),
            key("tx_queue_len",
                kernel / &KernelOptions::net_device / &NetDeviceOptions::tx_queue_len,
                between(1, 1'000'000), "packets",
                "txqueuelen: how many datagrams the queueing discipline of a TX queue holds, a "
                "pfifo."),
            costs_key(),
        },
        "The guest: vCPUs, kernel, CPU costs.");
}

ShapePointer<DriverOptions> driver_shape() {
    const TextRules name{64, "^[A-Za-z0-9_][A-Za-z0-9_.-]*$",
                         "letters, digits, `.`, `_`, `-`, the first none of `.` and `-`"};
    return record<DriverOptions>({
        key("name", &DriverOptions::name, text(name), "",
            "A driver variant: a folder of models/drivers."),
        key("parameters", &DriverOptions::parameters,
            map<std::int64_t>(std::make_shared<ModuleParameterShape>()), "",
            "Module parameters by name; those not named keep the driver's own defaults. Unknown "
            "names are refused at the start of the run."),
    });
}

}  // namespace xsksim
