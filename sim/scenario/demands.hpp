// SPDX-License-Identifier: GPL-2.0-only
// What a scenario demands of values together: each demand that is not met is a problem at the place
// where the file says the value. Made by the contradictions, for one document.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

class Demands {
public:
    using Pointers = std::initializer_list<std::string>;

    Demands(const Node& document, std::vector<InputProblem>& problems)
        : document_(document), problems_(problems) {}

    // The first pointer is accused; of one that has a problem already, nothing more is said.
    void demand(bool holds, Pointers pointers, const std::string& wanted, const std::string& got,
                const std::string& hint = "");
    bool is_written(const std::string& pointer) const;

protected:
    bool has_problem(const std::string& pointer) const;

    const Node& document_;
    std::vector<InputProblem>& problems_;
};

}  // namespace xsksim
