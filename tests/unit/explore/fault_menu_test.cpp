// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/fault_menu.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "sim/scenario/parse.hpp"

using namespace xsksim;

namespace {

const char* const plain = R"({"name": "n", "question": "?", "expect": {"verdict": "pass"},
                             "end": {"frames": 10}, "device": {"pairs": 2}})";

}  // namespace

TEST_CASE("fault menus: each kind is in all and in at most one other; none has none") {
    CHECK(kinds_of(FaultMenu::none).empty());
    CHECK(kinds_of(FaultMenu::all).size() == fault_table::infos.size());
    std::set<FaultWhat> seen;
    for (const FaultMenu menu :
         {FaultMenu::interrupts, FaultMenu::kicks, FaultMenu::device, FaultMenu::guest}) {
        CHECK(!kinds_of(menu).empty());
        for (const FaultWhat kind : kinds_of(menu)) CHECK(seen.insert(kind).second);
    }
    for (const FaultInfo& info : fault_table::infos)
        CHECK(seen.contains(info.what) != is_of_application(info.site));
}

TEST_CASE(
    "fault menus: every rule that is drawn is one that a scenario takes, and in time all are") {
    std::set<FaultWhat> drawn;
    for (std::uint64_t number = 0; number < 1'000; ++number) {
        Dice dice(number, "faults");
        std::string plain = ::plain;
        if (number % 2 == 0)  // some strike one format of a ring alone
            plain.insert(plain.find("\"pairs\""), "\"packed\": true, ");
        const Scenario scenario = parse_scenario(plain, "t.json");
        const auto rules = draw_faults({FaultMenu::all, 3}, scenario, dice);
        REQUIRE(!rules.empty());
        REQUIRE(rules.size() <= 3);
        std::string list;
        for (const std::string& rule : rules) list += (list.empty() ? "" : ", ") + rule;
        std::string json = plain;
        json.insert(json.rfind('}'), ", \"faults\": [" + list + "]");
        INFO(list);
        const Scenario with = parse_scenario(json, "t.json");
        for (const ExpectedFault& fault : with.faults) {
            CHECK(fault.optional);
            drawn.insert(fault.what);
        }
    }
    CHECK(drawn.size() == fault_table::infos.size());
}

TEST_CASE("fault menus: where no application is, none of its faults is drawn") {
    Scenario scenario = parse_scenario(plain, "t.json");
    scenario.application.enabled = false;
    for (std::uint64_t number = 0; number < 300; ++number) {
        Dice dice(number, "faults");
        for (const std::string& rule : draw_faults({FaultMenu::all, 3}, scenario, dice))
            for (const FaultInfo& info : fault_table::infos)
                if (is_of_application(info.site))
                    CHECK(rule.find("\"" + std::string(info.name) + "\"") == std::string::npos);
    }
}
