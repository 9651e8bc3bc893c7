// SPDX-License-Identifier: GPL-2.0-only
// The table of keys of a sweep file, as keys.hpp is that of a scenario: parser, schema and
// documentation come from it.
#pragma once

#include "sim/scenario/record_shape.hpp"
#include "sim/sweep/sweep.hpp"

namespace xsksim {

const RecordShape<Sweep>& sweep_shape();

}  // namespace xsksim
