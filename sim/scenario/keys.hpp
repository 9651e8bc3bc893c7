// SPDX-License-Identifier: GPL-2.0-only
// The table of keys: every key of a scenario with its member, type, range, unit and meaning, one
// file a group of sections. Parser, defaults, schema, resolved scenario and documentation come from
// it, so they cannot drift apart. A new key is one entry here and one row in
// docs/scenario-format.md (a test prints the row it wants).
#pragma once

#include "sim/scenario/record_shape.hpp"
#include "sim/scenario/scenario.hpp"

namespace xsksim {

const RecordShape<Scenario>& scenario_shape();

ShapePointer<Expectation> expectation_shape();
ShapePointer<EndCondition> end_shape();
ShapePointer<DriverOptions> driver_shape();
ShapePointer<VirtioNetOptions> device_shape();
ShapePointer<InterruptControllerOptions> interrupts_shape();
ShapePointer<ExpectedFault> fault_shape();
ShapePointer<ApplicationOptions> application_shape();
ShapePointer<ApplicationOptions> further_application_shape();
ShapePointer<UdpSenderOptions> udp_shape();
ShapePointer<RxTrafficOptions> rx_shape();
ShapePointer<ExpectedStep> step_shape();
ShapePointer<BreakerOptions> breaker_shape();
ShapePointer<ReviewOptions> review_shape();
ShapePointer<FoundOptions> found_shape();
ShapePointer<ExploreOptions> explore_shape();
// Sections that are no struct.
Key<Scenario> bounds_key();
Key<Scenario> schedule_key();
Key<Scenario> guest_key();
Key<Scenario> model_key();
Key<Scenario> trace_key();

}  // namespace xsksim
