// SPDX-License-Identifier: GPL-2.0-only
// Where a read of a document stands: the path from the root, and the problems found on the way.
// One a read; the shapes push and pop the path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

class Reading {
public:
    explicit Reading(std::vector<InputProblem>& problems) : problems_(problems) {}

    // The path is longer by one token while this lives.
    class Step {
    public:
        Step(Reading& reading, std::string_view token) : reading_(reading) {
            reading_.path_.emplace_back(token);
        }
        ~Step() { reading_.path_.pop_back(); }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

    private:
        Reading& reading_;
    };

    void wrong(const Node& node, std::string wanted, std::string hint = "") {
        add(node.origin, std::move(wanted), shown(node), std::move(hint), ProblemKind::shape);
    }
    void add(const JsonOrigin& origin, std::string wanted, std::string got, std::string hint,
             ProblemKind kind);
    std::size_t problem_count() const { return problems_.size(); }
    std::string pointer() const;

private:
    std::vector<InputProblem>& problems_;
    std::vector<std::string> path_;
};

}  // namespace xsksim
