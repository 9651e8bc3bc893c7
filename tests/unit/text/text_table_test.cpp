// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/text/text_table.hpp"

#include <catch2/catch.hpp>

using namespace xsksim;
using Align = TextColumn::Align;

TEST_CASE("table: a column is as wide as its widest cell, and no line ends in spaces") {
    TextTable table({{}, {.align = Align::right}, {}});
    table.add({"name", "packets", "note"});
    table.add({"a longer name", "7", ""});
    table.add({"b"});
    CHECK(table.text() ==
          "name           packets  note\n"
          "a longer name        7\n"
          "b\n");
}

TEST_CASE("table: columns have a least width, a gap of their own and an indent before them") {
    TextTable table({{.width_min = 6}, {.align = Align::right, .width_min = 4, .gap = 1}, {}}, 3);
    table.add({"a", "1", "x"});
    CHECK(table.text() == "   a         1  x\n");
}

TEST_CASE("table: what is wider than a column may be is wrapped between words") {
    TextTable table({{.wrap_at = 9}, TextColumn{}});
    table.add({"one three indivisible four", "x"});
    table.add({"five", "y\nz"});
    CHECK(table.text() ==
          "one three    x\n"
          "indivisible\n"
          "four\n"
          "five         y\n"
          "             z\n");
}

TEST_CASE("table: a line counts for no column's width, and may begin where a column does") {
    TextTable table(2, 2);
    table.add_line("1  a question that is longer than all the rows");
    table.add_line("over the second", 1);
    table.add({"row", "cell"});
    CHECK(table.text() ==
          "1  a question that is longer than all the rows\n"
          "       over the second\n"
          "  row  cell\n");
}

TEST_CASE("table: columns that do not fit follow below, after the repeated ones") {
    TextTable table({{.align = Align::right}, {}, {}, {}}, 2);
    table.add_line("title", 1);
    table.add({"r", "aaaa", "bbbb", "cccc"});
    table.add({"10", "1", "2", "3"});
    const std::string blocks =
        "      title\n"
        "   r  aaaa  bbbb\n"
        "  10  1     2\n"
        "\n"
        "      title\n"
        "   r  cccc\n"
        "  10  3\n";
    CHECK(table.text(false, {.width = 16, .repeated = 1}) == blocks);
    CHECK(table.text(false, {.width = 21, .repeated = 1}) == blocks);
    CHECK(table.text(false, {.width = 22, .repeated = 1}) == table.text());
}

TEST_CASE("table: a column that is wider than the terminal is printed all the same") {
    TextTable table(2);
    table.add({"aaaaaaaa", "bbbbbbbb"});
    CHECK(table.text(false, {.width = 3}) == "aaaaaaaa\n\nbbbbbbbb\n");
}

TEST_CASE("table: paint and letters of several bytes do not shift columns") {
    TextTable table(2);
    table.add({{"\xc3\xa4\xc3\xb6", TextCell::Paint::red}, "x"});
    table.add({"abc", "y"});
    CHECK(table.text() == "\xc3\xa4\xc3\xb6   x\nabc  y\n");
    CHECK(table.text(true) == "\x1b[31m\xc3\xa4\xc3\xb6\x1b[0m   x\nabc  y\n");
}
