// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "models/fault_kinds.hpp"
#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;
using xsksim::test::problems_of;
using xsksim::test::with;

namespace {

struct BadText {
    const char* story;
    std::string text;
    std::string problems;
};

void check(const std::vector<BadText>& table) {
    for (const BadText& bad : table) {
        INFO(bad.story);
        CHECK(problems_of(bad.text) == bad.problems);
    }
}

std::string every_fault() {
    std::string text;
    for (const FaultInfo& info : fault_table::infos)
        text += (text.empty() ? "\"" : ", \"") + std::string(info.name) + "\"";
    return text;
}

}  // namespace

TEST_CASE("bad input: the smallest scenario is none") { CHECK(problems_of(with("")) == ""); }

TEST_CASE("bad input: what is not JSON is named with its line and what was expected") {
    check({
        {"empty", "", "t.json:1: wanted '[', '{', or a literal, got end of input"},
        {"open end", "{\n\"name\": \"a\"\n\n", "t.json:3: wanted '}', got end of input"},
        {"no comma", "{\n\"name\": \"a\"\n\"seed\": 1}",
         "t.json:3: wanted '}', got string literal"},
        {"trailing comma", "{\n\"name\": \"a\",\n}", "t.json:3: wanted string literal, got '}'"},
        {"no colon", "{\n\n\"name\" \"a\"}", "t.json:3: wanted ':', got string literal"},
        {"two documents", "{}\n{}", "t.json:2: wanted end of input, got '{'"},
        {"half a word", "{\n\"name\": tru\n}",
         "t.json:2: wanted JSON, got invalid literal, at \"\\\"name\\\": tru\""},
        {"line break in a text", "{\n\"name\": \"a\nb\"}",
         "t.json:2: wanted JSON, got invalid string: control character U+000A (LF) must be escaped "
         "to \\u000A or \\n, at \"\\\"a\""},
        {"a number beyond a double", "{\n\"seed\": 1e999\n}",
         "t.json:2: /seed: wanted a number, got 1e999, too large"},
        {"no UTF-8", "{\n\"name\": \"\xff\"}", "t.json:2: wanted UTF-8 text, got byte 0xff"},
        {"a surrogate half in UTF-8", "{\n\n\"\xed\xa0\x80\": 1}",
         "t.json:3: wanted UTF-8 text, got byte 0xed"},
    });
}

TEST_CASE("bad input: numbers, lists and objects are placed on the line they are written on") {
    check({
        {"a number with its line break behind it", with("\"seed\":\n-1\n,\"rx\": []"),
         "t.json:7: /seed: wanted an integer, 0 to 2^53-1, got -1"},
        {"a number with a comma behind it", with("\"seed\":\n\n-1,\n\n\"rx\": []"),
         "t.json:8: /seed: wanted an integer, 0 to 2^53-1, got -1"},
        {"a list", with("\"device\":\n[\n1\n]"), "t.json:7: /device: wanted an object, got a list"},
        {"a literal", with("\"device\": {\n\"event_idx\":\nnull,\n\"pairs\":\ntrue\n}"),
         "t.json:10: /device/pairs: wanted an integer, 1 to 16, got true"},
    });
}

TEST_CASE("bad input: a key twice, unknown or misspelt") {
    check({
        {"twice", with("\"seed\": 1,\n\"seed\": 2"),
         "t.json:7: /seed: wanted each key once, got a second \"seed\" (the first is on line 6)"},
        {"twice, deeper",
         with("\"faults\": [{\"what\": \"interrupt_lost\"},\n{\"what\": "
              "\"interrupt_lost\",\n\"pair\": 0, \"pair\": 0}]"),
         "t.json:8: /faults/1/pair: wanted each key once, got a second \"pair\" (the first is on "
         "line 8)"},
        {"twice and unknown: the second is not read", with("\"sede\": 1,\n\"sede\": 2"),
         "t.json:7: /sede: wanted each key once, got a second \"sede\" (the first is on line 6)\n"
         "t.json:6: /sede: wanted a known key, got \"sede\"; did you mean \"seed\"?"},
        {"misspelt", with("\"device\": {\n\"ring_szie\": 256}"),
         "t.json:7: /device/ring_szie: wanted a known key, got \"ring_szie\"; did you mean "
         "\"ring_size\"?"},
        {"without its unit", with("\"device\": {\"service\": 256}"),
         "t.json:6: /device/service: wanted a known key, got \"service\"; did you mean "
         "\"service_ns\"?"},
        {"like nothing", with("\"interrupts\": {\"xyzzy\": 1}"),
         "t.json:6: /interrupts/xyzzy: wanted a known key, got \"xyzzy\"; known here: latency_ns"},
        {"with a slash and a line break", with("\"trace\": {\"a/b\\n\": 1}"),
         "t.json:6: /trace/a~1b\\n: wanted a known key, got \"a/b\\n\"; known here: accesses"},
    });
}

TEST_CASE("bad input: wrong types and values out of range") {
    check({
        {"text for a number", with("\"seed\": \"1\""),
         "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got \"1\""},
        {"a fraction", with("\"seed\": 1.5"),
         "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got 1.5"},
        {"an exponent", with("\"seed\": 1e3"),
         "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got 1e3"},
        {"beyond 64 bits", with("\"seed\": 18446744073709551616"),
         "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got 18446744073709551616"},
        {"beyond 63 bits", with("\"seed\": 9223372036854775808"),
         "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got 9223372036854775808"},
        {"beyond the range", with("\"seed\": 9007199254740992"),
         "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got 9007199254740992"},
        {"wraps to a good 32-bit value", with("\"device\": {\"pairs\": 4294967297}"),
         "t.json:6: /device/pairs: wanted an integer, 1 to 16, got 4294967297"},
        {"no power of two", with("\"device\": {\"ring_size\": 255}"),
         "t.json:6: /device/ring_size: wanted an integer, power of two, 2 to 32768, got 255"},
        {"not one of", with("\"guest\": {\"hz\": 60}"),
         "t.json:6: /guest/hz: wanted an integer, one of 100, 250, 300, 1000, got 60"},
        {"a misspelt word", with("\"device\": {\"publish\": {\"when\": \"drain\"}}"),
         "t.json:6: /device/publish/when: wanted \"each\", \"batch\", \"drained\", got \"drain\"; "
         "did you mean \"drained\"?"},
        {"no C identifier", with("\"driver\": {\"parameters\": {\"a b\": 1}}"),
         "t.json:6: /driver/parameters/a b: wanted a C identifier as key, got \"a b\""},
        {"nth zero", with("\"faults\": [{\"what\": \"interrupt_lost\", \"nth\": [1, 0]}]"),
         "t.json:6: /faults/0/nth/1: wanted an integer, 1 to 2^53-1, got 0"},
        {"null in a list", with("\"udp\": [null]"), "t.json:6: /udp/0: wanted an object, got null"},
        {"a list for the whole", "[]", "t.json:1: wanted an object, got a list"},
        {"a name that leaves its folder",
         "{\"name\": \"../x\", \"question\": \"?\", \"expect\": "
         "{\"verdict\": \"pass\"}, \"end\": {\"frames\": 1}}",
         "t.json:1: /name: wanted letters, digits, `.`, `_`, `-`, the first a letter or digit, 1 "
         "to "
         "64 characters, got \"../x\""},
    });
}

TEST_CASE("bad input: probabilities are exact to the billionth") {
    const auto with_probability = [](const std::string& number) {
        return with("\"schedule\": {\"preempt_probability\": " + number + "}");
    };
    const std::string place = "t.json:6: /schedule/preempt_probability: wanted ";
    check({
        {"nine decimals", with_probability("0.123456789"), ""},
        {"trailing zeros", with_probability("0.10000000000000"), ""},
        {"an exponent", with_probability("5E-9"), ""},
        {"ten decimals", with_probability("0.1234567891"),
         place + "at most 9 decimals, got 0.1234567891"},
        {"too small", with_probability("1e-10"), place + "at most 9 decimals, got 1e-10"},
        {"just above one", with_probability("1.000000001"),
         place + "a probability from 0 to 1, got 1.000000001"},
        {"negative", with_probability("-0.5"), place + "a probability from 0 to 1, got -0.5"},
        {"two", with_probability("2"), place + "a probability from 0 to 1, got 2"},
        {"text", with_probability("\"0.5\""), place + "a probability from 0 to 1, got \"0.5\""},
    });
    CHECK(parse_scenario(with_probability("0.001"), "t")
              .kernel.cpus.host_steals.probability.per_billion == 1'000'000);
    CHECK(parse_scenario(with_probability("1.0"), "t")
              .kernel.cpus.host_steals.probability.per_billion == 1'000'000'000);
}

TEST_CASE("bad input: what is required must be there") {
    check({
        {"everything", "\n{}",
         "t.json:2: /name: wanted letters, digits, `.`, `_`, `-`, the first a letter or digit, 1 "
         "to "
         "64 characters, got nothing\n"
         "t.json:2: /question: wanted text, 1 to 1000 characters, got nothing\n"
         "t.json:2: /expect: wanted an object, got nothing\n"
         "t.json:2: /end: wanted an object, got nothing"},
        {"verdict",
         "{\"name\": \"a\", \"question\": \"b\",\n\"expect\": {},\n\"end\": {\"frames\": 1}}",
         "t.json:2: /expect/verdict: wanted \"pass\", \"fail\", \"stalled\", \"inconclusive\", got "
         "nothing"},
        {"null is not there",
         "{\"name\": \"a\", \"question\": \"b\",\n\"expect\": {\"verdict\":\n"
         "null}, \"end\": {\"frames\": 1}}",
         "t.json:3: /expect/verdict: wanted \"pass\", \"fail\", \"stalled\", \"inconclusive\", got "
         "nothing"},
        {"neither end",
         "{\"name\": \"a\", \"question\": \"b\", \"expect\": {\"verdict\": "
         "\"pass\"},\n\"end\": {}}",
         "t.json:2: /end: wanted frames or time_ns, got neither"},
        {"a rule's what", with("\"faults\": [\n{\"nth\": [1]}]"),
         "t.json:7: /faults/0/what: wanted " + every_fault() + ", got nothing"},
        {"a step's time", with("\"steps\": [\n{\"do\": \"bind\"}]"),
         "t.json:7: /steps/0/at_ns: wanted an integer, 0 to 10^15, got nothing"},
    });
}

TEST_CASE("bad input: all problems of a text are reported at once, follow-ups are not") {
    CHECK(problems_of(with("\"seed\": -1,\n\"devcie\": {},\n"
                           "\"device\": {\"publish\": {\"when\": \"btach\", \"batch\": 3}},\n"
                           "\"application\": {\"cpu\": 9},\n\"end \": 3,\n\"seed\": 2")) ==
          "t.json:11: /seed: wanted each key once, got a second \"seed\" (the first is on line 6)\n"
          "t.json:7: /devcie: wanted a known key, got \"devcie\"; did you mean \"device\"?\n"
          "t.json:10: /end : wanted a known key, got \"end \"; did you mean \"end\"?\n"
          "t.json:6: /seed: wanted an integer, 0 to 2^53-1, got -1\n"
          "t.json:8: /device/publish/when: wanted \"each\", \"batch\", \"drained\", got \"btach\"; "
          "did you mean \"batch\"?\n"
          "t.json:9: /application/cpu: wanted less than /guest/vcpus, 2, got 9");
}

TEST_CASE("bad input: extends needs a file") {
    CHECK(problems_of(with("\"extends\": \"a.json\"")) ==
          "t.json:6: /extends: wanted no extends, as this text is no file, got \"a.json\"");
}

TEST_CASE("bad input: what is too large or too deep is refused") {
    CHECK(problems_of(std::string((1 << 20) + 1, ' ')) ==
          "t.json: wanted at most 1048576 bytes, got 1048577");
    const std::string deep(100'000, '[');
    CHECK_THAT(problems_of(deep), Catch::Contains("wanted at most 64 levels, got more"));
    std::string many = "[1";
    for (int i = 0; i < 20'000; ++i) many += ",1";
    CHECK(problems_of(many + "]") == "t.json:1: wanted at most 10000 values, got more");
}
