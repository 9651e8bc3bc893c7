// SPDX-License-Identifier: GPL-2.0-only
// How many member functions and data members each class of a header has.
//
// A simple scanner, not a parser: it takes the house style for granted (one declaration a
// statement, no macros that make members). Nested types count for themselves, not for the type
// around them; what is deleted, defaulted, a friend or an alias counts for nothing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/rules/source_tree.hpp"

namespace xsksim::rules {

struct ClassSize {
    std::string name;  // "Trace", "Trace::Reader"
    bool is_struct = false;
    std::size_t functions = 0;
    std::size_t data = 0;
};

std::vector<ClassSize> class_sizes(const std::vector<std::string>& lines);

}  // namespace xsksim::rules
