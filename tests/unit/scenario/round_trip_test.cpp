// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "sim/scenario/exact_decimal.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;
using nlohmann::json;

TEST_CASE("resolved scenario: reads back equal, random ones") {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const Scenario scenario = random_scenario(seed);
        const std::string resolved = resolved_json(scenario);
        INFO("seed " << seed << ": " << resolved);
        REQUIRE(parse_scenario(resolved, "resolved") == scenario);
        REQUIRE(resolved_json(parse_scenario(resolved, "resolved")) == resolved);
    }
}

TEST_CASE("resolved scenario: reads back equal, shipped ones") {
    for (const auto& path : test::shipped_scenarios()) {
        INFO(path);
        const Scenario scenario = load_scenario(path);
        CHECK(parse_scenario(resolved_json(scenario), "resolved") == scenario);
        CHECK(scenario.name == path.stem());
    }
}

TEST_CASE("resolved scenario: every key is written, sorted, on one line") {
    const std::string resolved =
        resolved_json(parse_scenario(test::with("\"udp\": [{}]"), "t.json"));
    CHECK(resolved.find('\n') == std::string::npos);
    CHECK(resolved.rfind("{\"application\":{\"batch\":64,\"burst\":null,", 0) == 0);
    for (const KeyDocumentation& key : documented_keys()) {
        if (key.pointer == "/$schema" || key.pointer == "/extends" || key.pointer == "/profile")
            continue;
        if (key.pointer.find("/*") != std::string::npos && key.pointer.rfind("/udp", 0) != 0)
            continue;
        const std::string name = key.pointer.substr(key.pointer.rfind('/') + 1);
        INFO(key.pointer);
        CHECK(resolved.find("\"" + name + "\":") != std::string::npos);
    }
}

TEST_CASE("random scenarios: the same seed gives the same, and they vary") {
    CHECK(random_scenario(7) == random_scenario(7));
    std::set<std::string> texts;
    bool publish[3] = {}, options[4] = {};
    std::set<FaultWhat> faults;
    std::set<TimedAction> steps;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        const Scenario scenario = random_scenario(seed);
        texts.insert(resolved_json(scenario));
        CHECK(scenario.end.time->ns <= 50'000'000);
        CHECK(scenario.end.frames.value_or(0) <= 2000);
        publish[static_cast<int>(scenario.device.publish)] = true;
        options[scenario.device.event_idx * 2 + scenario.device.indirect_desc] = true;
        for (const auto& fault : scenario.faults) faults.insert(fault.what);
        for (const auto& step : scenario.steps) steps.insert(step.action);
    }
    CHECK(texts.size() == 1500);
    for (const auto& info : fault_table::infos) {
        INFO(info.name);
        CHECK(faults.contains(info.what));
    }
    for (const bool seen : publish) CHECK(seen);
    CHECK(steps.size() == static_cast<std::size_t>(TimedAction::read_statistics) + 1);
    for (const bool seen : options) CHECK(seen);
}

// Integers, times, words and booleans: what drawn_keys.hpp draws from the table alone.
TEST_CASE("random scenarios: every key of guest, device, interrupts and application varies") {
    std::map<std::string, std::set<std::string>> seen;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const json all = json::parse(resolved_json(random_scenario(seed))).flatten();
        for (const auto& [pointer, value] : all.items()) seen[pointer].insert(value.dump());
    }
    const std::regex drawn("/(guest|device|interrupts|application)/.*");
    std::size_t checked = 0;
    for (const KeyDocumentation& key : documented_keys()) {
        const bool is_value = key.type.rfind("object", 0) != 0 && key.type.rfind("list", 0) != 0;
        if (!is_value || !std::regex_match(key.pointer, drawn)) continue;
        INFO(key.pointer);
        CHECK(seen[key.pointer].size() > 1);
        ++checked;
    }
    CHECK(checked > 50);
}

TEST_CASE("probabilities: parts per billion to decimals and back, without rounding") {
    for (const std::uint32_t count : {0u, 1u, 10u, 155'068u, 266'290u, 401'932u, 453'473u,
                                      500'000'000u, 999'999'999u, 1'000'000'000u}) {
        const Billionths back = to_billionths(from_billionths(count));
        CHECK(back.status == Billionths::Status::exact);
        CHECK(back.count == count);
    }
    CHECK(from_billionths(155'068) == "0.000155068");
    CHECK(to_billionths("0.0e99999999999999999999").status == Billionths::Status::exact);
    CHECK(to_billionths("1e99999999999999999999").status == Billionths::Status::outside);
    CHECK(to_billionths("1e-99999999999999999999").status == Billionths::Status::too_fine);
    CHECK(to_billionths("10e-1").count == 1'000'000'000);
    CHECK(to_billionths("-0").status == Billionths::Status::exact);
}
