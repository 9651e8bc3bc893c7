// SPDX-License-Identifier: GPL-2.0-only
// The structs of plain values that headers define, read as text: their members and defaults. It
// knows the project's own way of writing them (clang-format's), not C++.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/rules/source_tree.hpp"

namespace xsksim::rules {

struct PlainMember {
    std::string type;
    std::string default_text;  // "= 256", "{260}", "" if none
    bool operator==(const PlainMember&) const = default;
};

struct PlainStruct {
    std::string name;
    std::string path;
    std::map<std::string, PlainMember> members;  // by name; those of structs inside it are not its
};

// Every struct of the files whose name is that of options: what somebody sets somebody else to.
std::vector<PlainStruct> option_structs(const std::vector<SourceFile>& headers);

}  // namespace xsksim::rules
