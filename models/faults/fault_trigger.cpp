// SPDX-License-Identifier: GPL-2.0-only
#include "models/faults/fault_trigger.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

// -mean ln(u), u uniform in (0, 1]; 2^53 values are what a double holds.
Duration exponential(Choice& choice, StreamId stream, Duration mean) {
    constexpr std::uint64_t values = std::uint64_t{1} << 53;
    const auto drawn = static_cast<double>(choice.below(stream, values) + 1);
    const double waits = -std::log(drawn / static_cast<double>(values));
    return {static_cast<std::int64_t>(std::llround(static_cast<double>(mean.ns) * waits))};
}

}  // namespace

FaultTrigger::FaultTrigger(FaultRule rule, std::size_t number, QueueIndex queue, Choice& choice)
    : rule_(std::move(rule)), queue_(queue), choice_(choice) {
    XSKSIM_CHECK(!rule_.every || *rule_.every >= 1, "`every` of a fault rule is at least 1");
    std::sort(rule_.nth.begin(), rule_.nth.end());
    const std::string name = "fault/" + std::to_string(number);
    stream_ = choice.stream(name);
    delay_stream_ = choice.stream(name + "/delay");
}

bool FaultTrigger::is_at(std::uint32_t where) const {
    switch (place_of(info_of(rule_.what).site)) {
        case FaultPlace::queue:
            return where == queue_;
        case FaultPlace::pair:
            return where == rule_.pair;
        case FaultPlace::cpu:
            return !rule_.cpu || *rule_.cpu == where;
        case FaultPlace::guest:
            return true;
    }
    return false;
}

bool FaultTrigger::strikes(std::optional<std::uint64_t> number, Instant now, const Holds& holds) {
    ++opportunities_;
    if (rule_.at.is_set() && !is_armed_) return false;
    if (!counts(number.value_or(opportunities_)) || !is_in_time(now)) return false;
    if (!std::all_of(rule_.conditions.begin(), rule_.conditions.end(), holds)) return false;
    is_armed_ = false;
    return !rule_.probability || choice_.chance(stream_, *rule_.probability);
}

bool FaultTrigger::pass_place() {
    ++passed_;
    if (passed_ != rule_.hit.value_or(passed_)) return false;
    return is_armed_ = true;
}

Duration FaultTrigger::draw_delay() {
    const FaultDelay& delay = rule_.delay;
    if (!delay.table.empty()) return delay.table[choice_.below(delay_stream_, delay.table.size())];
    if (delay.mean) return exponential(choice_, delay_stream_, *delay.mean);
    return choice_.between(delay_stream_, delay.least(), delay.most());
}

bool FaultTrigger::counts(std::uint64_t number) const {
    if (!rule_.nth.empty() && !std::binary_search(rule_.nth.begin(), rule_.nth.end(), number))
        return false;
    return !rule_.every || number % *rule_.every == 0;
}

bool FaultTrigger::is_in_time(Instant now) const {
    return (!rule_.from || now >= *rule_.from) && (!rule_.until || now < *rule_.until);
}

}  // namespace xsksim
