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

KernelOptions kernel_options(const Scenario& scenario, FaultSource& faults);
XskCoreOptions xsk_options(const Scenario& scenario);
ShimOptions shim_options(const Scenario& scenario);
VirtioNetOptions device_options(const Scenario& scenario);
InterruptControllerOptions interrupt_options(const Scenario& scenario);
std::vector<FaultRule> fault_rules(const Scenario& scenario);
// "function:point" or "event:kind" with the fields that it must have.
Place place_of(const std::string& text, const std::map<std::string, std::int64_t>& where);
// Number 0 is /application, n the n-th of /applications.
const ApplicationOptions& application_of(const Scenario& scenario, std::size_t number);
XskSenderOptions sender_options(const Scenario& scenario, std::size_t number);
std::uint32_t tx_interrupt_cpu(const GuestOptions& guest, PairIndex pair);
std::uint32_t rx_interrupt_cpu(const GuestOptions& guest, PairIndex pair);
UdpSenderOptions udp_options(const Scenario& scenario, std::size_t index);
// `places` outlives the steps.
std::vector<TimedSteps::Step> timed_steps(const Scenario& scenario, Places& places);
RxTrafficOptions rx_options(const RxOptions& rx);
JudgeSettings judge_settings(const Scenario& scenario, const DriverManifest& manifest);

}  // namespace xsksim
