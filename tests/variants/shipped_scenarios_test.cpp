// SPDX-License-Identifier: GPL-2.0-only
// Every shipped scenario on every variant: judged, without a fault of the simulator or a gap in the
// shim, and the same twice. Long ones are cut at 20 ms of simulated time.
#include <catch2/catch.hpp>

#include "variant_runs.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr std::int64_t at_most_ns = 20'000'000;

Scenario shortened(const std::string& driver, const std::string& name) {
    Scenario scenario = scenario_for(driver, name);
    if (scenario.end.time && scenario.end.time->ns > 5 * at_most_ns)
        scenario.end.time = Instant{at_most_ns};
    return scenario;
}

}  // namespace

TEST_CASE("variants: each shipped scenario is judged on each variant") {
    const std::string driver = GENERATE("v2", "v3", "landed");
    for (const std::string& name : shipped_scenarios()) {
        INFO(name << " with " << driver);
        const RunResult result = run(shortened(driver, name));
        CHECK(result.outcome != Outcome::inconclusive);
        // Breakers force a race on v1 that another variant may well lose.
        if (!name.starts_with("breakers/")) CHECK_FALSE(found_by(result, "findings"));
    }
}

TEST_CASE("variants: the same scenario gives the same events twice") {
    const std::string driver = GENERATE("v2", "v3", "landed");
    for (const char* name : {"baseline", "unbind-bind", "kernel-udp-beside"}) {
        INFO(name << " with " << driver);
        const Scenario scenario = shortened(driver, name);
        CHECK(run(scenario).digest == run(scenario).digest);
    }
}
