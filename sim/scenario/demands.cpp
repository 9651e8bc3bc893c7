// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/demands.hpp"

#include <algorithm>

namespace xsksim {

bool Demands::has_problem(const std::string& pointer) const {
    return std::any_of(problems_.begin(), problems_.end(), [&](const InputProblem& problem) {
        return is_below(pointer, problem.pointer) || is_below(problem.pointer, pointer);
    });
}

bool Demands::is_written(const std::string& pointer) const {
    const Node* node = &document_;
    std::vector<std::string> tokens;
    split_pointer(pointer, tokens);
    for (const std::string& token : tokens) {
        if (node->kind == Node::Kind::list)
            node = &node->items[std::stoul(token)];  // indices come from the scenario
        else if ((node = node->find(token)) == nullptr)
            return false;
    }
    return !node->is_null();
}

void Demands::demand(bool holds, Pointers pointers, const std::string& wanted,
                     const std::string& got, const std::string& hint) {
    if (holds) return;
    for (const std::string& pointer : pointers)
        if (has_problem(pointer)) return;
    const std::string& accused = *pointers.begin();
    const auto written = std::find_if(pointers.begin(), pointers.end(),
                                      [&](const std::string& p) { return is_written(p); });
    const JsonOrigin& origin =
        nearest_node(document_, written == pointers.end() ? accused : *written).origin;
    problems_.push_back({origin.file ? *origin.file : "", origin.line, accused, wanted,
                         is_written(accused) ? got : got + " (the default)", hint,
                         ProblemKind::contradiction});
}

}  // namespace xsksim
