// SPDX-License-Identifier: GPL-2.0-only
// Section model: the safeguards of the modelled kernel and device, each in its owner's options.
#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

Key<Scenario> model_key() {
    const auto napi = of(&Scenario::kernel) / &KernelOptions::napi / &NapiOptions::safeguards;
    const auto softirqs = of(&Scenario::kernel) / &KernelOptions::cpus / &CpusOptions::softirqs;
    const auto rcu = of(&Scenario::kernel) / &KernelOptions::rcu;
    const auto xsk = of(&Scenario::xsk) / &XskCoreOptions::safeguards;
    const auto device = of(&Scenario::device) / &VirtioNetOptions::safeguards;
    return group_key<Scenario>(
        "model",
        {
            flag("napi_missed", napi / &NapiSafeguards::missed,
                 "Whether a NAPI that was scheduled while scheduled is polled once more (MISSED)."),
            flag("napi_disable_waits", napi / &NapiSafeguards::disable_waits,
                 "Whether napi_disable waits for a poll that runs."),
            flag("softirq_restart", softirqs / &SoftirqSafeguards::restart,
                 "Whether softirqs that are raised while softirqs run are run afterwards."),
            flag("softirq_at_irq_exit", softirqs / &SoftirqSafeguards::at_irq_exit,
                 "Whether pending softirqs run at the end of a hard interrupt."),
            flag("softirq_at_bh_enable", softirqs / &SoftirqSafeguards::at_bh_enable,
                 "Whether local_bh_enable runs what became pending meanwhile."),
            flag(
                "softirq_at_tick", softirqs / &SoftirqSafeguards::at_tick,
                "Whether a vCPU keeps its tick, which runs them, while softirqs are pending that a "
                "task has left."),
            flag("rcu_waits", rcu / &RcuSafeguards::waits,
                 "Whether synchronize_rcu waits for readers, not only for some time."),
            flag("need_wakeup_at_bind", xsk / &XskCoreSafeguards::need_wakeup_at_bind,
                 "Whether the AF_XDP core lets sendmsg through from the bind on, before the driver "
                 "has "
                 "set need_wakeup."),
            flag("completion_reservation", xsk / &XskCoreSafeguards::completion_reservation,
                 "Whether a peek takes a descriptor only if the completion ring has a free entry."),
            flag("decide_after_publish", device / &DeviceSafeguards::decide_after_publish,
                 "Whether the device publishes used entries before it decides on their interrupt."),
            flag("signal_window", device / &DeviceSafeguards::signal_window,
                 "Whether that decision is about all entries since the last one, not only the last "
                 "entry."),
        },
        "Safeguards of the modelled kernel and device. Only mutants take them away.");
}

}  // namespace xsksim
