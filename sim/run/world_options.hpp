// SPDX-License-Identifier: GPL-2.0-only
// From a scenario's plain values to the options of each model: the one place that knows both.
#pragma once

#include "models/app/timed_steps.hpp"
#include "models/app/udp_sender.hpp"
#include "models/app/xsk_sender.hpp"
#include "models/checks/judge.hpp"
#include "models/faults/fault_plan.hpp"
#include "models/irq/interrupt_controller.hpp"
#include "models/kernel/guest_kernel.hpp"
#include "models/kernel/xsk_core.hpp"
#include "models/shim/hypercalls/shim_context.hpp"
#include "models/virtio/net/rx_traffic.hpp"
#include "models/virtio/net/virtio_net_device.hpp"
#include "sim/run/manifest.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

// Number 0 is /application, n the n-th of /applications.
const ApplicationOptions& application_of(const Scenario& scenario, std::size_t number);
SenderRole application_role(const Scenario& scenario, std::size_t number);
SenderRole udp_role(const Scenario& scenario, std::size_t index);
JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest);

}  // namespace xsksim
