// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/sampling.hpp"

#include <boost/random/sobol.hpp>
#include <cmath>
#include <random>

namespace xsksim {
namespace {

using Sobol = boost::random::sobol_engine<std::uint32_t, 32>;

// The generator is the standard's to the bit; its distributions are not.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : generator_(seed) {}
    double unit() { return static_cast<double>(generator_() >> 11) * 0x1p-53; }
    std::size_t below(std::size_t n) {
        return static_cast<std::size_t>(unit() * static_cast<double>(n));
    }

private:
    std::mt19937_64 generator_;
};

}  // namespace

std::vector<UnitPoint> random_points(std::size_t points, std::size_t axes, std::uint64_t seed) {
    Dice dice(seed);
    std::vector<UnitPoint> all(points, UnitPoint(axes));
    for (UnitPoint& point : all)
        for (double& x : point) x = dice.unit();
    return all;
}

std::vector<UnitPoint> latin_hypercube(std::size_t points, std::size_t axes, std::uint64_t seed) {
    Dice dice(seed);
    std::vector<UnitPoint> all(points, UnitPoint(axes));
    std::vector<std::size_t> slices(points);
    for (std::size_t axis = 0; axis < axes; ++axis) {
        for (std::size_t i = 0; i < points; ++i) slices[i] = i;
        for (std::size_t i = points; i > 1; --i) std::swap(slices[i - 1], slices[dice.below(i)]);
        for (std::size_t i = 0; i < points; ++i)
            all[i][axis] =
                (static_cast<double>(slices[i]) + dice.unit()) / static_cast<double>(points);
    }
    return all;
}

std::vector<UnitPoint> sobol_points(std::size_t points, std::size_t axes, std::uint64_t seed) {
    Dice dice(seed);
    UnitPoint shift(axes);
    for (double& x : shift) x = dice.unit();
    Sobol sobol(axes);
    std::vector<UnitPoint> all(points,
                               shift);  // the sequence begins with 0, which Boost leaves out
    for (std::size_t i = 1; i < points; ++i)
        for (double& x : all[i]) {
            x += static_cast<double>(sobol()) * 0x1p-32;
            x -= std::floor(x);
        }
    return all;
}

}  // namespace xsksim
