// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/export.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "sim/view/sweep/report.hpp"
#include "tests/unit/view/made_up_store.hpp"

using namespace xsksim;
using namespace xsksim::test;
using nlohmann::json;

namespace {

std::string line(const std::string& text, std::size_t number) {
    std::size_t at = 0;
    for (; number > 0; --number) at = text.find('\n', at) + 1;
    return text.substr(at, text.find('\n', at) - at);
}

json report_of(const MadeUpStore& database) {
    return json::parse(report_data(*database, read_result(*database)));
}

}  // namespace

TEST_CASE("export: a row a run, axes and figures by name") {
    const auto database = grid_database();
    const std::string csv = runs_csv(*database, read_result(*database));
    CHECK(line(csv, 0) == "run,point,seed,percent,driver,verdict,good,reason,codes,rate,kicks");
    CHECK(line(csv, 1) == "0,0,1,5,v1,pass,1,,,10,1");
    CHECK(line(csv, 2) == "1,0,2,5,v1,stalled,0,\"no, wake\",stall.driver_not_called,0,1");
    CHECK(line(csv, 9) == "8,2,3,40,v1,pass,1,,,1500000,3");
    CHECK(line(csv, 10) == "9,3,1,40,\"new, \"\"best\"\"\",crashed,0,died,,,");
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 12);
}

TEST_CASE("export: the same as JSON, numbers as such") {
    const auto database = grid_database();
    const json document = json::parse(runs_json(*database, read_result(*database)));
    CHECK(document["format"] == "xsksim-export");
    const json& runs = document["runs"];
    REQUIRE(runs.size() == 11);
    CHECK(runs[1] ==
          json::parse(R"({"run": 1, "point": 0, "seed": 2, "percent": 5.0, "driver": "v1",
        "verdict": "stalled", "good": false, "reason": "no, wake",
        "codes": "stall.driver_not_called", "rate": 0.0, "kicks": 1.0})"));
    CHECK(runs[9]["rate"].is_null());
    CHECK(runs[9]["driver"] == "new, \"best\"");
}

TEST_CASE("export: of a search, the value that was tried") {
    const auto database = search_database();
    const std::string csv = runs_csv(*database, read_result(*database));
    CHECK(line(csv, 3) == "2,0,1,5,0.5,stalled,0,,,");
}

TEST_CASE("report: columns by point") {
    const json data = report_of(grid_database());
    CHECK(data["format"] == "xsksim-report-1");
    CHECK(data["base"] ==
          "'scenarios/base line.json' --set /end/frames=10 --set '/note=\"it'\\''s\"'");
    CHECK(data["axes"][0]["scale"] == "linear");
    CHECK(data["axes"][1]["scale"] == "category");
    CHECK(data["axes"][0]["values"][1]["number"] == 40);
    CHECK_FALSE(data["axes"][1]["values"][0].contains("number"));
    CHECK(data["axes"][1]["values"][1]["settings"] ==
          json({"--set '/driver/name=\"v3\"'", "--set /x=1"}));
    CHECK(data["figures"][0] ==
          json({{"name", "rate"}, {"unit", "packets/s"}, {"meaning", "packets a second"}}));
    CHECK(data["verdicts"] == json({"pass", "stalled", "fail", "inconclusive", "crashed"}));
    const json& points = data["points"];
    CHECK(points["at"] == json::parse("[[0,0],[0,1],[1,0],[1,1]]"));
    CHECK(points["seeds"] == json::parse("[[1,2,3],[1,2,3],[1,2,3],[1,2]]"));
    CHECK(points["verdicts"] == json::parse("[[2,1,0,0,0],[0,3,0,0,0],[3,0,0,0,0],[1,0,0,0,1]]"));
    CHECK(points["good"] == json::parse("[2,0,3,1]"));
    CHECK(points["figures"][0] == json::parse("[[0,10,30],[1,2,3],[1e6,1.5e6,2e6],[7,7,7]]"));
    CHECK(data["explanations"] ==
          json::parse(R"({"0": {"seed": 2, "text": "because </script> of\nthis"},
                          "1": {"seed": 1, "text": "first"}})"));
}

TEST_CASE("report: a point without runs, and a verdict beyond the usual") {
    const auto database = grid_database();
    database->execute(
        "DELETE FROM run WHERE point = 3; DELETE FROM scalar WHERE run > 8;"
        "UPDATE run SET verdict = 'out of time' WHERE run = 0");
    const json data = report_of(database);
    CHECK(data["verdicts"][5] == "out of time");
    CHECK(data["points"]["verdicts"][0] == json::parse("[1,1,0,0,0,1]"));
    CHECK(data["points"]["seeds"][3].empty());
    CHECK(data["points"]["figures"][0][3].is_null());
}

TEST_CASE("report: of a search, where it ended and the settings that show it") {
    const json data = report_of(search_database());
    REQUIRE(data["axes"].size() == 1);
    CHECK(data["figures"] ==
          json::parse(R"([{"name": "loss", "unit": "", "meaning": "largest loss that is good"}])"));
    const json& points = data["points"];
    CHECK(points["at"] == json::parse("[[0],[1],[2]]"));
    CHECK(points["seeds"] == json::parse("[[1],[1],[1]]"));
    CHECK(points["verdicts"] == json::parse("[[0,1,0,0,0],[0,1,0,0,0],[1,0,0,0,0]]"));
    CHECK(points["good"] == json::parse("[0,0,1]"));
    CHECK(points["figures"] == json::parse("[[[0.25,0.25,0.25],null,[1,1,1]]]"));
    CHECK(points["settings"] ==
          json::parse(R"([["--set /loss=0.5"],["--set /loss=0.1"],["--set /loss=1"]])"));
    CHECK(data["explanations"] == json::parse(R"({"0": {"seed": 1, "text": "at 0.5"}})"));
}

TEST_CASE("report: the data take the place in the page, and cannot end their element") {
    CHECK(report_page("<a>/*XSKSIM-DATA*/</a>", "\"</a>\"") == "<a>\"\\u003c/a>\"</a>");
    CHECK_THROWS_WITH(report_page("<a></a>", "1"), Catch::Contains("XSKSIM-DATA"));
}
