// SPDX-License-Identifier: GPL-2.0-only
// A signal that the simulator itself earns ends the program as a simulator fault (exit code 4) that
// names it. What a driver earns is a finding: see models/shim/hooks/driver_faults.hpp.
#pragma once

namespace xsksim::cli {

// For the program, once. Where a sanitizer reports such signals, they stay its.
void name_fatal_signals();

}  // namespace xsksim::cli
