// SPDX-License-Identifier: GPL-2.0-only
// What a manifest says of a driver's names, and what of it is refused.
#include <catch2/catch.hpp>

#include "sim/driver/manifest.hpp"
#include "sim/run/world_options.hpp"
#include "sim/scenario/parse.hpp"

using namespace xsksim;
using Catch::Matchers::Contains;

namespace {

// A driver of made-up names; `rest` are further keys.
std::string manifest(const std::string& rest) {
    return R"json({"name": "mine", "parameters": {"slots": {"unit": "slots", "default": 8},
               "look_again": {"unit": "us", "default": 5}}, )json" +
           rest + "}";
}

std::string refusal(const std::string& rest) {
    try {
        parse_manifest(manifest(rest), "mine.json");
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

}  // namespace

TEST_CASE("manifest: what the names mean") {
    const DriverVocabulary words =
        parse_manifest(
            manifest(R"json("state_bits": {"3": {"name": "BUSY", "means": "turns_wakeups_away"},
                                                  "5": "ODD"},
                                   "timer": {"timeout": "look_again"},
                                   "in_flight": {"each_takes": "slot", "called": "n",
                                                 "at_most": "min(slots, N * 15 % 100 / 2)"},
                                   "full_below_free": "3 + MAX_SKB_FRAGS",
                                   "roles": {"wakes_stopped_queue": "wake"})json"),
            "mine.json")
            .words;
    CHECK(words.bit_that(BitMeaning::turns_wakeups_away) == 3U);
    CHECK(words.bit_that(BitMeaning::timer_queued) == std::nullopt);
    CHECK(words.name_of_bit(3) == "BUSY");
    CHECK(words.name_of_bit(5) == "ODD");
    CHECK(words.name_of_bit(6) == "bit 6");
    CHECK(words.timer_timeout == "look_again");
    CHECK(words.full.free == 20);
    CHECK(words.full.text == "3 + MAX_SKB_FRAGS");
    CHECK(words.roles.wakes_stopped_queue == "wake");
    CHECK(words.roles.reaps_in_rx_napi.empty());
    REQUIRE(words.in_flight);
    CHECK(words.in_flight->value({{"slots", 8}}, 1) == 7U);  // 15 / 2
    CHECK(words.in_flight->value({{"slots", 4}}, 1) == 4U);
    CHECK(words.in_flight->value({}, 1) == std::nullopt);  // a parameter that nobody told
    CHECK(words.in_flight->parameters() == std::vector<std::string>{"slots"});
}

TEST_CASE("manifest: a number of free descriptors is its own text") {
    const FreeMark full =
        parse_manifest(manifest(R"json("full_below_free": 1)json"), "f").words.full;
    CHECK(full.free == 1);
    CHECK(full.text.empty());
    CHECK(full.told() == "1");
}

TEST_CASE("manifest: without a word on it a ring is full when none is free, and no wake is known") {
    const DriverVocabulary words = parse_manifest(manifest(R"json("roles": {})json"), "f").words;
    CHECK(words.full.free == 1);
    CHECK_FALSE(words.wakes_at);
    const FreeMark wakes_at =
        *parse_manifest(manifest(R"json("wakes_at_free": "2+MAX_SKB_FRAGS")json"), "f")
             .words.wakes_at;
    CHECK(wakes_at.told() == "2+MAX_SKB_FRAGS = 19");
}

TEST_CASE("manifest: costs of the driver's own functions") {
    const auto costs = parse_manifest(manifest(R"json("function_costs_ns": {"mine": 70})json"), "f")
                           .function_costs;
    CHECK(costs == std::map<std::string, Duration>{{"mine", Duration{70}}});
    CHECK_THAT(refusal(R"json("function_costs_ns": {"mine": -1})json"),
               Contains("/function_costs_ns/mine") && Contains("0 to 1000000000 ns"));
    CHECK_THAT(refusal(R"json("function_costs_ns": {"start_xmit": 1})json"),
               Contains("a function that has no default cost"));
}

TEST_CASE("manifest: a function takes its counterpart's time, or leaves its own to one it calls") {
    const DriverManifest read = parse_manifest(
        manifest(R"json("function_costs_as": {"mine": "start_xmit", "other": "unpriced"},
                        "function_costs_passed_on": {"virtqueue_get_buf": "inner"})json"),
        "f");
    Scenario scenario;
    scenario.shim.function_costs = {{"start_xmit", Duration{7}},
                                    {"virtqueue_get_buf", Duration{9}}};
    CHECK(shim_options(scenario, read).function_costs ==
          std::map<std::string, Duration>{
              {"inner", Duration{9}}, {"mine", Duration{7}}, {"start_xmit", Duration{7}}});
}

TEST_CASE("manifest: unknown words are refused where they stand") {
    CHECK_THAT(refusal(R"json("stat_bits": {})json"),
               Contains("mine.json") && Contains("/stat_bits"));
    CHECK_THAT(refusal(R"json("state_bits": {"1": {"name": "A", "means": "sleeps"}})json"),
               Contains("/state_bits/1/means") && Contains("turns_wakeups_away, timer_queued") &&
                   Contains("\"sleeps\""));
    CHECK_THAT(refusal(R"json("state_bits": {"64": "A"})json"), Contains("0 to 63"));
    CHECK_THAT(refusal(R"json("state_bits": {"1": {"name": "A", "means": "timer_queued"},
                                         "2": {"name": "B", "means": "timer_queued"}})json"),
               Contains("/state_bits/2/means") && Contains("no other bit"));
    CHECK_THAT(refusal(R"json("timer": {"timeout": "later"})json"),
               Contains("/timer/timeout") && Contains("\"later\""));
    CHECK_THAT(refusal(R"json("timer": {"timeout": "slots"})json"),
               Contains("/parameters/slots/unit"));
    CHECK_THAT(
        refusal(R"json("in_flight": {"each_takes": "x", "called": "n", "at_most": "slts"})json"),
        Contains("/in_flight/at_most") && Contains("\"slts\""));
    CHECK_THAT(refusal(R"json("in_flight": {"each_takes": "x", "called": "n"})json"),
               Contains("/in_flight/at_most") && Contains("a text"));
    CHECK_THAT(refusal(R"json("full_below_free": "2 + FRAGS")json"), Contains("/full_below_free"));
    CHECK_THAT(refusal(R"json("roles": {"sends": "x"})json"),
               Contains("/roles/sends") && Contains("wakes_stopped_queue"));
    CHECK(refusal(R"json("full_below_free": 2)json").empty());
}
