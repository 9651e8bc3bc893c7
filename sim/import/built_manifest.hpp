// SPDX-License-Identifier: GPL-2.0-only
// The manifest of a driver made from a user's text: what a driver.json says of a shipped one, as
// far as the text tells. Units and meanings of new parameters are unknown, and so are its
// safeguards.
#pragma once

#include <string>
#include <vector>

#include "sim/import/driver_compiler.hpp"

namespace xsksim {

// Where a function's text comes from.
struct FunctionOrigin {
    std::string name;
    Origin at;              // its first line
    bool is_whole = false;  // all of it the user's; otherwise lines of the user's in the base's
    std::string first_user_line;  // of a mixed one
};

std::vector<FunctionOrigin> user_functions(const DriverText& text);

struct ManifestFacts {
    std::string name;
    std::string title;
    std::vector<FunctionOrigin> functions;
};

std::string manifest_json(const ManifestFacts& facts, const DriverText& text,
                          DriverCompiler& compiler);

}  // namespace xsksim
