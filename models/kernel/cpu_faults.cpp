// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu_faults.hpp"

#include <algorithm>
#include <utility>

namespace xsksim {

CpuFaults::CpuFaults(Engine& engine, Trace& trace, Cpus& cpus, FaultSource& faults)
    : engine_(engine),
      trace_(trace),
      host_(cpus.host()),
      softirqs_(cpus.softirqs()),
      faults_(faults),
      per_cpu_(cpus.vcpus().count()) {
    step_ = engine_.spawn_step({"cpu faults", Rank::stimulus}, [this] { return step(); });
    faults_.on_happening(FaultSite::stolen, [this](const FaultStrike& strike) {
        for (CpuId cpu = 0; cpu < per_cpu_.size(); ++cpu)
            if (strike.rule->cpu.value_or(cpu) == cpu) steal(cpu, strike.delay);
    });
    if (faults_.has(FaultSite::ksoftirqd))
        softirqs_.starves_ksoftirqd = [this](CpuId cpu) { return starve(cpu); };
}

// One that is away already stays away for the longer of the two times.
void CpuFaults::steal(CpuId cpu, Duration time) {
    Instant& until = per_cpu_[cpu].away_until;
    const Instant end = engine_.now() + time;
    trace_.emit(event::VcpuSteal{.cpu = cpu, .duration_ns = time});
    if (until.is_never())
        host_.take_away(cpu);
    else if (end <= until)
        return;
    until = end;
    engine_.wake_at(step_, end);
}

bool CpuFaults::starve(CpuId cpu) {
    Duration time;
    for_each_strike(faults_, FaultSite::ksoftirqd, cpu, {}, [&](const FaultStrike& strike) {
        faults_.took_effect(strike);
        time = time + strike.delay;
        return true;
    });
    if (time.ns == 0) return false;
    per_cpu_[cpu].starved_until = engine_.now() + time;
    engine_.wake_at(step_, per_cpu_[cpu].starved_until);
    return true;
}

Instant CpuFaults::step() {
    Instant next = Instant::never();
    // What is not due yet is looked at again.
    const auto is_due = [&](Instant& at) {
        if (at > engine_.now()) {
            next = std::min(next, at);
            return false;
        }
        at = Instant::never();
        return true;
    };
    for (CpuId cpu = 0; cpu < per_cpu_.size(); ++cpu) {
        if (is_due(per_cpu_[cpu].away_until)) host_.bring_back(cpu);
        if (is_due(per_cpu_[cpu].starved_until)) softirqs_.end_starvation(cpu);
    }
    return next;
}

}  // namespace xsksim
