// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/cpus.hpp"

namespace xsksim {

using Schedule = KernelContext::Schedule;

Cpus::Cpus(const CpuEnvironment& environment)
    : environment_(environment),
      vcpus_(environment.engine, environment.stores),
      execution_(environment_, vcpus_, host_),
      sections_(environment.findings, vcpus_, execution_),
      host_(environment_, vcpus_, execution_, hardirqs_, run_queues_),
      timer_(environment_, hardirqs_, run_queues_),
      hardirqs_(environment_, vcpus_, execution_, sections_, softirqs_, run_queues_),
      softirqs_(environment_, vcpus_, execution_, sections_, timer_, run_queues_, tasks_),
      run_queues_(environment_, vcpus_, execution_, timer_, freezer_),
      tasks_(environment.engine, vcpus_, execution_, sections_, timer_, hardirqs_, run_queues_,
             freezer_),
      freezer_(environment.engine, vcpus_, timer_, run_queues_, tasks_) {
    while (vcpus_.count() < environment.options.vcpus) add_vcpu();
}

void Cpus::add_vcpu() {
    Vcpu& vcpu = vcpus_.add();
    const std::string prefix = "cpu" + std::to_string(vcpu.id) + "/";
    const auto add = [&](Level level, const char* name, int rank, auto body) {
        return &vcpus_.add_context(vcpu.id, level, prefix + name, rank, body);
    };
    vcpu.hardirq = add(Level::hardirq, "hardirq", Rank::hardirq,
                       [this, &vcpu](KernelContext&) { hardirqs_.run_level(vcpu); });
    vcpu.softirq = add(Level::softirq, "softirq", Rank::softirq,
                       [this, &vcpu](KernelContext&) { softirqs_.run_level(vcpu); });
    for (KernelContext* level : {vcpu.hardirq, vcpu.softirq}) {
        level->schedule.state = Schedule::State::running;
        level->schedule.suspension = Schedule::Suspension::none;
    }
    vcpu.ksoftirqd = add(Level::task, "ksoftirqd", Rank::task,
                         [this, &vcpu](KernelContext&) { softirqs_.run_ksoftirqd(vcpu); });
    vcpu.ksoftirqd->is_ksoftirqd = true;
    Engine& engine = environment_.engine;
    vcpu.switch_step = engine.spawn_step({prefix + "switch", Rank::timer},
                                         [this, &vcpu] { return run_queues_.finish_switch(vcpu); });
    vcpu.tick_step = engine.spawn_step({prefix + "tick", Rank::timer},
                                       [this, &vcpu] { return timer_.tick(vcpu); });
}

}  // namespace xsksim
