// SPDX-License-Identifier: GPL-2.0-only
// The headers that a kernel's own build would make before it compiles anything, made for the
// simulator's arch (models/linux/arch): <asm/x.h> for each generic one that the arch does not have,
// <linux/version.h>; and <xsksim/probed.h>, what the tree has of the things that differ from tree
// to tree (models/linux/kit/probes), <xsksim/hypercalls.h>.
#pragma once

#include <string>

#include "sim/import/kernel_tree.hpp"
#include "sim/import/kit.hpp"

namespace xsksim {

void write_tree_headers(const KernelTree& tree, const Kit& kit, const std::string& folder);

}  // namespace xsksim
