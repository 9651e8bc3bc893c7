// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/binomial.hpp"

#include <boost/math/distributions/binomial.hpp>

namespace xsksim {

namespace {

// In doubles throughout: in long double, what the library sets up when the program starts ends it
// under valgrind, which computes long doubles as doubles.
using Binomial = boost::math::binomial_distribution<
    double, boost::math::policies::policy<boost::math::policies::promote_double<false>>>;

}  // namespace

ShareInterval share_interval(std::uint64_t good, std::uint64_t of, double confidence) {
    if (of == 0) return {};
    const bool one_sided = good == 0 || good == of;
    const double tail = (1 - confidence) / (one_sided ? 1 : 2);
    const auto trials = static_cast<double>(of), successes = static_cast<double>(good);
    ShareInterval interval;
    if (good > 0) interval.low = Binomial::find_lower_bound_on_p(trials, successes, tail);
    if (good < of) interval.high = Binomial::find_upper_bound_on_p(trials, successes, tail);
    return interval;
}

}  // namespace xsksim
