// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/text/words.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace xsksim;

TEST_CASE("numbers: thousands are told apart, small ones keep their digits") {
    CHECK(readable_number(0) == "0");
    CHECK(readable_number(999) == "999");
    CHECK(readable_number(1000) == "1,000");
    CHECK(readable_number(1234567.4) == "1,234,567");
    CHECK(readable_number(-1234567) == "-1,234,567");
    CHECK(readable_number(-123) == "-123");
    CHECK(readable_number(12.3456) == "12.35");
    CHECK(readable_number(0.0001) == "0.0001");
    CHECK(readable_number(std::nan("")) == "-");
}

TEST_CASE("numbers: short ones have three digits and a prefix, also where they round up") {
    CHECK(short_number(0) == "0");
    CHECK(short_number(12.25) == "12.2");
    CHECK(short_number(999.4) == "999");
    CHECK(short_number(999.9) == "1k");
    CHECK(short_number(1000) == "1k");
    CHECK(short_number(1234567) == "1.23M");
    CHECK(short_number(999960) == "1M");
    CHECK(short_number(-2500) == "-2.5k");
    CHECK(short_number(3e9) == "3G");
}

TEST_CASE("texts: quoted for the file or shell that they go to") {
    CHECK(csv_field("plain") == "plain");
    CHECK(csv_field("a,\"b\"") == "\"a,\"\"b\"\"\"");
    CHECK(csv_field("a\nb") == "\"a\nb\"");
    CHECK(csv_number(std::nan("")) == "");
    CHECK(json_number(std::nan("")) == "null");
    CHECK(json_number(0.1) == "0.1");
    CHECK(shell_quoted("/a=b") == "/a=b");
    CHECK(shell_quoted("it's $x") == "'it'\\''s $x'");
    CHECK(shell_quoted("") == "''");
    CHECK(width_of("µs") == 2);
}
