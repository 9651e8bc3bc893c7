// SPDX-License-Identifier: GPL-2.0-only
// Everything that decides what executions an exploration of one scenario makes, by name: what a
// store is known by. The names are words for people, the values texts; contents of files are told
// by their sums.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/explore/explored.hpp"

namespace xsksim {

using ExploreIdentity = std::vector<std::pair<std::string, std::string>>;

// `build`: build_identity(). Throws BadInput for the scenario's file.
ExploreIdentity identity_of(const Explored& explored, const std::string& build);

}  // namespace xsksim
