// SPDX-License-Identifier: GPL-2.0-only
// The few hypercalls that the virtqueue makes, answered by the test: memory from the heap, pages
// that stand for themselves, and hooks at the barriers, where a device may act.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/shim/hypercalls/hypercalls.h"

namespace xsksim::test {

// BUG_ON in the driver's code.
struct Bug : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct FakeHypercalls {
    // Called at each barrier, before its effect.
    std::function<void(enum xs_barrier)> at_barrier;
    // Allocations that fail from now on.
    std::size_t allocations_to_fail = 0;
    // With which the next add is to fail.
    int add_error = 0;
    std::multiset<const void*> live;
    std::vector<std::string> warnings;
};

// What the hypercalls of the running test act on.
FakeHypercalls& fake_hypercalls();

}  // namespace xsksim::test
