// SPDX-License-Identifier: GPL-2.0-only
// Random valid scenarios for tests: every section, all faults, both ring options, all publication
// modes, other traffic and timed steps. Short to run: at most 2000 frames and 50 ms. What they
// expect is made up (verdict pass); a test that runs them looks at the outcome itself.
#pragma once

#include <rapidcheck.h>
#include <cstdint>

#include "sim/scenario/scenario.hpp"

namespace xsksim {

rc::Gen<Scenario> any_scenario();

// The same scenario for the same seed.
Scenario random_scenario(std::uint64_t seed);
// The same, but not longer than 1 ms where it traces each access: naming one takes a thousand times
// as long as making it.
Scenario short_random_scenario(std::uint64_t seed);

}  // namespace xsksim
