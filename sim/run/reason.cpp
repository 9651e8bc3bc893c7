// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/reason.hpp"

namespace xsksim {

Reason reason_of(const RunResult& result) {
    switch (result.outcome) {
        case Outcome::pass:
            return {};
        case Outcome::stalled:
            if (result.explanation)
                return {result.explanation->headline, result.explanation->codes};
            break;
        case Outcome::inconclusive:
            return {result.inconclusive_reason, {}};
        default:
            break;
    }
    for (const Violation& violation : result.violations)
        if (!violation.is_note) return {violation.message, {violation.code}};
    return {result.end.message, {}};
}

}  // namespace xsksim
