// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/reading.hpp"

namespace xsksim {

void Reading::add(const JsonOrigin& origin, std::string wanted, std::string got, std::string hint,
                  ProblemKind kind) {
    problems_.push_back({origin.file ? *origin.file : "", origin.line, pointer(), std::move(wanted),
                         std::move(got), std::move(hint), kind});
}

std::string Reading::pointer() const {
    std::string pointer;
    for (const std::string& token : path_) pointer += "/" + escape_token(token);
    return pointer;
}

}  // namespace xsksim
