// SPDX-License-Identifier: GPL-2.0-only
// One thing that an administrator does, at a time or when a place is passed. An item of a
// scenario's `steps`; who does it is in models/app/timed_steps.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "models/numbers.hpp"
#include "models/place.hpp"
#include "models/tx_coalescing.hpp"
#include "models/xdp_action.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// Each word of a scenario's `do`, which is also the step's name in the trace.
// (It would be broken at another place each time.)
// clang-format off
#define XSKSIM_TIMED_ACTIONS(X) \
    X(bind) X(unbind) X(kill_application) X(interface_down) X(interface_up) \
    X(xdp_load) X(xdp_unload) X(set_parameter) X(tx_napi_on) X(tx_napi_off) X(coalesce) \
    X(device_remove) X(device_add) X(device_reset) X(suspend) X(resume) \
    X(read_statistics)
// clang-format on

enum class TimedAction {
#define X(action) action,
    XSKSIM_TIMED_ACTIONS(X)
#undef X
};

inline constexpr std::array timed_actions = {
#define X(action) std::pair{std::string_view(#action), TimedAction::action},
    XSKSIM_TIMED_ACTIONS(X)
#undef X
};

constexpr std::string_view name_of(TimedAction action) {
    return timed_actions[static_cast<std::size_t>(action)].first;
}

struct TimedStep {
    std::optional<Instant> at_time = {};  // without a place
    Place at = {};
    std::uint64_t hit = 1;  // due `after` the place was passed so often
    Duration after = {};
    TimedAction action = TimedAction::bind;
    PairIndex pair = 0;
    CpuId cpu = 0;
    XdpAction program = XdpAction::pass;  // xdp_load
    std::string parameter = {};           // set_parameter
    std::int64_t value = 0;               // set_parameter
    TxCoalescing coalescing = {};         // coalesce
    bool operator==(const TimedStep&) const = default;
};

}  // namespace xsksim
