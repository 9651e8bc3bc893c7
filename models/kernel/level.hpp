// SPDX-License-Identifier: GPL-2.0-only
// The three levels of a vCPU; a higher one pre-empts a lower one.
#pragma once

#include <cstdint>

namespace xsksim {

enum class Level : std::uint8_t { task, softirq, hardirq };

}  // namespace xsksim
