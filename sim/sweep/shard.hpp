// SPDX-License-Identifier: GPL-2.0-only
// Which part of a sweep this process makes, as the user or a cluster's scheduler says.
#pragma once

#include <functional>
#include <string>

#include "sim/sweep/run_source.hpp"

namespace xsksim {

// "3/8": the third of eight. "auto": the task of an array job, from the environment of Slurm, PBS,
// Grid Engine or LSF. Throws std::invalid_argument with a sentence.
Shard parse_shard(const std::string& text,
                  const std::function<const char*(const char*)>& environment);

}  // namespace xsksim
