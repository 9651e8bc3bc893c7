// SPDX-License-Identifier: GPL-2.0-only
// "did you mean": the known word that a person most likely meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xsksim {

// The nearest by edit distance (insert, delete, replace, swap neighbours), or one that only lacks
// its unit ("service" for "service_ns"); empty if none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

// `did you mean "service_ns"?`; without a near one the known words, if they are few.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace xsksim
