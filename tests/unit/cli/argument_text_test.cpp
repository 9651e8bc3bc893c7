// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/argument_text.hpp"

#include <catch2/catch.hpp>

using namespace xsksim;
using namespace xsksim::cli;

TEST_CASE("arguments: --set is a pointer and what is behind the first equals sign") {
    const Override plain = override_of("/device/ring_size=512");
    CHECK(plain.pointer == "/device/ring_size");
    CHECK(plain.value == "512");
    CHECK(override_of("/faults/-={\"a\": \"b=c\"}").value == "{\"a\": \"b=c\"}");
    CHECK(override_of("/a=").value.empty());
}

TEST_CASE("arguments: what is no such pair is refused, and the message shows it") {
    for (const char* text : {"", "device/ring_size=512", "/device/ring_size", "=1"}) {
        INFO(text);
        CHECK_THROWS_AS(override_of(text), BadInput);
    }
    CHECK_THROWS_WITH(override_of("x=1"), Catch::Contains("--set") && Catch::Contains("x=1"));
}

TEST_CASE("arguments: whole numbers only, none negative") {
    CHECK(whole_number("0").empty());
    CHECK(whole_number("18446744073709551615").empty());
    for (const char* text : {"", "-1", "1.5", "0x10", " 1", "1e3"}) {
        INFO(text);
        CHECK_FALSE(whole_number(text).empty());
    }
}
