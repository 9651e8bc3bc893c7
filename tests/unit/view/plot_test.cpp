// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/plot.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/view/made_up_store.hpp"

using namespace xsksim;
using namespace xsksim::test;
using Catch::Matchers::Contains;

namespace {

struct AskedPlot {
    std::string show = "verdict";
    std::vector<std::string> where = {};
    std::string x = "", y = "";
};

std::string script_of(const MadeUpStore& database, const AskedPlot& asked = {}) {
    const Result result = read_result(*database);
    PlotRequest request;
    request.shown = find_shown(result, asked.show);
    if (!asked.x.empty()) request.x = find_axis(result, "--x", asked.x);
    if (!asked.y.empty()) request.y = find_axis(result, "--y", asked.y);
    std::vector<double> figure;
    if (request.shown.kind == Shown::Kind::figure)
        figure = read_figure(*database, result, request.shown.figure);
    return plot_script(result, Selection(result, asked.where), request, figure);
}

MadeUpStore with_axes(std::size_t more) {
    auto database = grid_database();
    for (std::size_t a = 2; a < 2 + more; ++a) {
        const std::string axis = std::to_string(a);
        database->execute("INSERT INTO axis VALUES (" + axis + ", 'axis" + axis +
                          "', '', 'linear'); INSERT INTO axis_value VALUES (" + axis +
                          ", 0, 'a', NULL, ''), (" + axis + ", 1, 'b', NULL, '');" +
                          "INSERT INTO parameter SELECT point, " + axis +
                          ", point % 2 FROM parameter WHERE axis = 0");
    }
    return database;
}

}  // namespace

TEST_CASE("plot: two axes are a map, with a number in each cell that reads on its colour") {
    const std::string script = script_of(grid_database());
    CHECK_THAT(script, Contains("'Which one <stalls>?'") && Contains("set xlabel 'percent (%)'") &&
                           Contains("set ylabel 'driver'") && Contains("set cbrange [0:100]"));
    // x, y, share of runs that are not good, as text, its colour
    CHECK_THAT(script,
               Contains("$known0 << END\n"
                        "0 0 33.3333") &&
                   Contains(" 33 16777215\n1 0 0 0 16777215\n0 1 100 100 0\n1 1 50 50 0\nEND"));
    CHECK_THAT(script, Contains("'5' 0, '40' 1") && Contains("'v1' 0, 'new, \"best\"' 1"));
}

TEST_CASE("plot: a map of medians; what has none is told apart") {
    const auto database = grid_database();
    database->execute("DELETE FROM scalar WHERE run = 10");
    const std::string script = script_of(database, {.show = "rate", .x = "driver"});
    CHECK_THAT(script,
               Contains("set xlabel 'driver'") && Contains("set cbrange [2:1500000]") &&
                   Contains("0 0 10 10 16777215\n1 0 2 2 16777215\n0 1 1500000 1.5M 0\nEND") &&
                   Contains("$none0 << END\n1 1\nEND"));
}

TEST_CASE("plot: one axis is a line with its spread") {
    const std::string script = script_of(grid_database(), {.show = "rate", .where = {"driver=v1"}});
    CHECK_THAT(script, Contains("$runs << END\n5 10 0 30\n40 1500000 1000000 2000000\nEND") &&
                           Contains("using 1:3:4 with filledcurves") &&
                           Contains("set ylabel 'rate (packets/s)'") && Contains("'driver v1'"));
    // Words lie side by side under their labels.
    CHECK_THAT(script_of(grid_database(), {.where = {"percent=5"}}),
               Contains("with points ps 1.2") && Contains("0 33.3333") && Contains("1 100 ? ?\n") &&
                   Contains("'v1' 0"));
}

TEST_CASE("plot: three axes are a map each; more are refused, and which to fix is said") {
    const std::string script = script_of(with_axes(1));
    CHECK_THAT(script, Contains("set title 'axis2 a'") && Contains("set title 'axis2 b'"));
    CHECK_THROWS_WITH(script_of(with_axes(2)),
                      "--where: wanted one value of axis3, for example --where axis3=a: a picture "
                      "of this sweep shows 3 axes, got 4 that vary: percent, driver, axis2, axis3");
    CHECK_THAT(script_of(with_axes(2), {.where = {"axis3=b"}}), Contains("'axis3 b'"));
    CHECK_THROWS_WITH(script_of(grid_database(), {.where = {"percent=5", "driver=v1"}}),
                      Contains("wanted an axis with several values"));
}

TEST_CASE("plot: a search is where it ended, on the scale of the searched axis") {
    const std::string script = script_of(search_database());
    CHECK_THAT(script, Contains("$line0 << END\n5 0.25\n40 ?\n80 1\nEND") &&
                           Contains("set logscale y") && Contains("'largest good loss'") &&
                           Contains("not drawn: 1 of 3 searches, where no loss is good") &&
                           Contains("and perhaps beyond: 1 of 3 searches"));
}

TEST_CASE("plot: a logarithmic axis is one") {
    const auto database = grid_database();
    database->execute("UPDATE axis SET scale = 'log' WHERE axis = 0");
    CHECK_THAT(script_of(database, {.where = {"driver=v1"}}), Contains("set logscale x"));
}

TEST_CASE("script: a text is a text, whatever it holds") {
    CHECK(GnuplotScript::quoted("it's `rm` $x\n@y") == "'it''s `rm` $x @y'");
    GnuplotScript script(PictureFormat::svg, 100, 100);
    script.tics("x", {{1, "5 %"}}, "");
    CHECK_THAT(script.finish(), Contains("'5 %%' 1"));
}

TEST_CASE("script: long texts are broken at spaces") {
    CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
    CHECK(wrapped("oneverylong", 4) == std::vector<std::string>{"oneverylong"});
}
