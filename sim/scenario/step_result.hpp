// SPDX-License-Identifier: GPL-2.0-only
// What a step must come to.
#pragma once

#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <string_view>

namespace xsksim {

enum class StepResult {
    success,
    any,
    eacces,
    ebusy,
    eexist,
    einval,
    enodev,
    enomem,
    enxio,
    eopnotsupp,
    eperm,
};

struct StepResultInfo {
    StepResult result;
    std::string_view name;
    std::optional<std::uint64_t> number;  // 0 or errno; absent: whatever
};
inline constexpr std::array step_results = {
    StepResultInfo{StepResult::success, "success", 0},
    StepResultInfo{StepResult::any, "any", {}},
    StepResultInfo{StepResult::eacces, "EACCES", EACCES},
    StepResultInfo{StepResult::ebusy, "EBUSY", EBUSY},
    StepResultInfo{StepResult::eexist, "EEXIST", EEXIST},
    StepResultInfo{StepResult::einval, "EINVAL", EINVAL},
    StepResultInfo{StepResult::enodev, "ENODEV", ENODEV},
    StepResultInfo{StepResult::enomem, "ENOMEM", ENOMEM},
    StepResultInfo{StepResult::enxio, "ENXIO", ENXIO},
    StepResultInfo{StepResult::eopnotsupp, "EOPNOTSUPP", EOPNOTSUPP},
    StepResultInfo{StepResult::eperm, "EPERM", EPERM},
};

constexpr const StepResultInfo& info_of(StepResult result) {
    return step_results[static_cast<std::size_t>(result)];
}

}  // namespace xsksim
