// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/table.hpp"

#include <catch2/catch.hpp>

#include "sim/view/sweep/repeat.hpp"
#include "tests/unit/view/made_up_store.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Matchers::Contains;

namespace {

struct AskedTable {
    std::string show = "verdict";
    std::vector<std::string> where = {};
    std::string rows = "", columns = "";
    TableStyle style = {};
    bool csv = false;
};

std::string table_of(const MadeUpStore& database, const AskedTable& asked = {}) {
    const Result result = read_result(*database);
    const Selection selection(result, asked.where);
    TableRequest request;
    request.shown = find_shown(result, asked.show);
    if (!asked.rows.empty()) request.rows = find_axis(result, "--rows", asked.rows);
    if (!asked.columns.empty()) request.columns = find_axis(result, "--columns", asked.columns);
    std::vector<double> figure;
    if (request.shown.kind == Shown::Kind::figure)
        figure = read_figure(*database, result, request.shown.figure);
    return asked.csv ? table_csv(result, selection, request, figure)
                     : table_text(result, selection, request, figure, asked.style);
}

std::string grid_table(const AskedTable& asked = {}) { return table_of(grid_database(), asked); }

std::string problem(const AskedTable& asked) {
    try {
        grid_table(asked);
    } catch (const BadInput& error) {
        return error.what();
    }
    return "no problem";
}

}  // namespace

TEST_CASE("table: verdicts, and how many of them where seeds differ") {
    CHECK(grid_table() ==
          "grid: Which one <stalls>?\n"
          "verdict\n"
          "\n"
          "               driver\n"
          "  percent (%)  v1           new, \"best\"\n"
          "            5  stalled 1/3  stalled\n"
          "           40  pass         crashed 1/2\n"
          "\n"
          "11 runs: 6 pass, 4 stalled, 1 crashed\n"
          "not finished: the store has 11 of 12 runs\n"
          "to see percent 5 %, driver v1, seed 2 (stalled) again:\n"
          "  xsksim run 'scenarios/base line.json' --set /end/frames=10 --set '/note=\"it'\\''s\"' "
          "--set /driver/parameters/p=5 --set '/driver/name=\"v1\"' --seed 2 --timeline\n");
}

TEST_CASE("table: good runs") {
    const std::string text = grid_table({.show = "good"});
    CHECK_THAT(text, Contains("good: pass\n") && Contains("5  good 2/3  not good\n") &&
                         Contains("40  good      good 1/2\n"));
}

TEST_CASE("table: medians of the runs that have the figure, with its unit") {
    const std::string text = grid_table({.show = "rate"});
    CHECK_THAT(text, Contains("rate (packets/s): packets a second; median of the runs\n") &&
                         Contains("            5         10            2\n") &&
                         Contains("           40  1,500,000            7\n"));
}

TEST_CASE("table: axes change places, --where picks") {
    CHECK_THAT(grid_table({.rows = "driver"}),
               Contains("               percent (%)\n"
                        "       driver  5            40\n"
                        "           v1  stalled 1/3  pass\n"
                        "  new, \"best\"  stalled      crashed 1/2\n"));
    const std::string one = grid_table({.where = {"driver=v1"}});
    CHECK_THAT(one, Contains("driver v1\n") && Contains("  percent (%)  verdict\n") &&
                        Contains("            5  stalled 1/3\n") &&
                        Contains("\n6 runs: 5 pass, 1 stalled\n"));
    // A number is found by its value, too.
    CHECK(grid_table({.where = {"percent=4e1"}}) == grid_table({.where = {"percent=40"}}));
    CHECK(grid_table({.where = {"percent=5", "percent=40"}}) == grid_table());
}

TEST_CASE("table: other axes are tables of their own") {
    const auto database = grid_database();
    database->execute(
        "INSERT INTO axis VALUES (2, 'ring', '', 'linear');"
        "INSERT INTO axis_value VALUES (2, 0, '256', 256, ''), (2, 1, '512', 512, '');"
        "INSERT INTO parameter VALUES (0, 2, 0), (1, 2, 1), (2, 2, 0), (3, 2, 1)");
    const std::string text = table_of(database);
    const std::size_t first = text.find("\nring 256\n"), second = text.find("\nring 512\n");
    REQUIRE(first < second);
    REQUIRE(second != std::string::npos);
    CHECK_THAT(text.substr(first, second - first),
               Contains("5  stalled 1/3\n") && !Contains("crashed"));
    CHECK_THAT(text.substr(second), Contains("40      crashed 1/2\n"));
}

TEST_CASE("table: colour on a terminal, and the same words") {
    std::string text = grid_table({.style = {.colour = true}});
    CHECK_THAT(text, Contains("\x1b[32mpass\x1b[0m") && Contains("\x1b[31mstalled 1/3\x1b[0m"));
    for (std::size_t at = 0; (at = text.find('\x1b')) != std::string::npos;)
        text.erase(at, text.find('m', at) - at + 1);
    CHECK(text == grid_table());
}

TEST_CASE("table: columns that do not fit follow below") {
    CHECK_THAT(grid_table({.style = {.width = 38}}), Contains("           40  pass\n"
                                                              "\n"
                                                              "               driver\n"
                                                              "  percent (%)  new, \"best\"\n"
                                                              "            5  stalled\n"));
}

TEST_CASE("table: the same as comma-separated values") {
    CHECK(grid_table({.show = "rate", .csv = true}) ==
          "percent,driver=v1,\"driver=new, \"\"best\"\"\"\n5,10,2\n40,1500000,7\n");
    // The only axis that varies goes down.
    CHECK(grid_table({.where = {"driver=v1"}, .columns = "percent"}) ==
          grid_table({.where = {"driver=v1"}}));
    CHECK(grid_table({.where = {"driver=v1"}, .csv = true}) ==
          "percent,verdict\n5,stalled 1/3\n40,pass\n");
}

TEST_CASE("table: a search has a line for each point") {
    const std::string text = table_of(search_database());
    CHECK_THAT(text, Contains("largest loss that is good (good: pass)\n") &&
                         Contains("            5  largest loss that is good: 0.25\n") &&
                         Contains("           40  no loss is good\n") &&
                         Contains("7 runs: 4 pass, 3 stalled\n") &&
                         Contains("--set /p=5 --set /loss=1 --seed 1"));
    CHECK_THROWS_WITH(table_of(search_database(), {.show = "rate"}),
                      Contains("--show: wanted nothing: a search has one result"));
    CHECK_THROWS_WITH(table_of(search_database(), {.where = {"loss=1"}}),
                      Contains("got \"loss\", which the sweep searches"));
    CHECK(table_of(search_database(), {.csv = true}) ==
          "percent,good,bad,runs,text\n5,0.25,0.5,4,largest loss that is good: 0.25\n"
          "40,,0.1,1,no loss is good\n80,1,,2,good from 0.1 to 1\n");
}

TEST_CASE("table: points on a diagonal are listed") {
    std::string rows =
        "INSERT INTO sweep VALUES ('good', 'pass'), ('find', ''), ('points', '9'), "
        "('runs', '9'), ('plan_text', '{\"combine\":\"zip\"}');"
        "INSERT INTO axis VALUES (0, 'a', '', 'linear'), (1, 'b', '', 'linear');";
    for (const std::string i : {"0", "1", "2", "3", "4", "5", "6", "7", "8"}) {
        for (const std::string axis : {"0", "1"})
            rows += "INSERT INTO axis_value VALUES (" + axis + ", " + i + ", '1" + i + "', " + i +
                    ", ''); INSERT INTO parameter VALUES (" + i + ", " + axis + ", " + i + ");";
        rows += "INSERT INTO run VALUES (" + i + ", " + i + ", 1, NULL, 'pass', 1, '', '');";
    }
    const std::string text = table_of(made_up_database("zip", rows));
    CHECK_THAT(text, Contains("   a   b  verdict\n  10  10  pass\n  11  11  pass\n"));
}

TEST_CASE("table: what is asked for in vain is named, with the nearest") {
    CHECK(problem({.show = "rat"}) ==
          "--show: wanted verdict, good or a figure of :memory:, got \"rat\"; did you mean "
          "\"rate\"?");
    CHECK_THAT(problem({.show = "zzzzzz"}), Contains("got \"zzzzzz\"; it has rate, kicks"));
    CHECK(problem({.rows = "prcent"}) ==
          "--rows: wanted an axis of :memory:, got \"prcent\"; did you mean \"percent\"?");
    CHECK(problem({.where = {"driver=v2"}}) ==
          "--where: wanted a value of driver, got \"v2\"; did you mean \"v1\"?");
    CHECK(problem({.where = {"driver"}}) == "--where: wanted axis=value, got \"driver\"");
    CHECK_THAT(problem({.where = {"dirver=v1"}}), Contains("did you mean \"driver\"?"));
}

TEST_CASE("store: another format, and no store, are refused") {
    const auto other = made_up_database("x",
                                        "UPDATE sweep SET value = 'xsksim-store-9' WHERE "
                                        "name = 'format'");
    CHECK_THROWS_WITH(read_result(*other), Contains("wanted a store of format xsksim-store-2, got "
                                                    "xsksim-store-9"));
    Database none(":memory:", Database::Mode::create);
    CHECK_THROWS_WITH(read_result(none), Contains("wanted a store that `xsksim sweep` wrote"));
    const auto torn = grid_database();
    torn->execute("UPDATE run SET point = 4 WHERE run = 3");
    CHECK_THROWS_WITH(read_result(*torn),
                      Contains("wanted runs of its 4 points, got one of point 4"));
}
