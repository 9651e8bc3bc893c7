// SPDX-License-Identifier: GPL-2.0-only
#include "models/irq/interrupt_fault.hpp"

#include "sim/core/check.hpp"

namespace xsksim {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

Duration spacing_of(std::uint64_t per_second) {
    XSKSIM_CHECK(per_second >= 1 && per_second <= std::uint64_t{nanoseconds_per_second},
                 "rate cap out of range");
    const auto rate = static_cast<std::int64_t>(per_second);
    return {(nanoseconds_per_second + rate - 1) / rate};
}

}  // namespace

InterruptFault::InterruptFault(const FaultRule& rule) {
    if (rule.what == FaultWhat::interrupt_rate_capped) spacing_ = spacing_of(rule.per_second);
}

FaultVerdict InterruptFault::apply(const InterruptMessage& message, const FaultStrike& strike) {
    using Kind = FaultVerdict::Kind;
    switch (strike.what()) {
        case FaultWhat::interrupt_lost:
            return {Kind::lose, {}};
        case FaultWhat::interrupt_delayed:
            return {Kind::delay, strike.delay};
        case FaultWhat::interrupt_duplicated:
            return {Kind::duplicate, strike.delay};
        case FaultWhat::interrupt_masked:
            return {Kind::mask, strike.delay};
        case FaultWhat::interrupt_rate_capped:
            return cap_rate(message.at);
        default:
            check_failed("what", __FILE__, __LINE__, "no fault of an interrupt message");
    }
}

FaultVerdict InterruptFault::cap_rate(Instant at) {
    if (has_last_ && last_slot_ > at) return {FaultVerdict::Kind::merge, {}};
    const Instant earliest = has_last_ ? last_slot_ + spacing_ : at;
    has_last_ = true;
    if (at >= earliest) {
        last_slot_ = at;
        return {};
    }
    last_slot_ = earliest;
    return {FaultVerdict::Kind::delay, earliest - at};
}

}  // namespace xsksim
