// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/execution.hpp"

#include "models/kernel/cpu/host_steals.hpp"

namespace xsksim {

Execution::Execution(const CpuEnvironment& environment, Vcpus& vcpus, HostSteals& host)
    : engine_(environment.engine),
      vcpus_(vcpus),
      host_(host),
      stores_(environment.stores),
      lottery_(environment.choice, environment.options.host_steals.probability) {}

void Execution::draw_pre_emption_slowly(Operation next) {
    KernelContext* context = current_or_null();
    if (context == nullptr || vcpus_.of(*context).top() != context) return;
    if (points_watched_) point_observer_(next);
    if (lottery_.enabled() && lottery_.draw()) host_.hold_for_drawn_time(next);
}

void Execution::spin(Operation next) {
    point(next);
    vcpus_.spin(current());
}

}  // namespace xsksim
