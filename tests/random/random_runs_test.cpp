// SPDX-License-Identifier: GPL-2.0-only
// Random valid scenarios never crash the simulator nor end inconclusive without a named gap, and
// each is the same run whether steps run inline or on stacks of their own. The verdict may be
// anything else: the driver has its defects.
#include <catch2/catch.hpp>

#include <cstdlib>

#include "sim/run/digest_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline_listener.hpp"
#include "tests/support/random_scenario.hpp"

using namespace xsksim;

namespace {

std::uint64_t number_of(const char* variable, std::uint64_t fallback) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : fallback;
}

RunResult run(const Scenario& scenario, EngineKind engine) {
    DigestListener digest;
    TimelineListener timeline;
    return simulate(scenario, {.engine = engine, .driver_directory = XSKSIM_DRIVER_DIR},
                    {&digest, &timeline});
}

}  // namespace

TEST_CASE("random: valid scenarios are judged, and equal when run native and strict") {
    const std::uint64_t first = number_of("XSKSIM_FIRST_SEED", 1);
    const std::uint64_t count = number_of("XSKSIM_RANDOM_RUNS", 150);
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const Scenario scenario = short_random_scenario(seed);
        INFO("seed " << seed << ": " << resolved_json(scenario));
        const RunResult inlined = run(scenario, EngineKind::simgrid);
        // A gap in the shim has a name (the receive refill's delayed work, after a failed
        // allocation); a bound that is reached has not.
        if (inlined.outcome == Outcome::inconclusive)
            CHECK_THAT(inlined.inconclusive_reason, Catch::StartsWith("the shim lacks "));
        if (seed % 4 != 0) continue;
        const RunResult strict = run(scenario, EngineKind::native_strict);
        CHECK(inlined.digest == strict.digest);
    }
}
