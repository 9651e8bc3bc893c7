// SPDX-License-Identifier: GPL-2.0-only
// Assertions about the simulator itself. A failed one is a simulator fault (exit code 4), never a
// verdict on the driver: what a driver or device does wrong becomes a trace event instead.
// XSKSIM_CHECK stays on in every build.
#pragma once

#include <stdexcept>
#include <string>

namespace xsksim {

// Thrown by XSKSIM_CHECK. The engine catches it in every context and ends the run as
// EndReason::simulator_fault; outside a run it reaches main, which exits with 4.
class SimulatorFault : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void check_failed(const char* condition, const char* file, int line,
                               const std::string& message);

}  // namespace xsksim

#define XSKSIM_CHECK(condition, message)                                       \
    do {                                                                       \
        if (!(condition)) [[unlikely]]                                         \
            ::xsksim::check_failed(#condition, __FILE__, __LINE__, (message)); \
    } while (false)
