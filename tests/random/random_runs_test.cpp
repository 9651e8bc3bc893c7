// SPDX-License-Identifier: GPL-2.0-only
// Random valid scenarios never crash the simulator nor end inconclusive, and each is the same run
// whether steps run inline or on stacks of their own. The verdict may be anything else: the driver
// has its defects.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

#include "sim/run/run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/support/random_scenario.hpp"

using namespace xsksim;

namespace {

constexpr Instant traced_until{1'000'000};

std::uint64_t seeds() {
    const char* text = std::getenv("XSKSIM_RANDOM_RUNS");
    return text ? std::strtoull(text, nullptr, 10) : 200;
}

RunResult run(const Scenario& scenario, bool strict) {
    RunOptions options;
    options.strict_engine = strict;
    options.digest = true;
    options.timeline = !strict;
    options.driver_directory = XSKSIM_DRIVER_DIR;
    return run_scenario(scenario, options);
}

}  // namespace

TEST_CASE("random: valid scenarios are judged, and inline and strict runs are equal") {
    const std::uint64_t count = seeds();
    for (std::uint64_t seed = 1; seed <= count; ++seed) {
        Scenario scenario = random_scenario(seed);
        // Naming every access takes a thousand times as long as making it.
        if (scenario.trace.accesses)
            scenario.end.time = std::min(scenario.end.time.value_or(traced_until), traced_until);
        INFO("seed " << seed << ": " << resolved_json(scenario));
        const RunResult inlined = run(scenario, false);
        CHECK(inlined.outcome != Outcome::inconclusive);
        CHECK(inlined.inconclusive_reason == "");
        if (seed % 4 != 0) continue;
        const RunResult strict = run(scenario, true);
        CHECK(inlined.digest == strict.digest);
    }
}
