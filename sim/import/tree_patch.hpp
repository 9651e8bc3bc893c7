// SPDX-License-Identifier: GPL-2.0-only
// Patches of a kernel tree, applied to copies of the files that they name: the tree is not touched.
// `git apply` places them, as it would there.
#pragma once

#include <string>
#include <vector>

#include "sim/import/kernel_tree.hpp"
#include "sim/import/patch.hpp"

namespace xsksim {

// The files they change, under their paths in `folder`. Throws ImportError: git's words.
std::vector<std::string> apply_tree_patches(const KernelTree& tree,
                                            const std::vector<ImportInput>& patches,
                                            const std::string& folder);

}  // namespace xsksim
