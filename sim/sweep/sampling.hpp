// SPDX-License-Identifier: GPL-2.0-only
// Points in the unit cube, for sweeps that sample instead of taking each value with each.
//
// Random: independent. Latin hypercube: each axis is cut into as many slices as there are points,
// and each slice holds one (McKay, Beckman and Conover 1979). Sobol: the low-discrepancy sequence
// with the direction numbers of Joe and Kuo (2008), in Gray-code order, shifted by a random vector
// (Cranley and Patterson 1976) so that a seed chooses a sample. The same on every machine for the
// same seed.
#pragma once

#include <cstdint>
#include <vector>

namespace xsksim {

using UnitPoint = std::vector<double>;  // each from 0 to below 1

std::vector<UnitPoint> random_points(std::size_t points, std::size_t axes, std::uint64_t seed);
std::vector<UnitPoint> latin_hypercube(std::size_t points, std::size_t axes, std::uint64_t seed);
std::vector<UnitPoint> sobol_points(std::size_t points, std::size_t axes, std::uint64_t seed);

}  // namespace xsksim
