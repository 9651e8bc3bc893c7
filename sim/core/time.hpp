// SPDX-License-Identifier: GPL-2.0-only
// Simulated time. An Instant is a point on the one clock of a run, a Duration a distance on it;
// both are whole nanoseconds in 64 bits (292 years), so no result hangs on rounding. The only
// conversion to a floating-point clock is in simgrid_engine.cpp, for SimGrid.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace xsksim {

struct Duration {
    std::int64_t ns = 0;

    auto operator<=>(const Duration&) const = default;
    static constexpr Duration nanoseconds(std::int64_t n) { return {n}; }
    static constexpr Duration microseconds(std::int64_t n) { return {n * 1000}; }
    static constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000'000}; }
    static constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }
};

struct Instant {
    std::int64_t ns = 0;

    auto operator<=>(const Instant&) const = default;
    static constexpr Instant never() { return {std::numeric_limits<std::int64_t>::max()}; }
    constexpr bool is_never() const { return *this == never(); }
};

constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ns * n}; }
constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }
constexpr Instant operator-(Instant a, Duration b) { return {a.ns - b.ns}; }

// never() absorbs every delay: what never happens does not happen later either.
constexpr Instant operator+(Instant a, Duration b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a.ns, b.ns, &sum) ? Instant::never() : Instant{sum};
}

}  // namespace xsksim
