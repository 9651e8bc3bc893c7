// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/sampling.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <random>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

constexpr unsigned bits = 32;

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

// Degree and coefficients of the primitive polynomial, and the first direction numbers.
struct SobolDimension {
    unsigned degree;
    unsigned coefficients;
    std::array<std::uint32_t, 4> first;
};
// Joe and Kuo, new-joe-kuo-6: dimensions 2 to 6. Dimension 1 is van der Corput's sequence.
constexpr std::array<SobolDimension, sobol_dimensions_max - 1> sobol_table = {{
    {1, 0, {1, 0, 0, 0}},
    {2, 1, {1, 3, 0, 0}},
    {3, 1, {1, 3, 1, 0}},
    {3, 2, {1, 1, 1, 0}},
    {4, 1, {1, 1, 3, 3}},
}};

using Directions = std::array<std::uint32_t, bits>;

Directions directions_of(std::size_t dimension) {
    Directions v{};
    if (dimension == 0) {
        for (unsigned i = 0; i < bits; ++i) v[i] = std::uint32_t{1} << (bits - 1 - i);
        return v;
    }
    const SobolDimension& d = sobol_table[dimension - 1];
    for (unsigned i = 0; i < d.degree; ++i) v[i] = d.first[i] << (bits - 1 - i);
    for (unsigned i = d.degree; i < bits; ++i) {
        v[i] = v[i - d.degree] ^ (v[i - d.degree] >> d.degree);
        for (unsigned k = 1; k < d.degree; ++k)
            if (((d.coefficients >> (d.degree - 1 - k)) & 1) != 0) v[i] ^= v[i - k];
    }
    return v;
}

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
    XSKSIM_CHECK(axes <= sobol_dimensions_max, "no direction numbers for so many axes");
    Dice dice(seed);
    std::vector<UnitPoint> all(points, UnitPoint(axes));
    for (std::size_t axis = 0; axis < axes; ++axis) {
        const Directions v = directions_of(axis);
        const double shift = dice.unit();
        std::uint32_t x = 0;
        for (std::size_t i = 0; i < points; ++i) {
            if (i > 0) x ^= v[static_cast<std::size_t>(std::countr_zero(i))];
            const double shifted = static_cast<double>(x) * 0x1p-32 + shift;
            all[i][axis] = shifted - std::floor(shifted);
        }
    }
    return all;
}

}  // namespace xsksim
