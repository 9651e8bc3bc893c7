// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/drawn_times.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace xsksim;

namespace {

Scenario scenario_with(std::vector<Override> settings) {
    return load_scenario(XSKSIM_SOURCE_DIR "/scenarios/baseline.json", settings);
}

using Values = std::map<std::string, std::set<std::string>>;  // by pointer

Values drawn(int times, const auto& draw) {
    Values all;
    for (int number = 0; number < times; ++number) {
        Dice dice(static_cast<std::uint64_t>(number), "times");
        for (const Override& setting : draw(dice)) all[setting.pointer].insert(setting.value);
    }
    return all;
}

}  // namespace

TEST_CASE("times: costs and latencies stretch up to the factor, none shrinks, nothing else moves") {
    const Scenario scenario =
        scenario_with({{"/explore/stretch_percent", "150"}, {"/interrupts/latency_ns", "1000"}});
    const Values all = drawn(400, [&](Dice& dice) { return draw_stretched(scenario, dice); });
    for (const auto& [pointer, values] : all) {
        INFO(pointer);
        const bool is_latency = pointer.ends_with("_ns");
        CHECK((is_latency || pointer.starts_with("/guest/costs/functions/")));
    }
    const auto& latencies = all.at("/interrupts/latency_ns");
    CHECK(latencies.contains("1000"));
    CHECK(latencies.contains("1500"));
    CHECK(latencies.size() == 51);
    CHECK(all.contains("/guest/costs/napi_poll_ns"));
    CHECK(all.contains("/guest/costs/functions/start_xmit"));
    CHECK(all.contains("/device/service_ns"));
    CHECK_FALSE(all.contains("/device/link_per_kib_ns"));  // 0 stays 0
    CHECK_FALSE(all.contains("/end/time_ns"));
}

TEST_CASE("times: none stretches unless the scenario says so") {
    const Scenario scenario = scenario_with({});
    CHECK(drawn(5, [&](Dice& dice) { return draw_stretched(scenario, dice); }).empty());
}

TEST_CASE("times: what is drawn in free time is taken by the keys, and spans magnitudes") {
    const std::vector<Override> base{{"/bounds/progress_ns", "20000000"}};
    const Scenario scenario = scenario_with(base);
    const auto draw = [&](Dice& dice) {
        auto all = draw_latencies(scenario, dice);
        for (const Override& hold : draw_holds(scenario, {{"event:napi_poll", 7}}, dice))
            all.push_back(hold);
        return all;
    };
    for (std::uint64_t number = 0; number < 50; ++number) {
        Dice dice(number, "times");
        auto settings = base;
        for (const Override& setting : draw(dice)) settings.push_back(setting);
        const Scenario with = scenario_with(settings);
        for (const ExpectedHold& hold : with.holds) {
            CHECK(hold.at_most <= longest_hold_up(scenario));
            CHECK(hold.hit <= 7);
            CHECK(hold.optional);
        }
        for (const ExpectedFault& fault : with.faults) CHECK(fault.what == FaultWhat::timer_late);
    }
    const Values all = drawn(400, draw);
    std::set<std::size_t> digits;
    for (const std::string& value : all.at("/interrupts/latency_ns")) digits.insert(value.size());
    CHECK(digits == std::set<std::size_t>{1, 2, 3, 4, 5});
    CHECK(all.contains("/faults/-"));
    CHECK(all.at("/schedule/holds/-").size() > 100);
}

TEST_CASE("times: all hold-ups together end before the scenario's bounds") {
    const auto of = [](std::vector<Override> settings) {
        return longest_hold_up(scenario_with(std::move(settings))).ns;
    };
    CHECK(of({{"/bounds/progress_ns", "12000"}}) == 1000);
    CHECK(of({{"/end/time_ns", "2400"}, {"/explore/hold_ups", "6"}}) == 100);
    CHECK(of({{"/end/time_ns", "2400"}, {"/end/settle_ns", "24000"}}) == 2000);
    CHECK(of({{"/end/time_ns", "1"}}) == 64);
}
