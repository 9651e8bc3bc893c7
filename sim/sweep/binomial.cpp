// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/binomial.hpp"

#include <cmath>
#include <functional>

namespace xsksim {
namespace {

double log_choose(std::uint64_t n, std::uint64_t k) {
    const auto at = [](std::uint64_t x) { return std::lgamma(static_cast<double>(x) + 1); };
    return at(n) - at(k) - at(n - k);
}

// Of at least `k` in `n`, each with probability `p`.
double at_least(std::uint64_t k, std::uint64_t n, double p) {
    double sum = 0;
    for (std::uint64_t i = k; i <= n; ++i)
        sum += std::exp(log_choose(n, i) + static_cast<double>(i) * std::log(p) +
                        static_cast<double>(n - i) * std::log1p(-p));
    return sum;
}

// Where a rising function gets to `wanted`.
double where(const std::function<double(double)>& rising, double wanted) {
    double low = 0, high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (rising(middle) < wanted ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace

ShareInterval share_interval(std::uint64_t good, std::uint64_t of, double confidence) {
    if (of == 0) return {};
    const bool one_sided = good == 0 || good == of;
    const double tail = (1 - confidence) / (one_sided ? 1 : 2);
    ShareInterval interval;
    if (good > 0) interval.low = where([&](double p) { return at_least(good, of, p); }, tail);
    if (good < of)
        interval.high = where([&](double p) { return at_least(good + 1, of, p); }, 1 - tail);
    return interval;
}

}  // namespace xsksim
