// SPDX-License-Identifier: GPL-2.0-only
// The table of keys of a profile.
#pragma once

#include "sim/scenario/profile.hpp"
#include "sim/scenario/record_shape.hpp"

namespace xsksim {

const RecordShape<Profile>& profile_shape();

}  // namespace xsksim
