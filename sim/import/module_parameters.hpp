// SPDX-License-Identifier: GPL-2.0-only
// What a driver's text says of its module parameters.
#pragma once

#include <string>
#include <vector>

#include "sim/import/c_items.hpp"

namespace xsksim {

struct ModuleParameter {
    std::string name;
    std::string type;   // "bool", "int"
    std::string value;  // the initialiser of its variable, an expression; "0" where it has none
};

std::vector<ModuleParameter> module_parameters(const std::vector<CToken>& tokens);

}  // namespace xsksim
