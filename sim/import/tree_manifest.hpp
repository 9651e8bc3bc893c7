// SPDX-License-Identifier: GPL-2.0-only
// The manifest of a tree's driver, derived from its text: module parameters with their types and
// defaults, when a queue is full and when it is woken, who does what. The words that are looked for
// are in models/linux/vocabulary.json; what is not found is left out, and means "not known".
#pragma once

#include <string>

#include "sim/import/tree_compiler.hpp"

namespace xsksim {

std::string tree_manifest(const std::string& name, const std::string& title, const Kit& kit,
                          const TreeCompiler& compiler);

}  // namespace xsksim
