// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_faults.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

}  // namespace

RateCappedInterrupt::RateCappedInterrupt(std::uint64_t per_second) {
    XSKSIM_CHECK(per_second >= 1 && per_second <= std::uint64_t{nanoseconds_per_second},
                 "rate cap out of range");
    const auto rate = static_cast<std::int64_t>(per_second);
    spacing_ = {(nanoseconds_per_second + rate - 1) / rate};
}

FaultVerdict RateCappedInterrupt::apply(const InterruptMessage& message,
                                        const FaultStrike& /*strike*/) {
    if (has_last_ && last_slot_ > message.at) return {FaultVerdict::Kind::merge, {}};
    const Instant earliest = has_last_ ? last_slot_ + spacing_ : message.at;
    has_last_ = true;
    if (message.at >= earliest) {
        last_slot_ = message.at;
        return {};
    }
    last_slot_ = earliest;
    return {FaultVerdict::Kind::delay, earliest - message.at};
}

}  // namespace xsksim
