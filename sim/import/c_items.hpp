// SPDX-License-Identifier: GPL-2.0-only
// What stands at the top level of C text: functions, prototypes, types, variables, macros. Reads as
// much of the language as is needed to tell where each begins and ends and what it is called.
#pragma once

#include <string>
#include <vector>

#include "sim/import/c_tokens.hpp"

namespace xsksim {

struct CItem {
    enum class Kind { function, prototype, type, variable, macro, include, invocation, other };
    Kind kind = Kind::other;
    // A type is called "struct x"; an invocation "module_param(x)"; one line may declare several
    // variables.
    std::vector<std::string> names;
    std::size_t first = 0;  // tokens [first, last)
    std::size_t last = 0;
    std::size_t body = 0;  // of a function: its "{"

    const std::string& name() const { return names.front(); }
    bool has_name(const std::string& name) const;
};

std::vector<CItem> c_items(const std::vector<CToken>& tokens);

}  // namespace xsksim
