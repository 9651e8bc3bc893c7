// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/failure.hpp"

namespace xsksim {

std::string Failure::signature() const {
    std::string text(word_of(outcome));
    for (const Code code : reason.codes) text += " " + std::string(name_of(code));
    return text;
}

std::optional<Failure> failure_of(const RunResult& result) {
    if (result.outcome != Outcome::stalled && result.outcome != Outcome::fail) return std::nullopt;
    return Failure{result.outcome, reason_of(result)};
}

}  // namespace xsksim
