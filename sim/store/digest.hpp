// SPDX-License-Identifier: GPL-2.0-only
// One number over rows of a store: equal contents have equal numbers, whatever the order of the
// rows in the file.
#pragma once

#include <string>
#include <vector>

#include "sim/store/database.hpp"

namespace xsksim {

// Each query says in which order its rows count.
std::string digest_of(Database& database, const std::vector<std::string>& queries);

}  // namespace xsksim
