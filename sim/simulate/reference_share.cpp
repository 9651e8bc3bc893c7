// SPDX-License-Identifier: GPL-2.0-only
#include "sim/simulate/reference_share.hpp"

#include <fmt/format.h>

#include "sim/core/check.hpp"
#include "sim/run/digest_listener.hpp"

namespace xsksim {
namespace {

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014); it leaves 0 alone.
std::uint64_t scattered(std::uint64_t number) {
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

}  // namespace

bool is_repeated_on_reference(std::uint64_t number) {
    return scattered(number) % reference_share == 0;
}

void repeat_on_reference(const Scenario& scenario, SimulateOptions options,
                         const RunResult& result) {
    options.engine = EngineKind::simgrid;
    DigestListener digest;
    const RunResult reference = simulate(scenario, options, {&digest});
    if (reference.digest == result.digest && reference.outcome == result.outcome) return;
    throw SimulatorFault(fmt::format(
        "{}, seed {}: the run is another on the native engine than on SimGrid (digest {:016x} and "
        "{:016x}); to see it, run it with `--engine native --trace native.trace` and with "
        "`--engine simgrid --trace simgrid.trace`, and compare the two files",
        scenario.name, scenario.seed, result.digest, reference.digest));
}

}  // namespace xsksim
