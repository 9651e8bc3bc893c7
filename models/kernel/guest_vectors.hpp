// SPDX-License-Identifier: GPL-2.0-only
// Interrupts of a vCPU that are no MSI-X vector: numbers of the guest's own, apart from the
// device's, which count from 0.
#pragma once

#include "models/events/words.hpp"
#include "models/ports.hpp"

namespace xsksim {

inline constexpr Vector first_hrtimer_vector = 0x1000;
inline constexpr Vector first_local_timer_vector = 0x2000;

// An expiry of an hrtimer.
constexpr Vector hrtimer_vector(CpuId cpu) { return first_hrtimer_vector + cpu; }
// The local timer where no hrtimer of a driver expires: ticks, ends of sleeps.
constexpr Vector local_timer_vector(CpuId cpu) { return first_local_timer_vector + cpu; }

constexpr InterruptKind interrupt_kind(Vector vector) {
    if (vector < first_hrtimer_vector) return InterruptKind::device;
    return vector < first_local_timer_vector ? InterruptKind::hrtimer : InterruptKind::local_timer;
}

}  // namespace xsksim
