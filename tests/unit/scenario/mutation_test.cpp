// SPDX-License-Identifier: GPL-2.0-only
// Whatever the text: a scenario or BadInput with at least one problem, each on one line.
#include <catch2/catch.hpp>
#include <random>

#include "tests/support/random_scenario.hpp"
#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;

namespace {

std::vector<std::string> valid_texts() {
    std::vector<std::string> texts;
    for (const auto& path : test::shipped_scenarios())
        texts.push_back(resolved_json(load_scenario(path)));
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        texts.push_back(resolved_json(random_scenario(seed)));
    texts.push_back(test::with("\"seed\": 7, \"device\": {\"ring_size\": 512}"));
    return texts;
}

void mutate_bytes(std::string& text, std::mt19937& random) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
        case 0:
            text[at] = static_cast<char>(random() & 0xFF);
            break;
        case 1:
            text.erase(at, 1 + random() % 8);
            break;
        case 2:
            text.insert(at, 1, static_cast<char>(random() & 0xFF));
            break;
        default:
            text.resize(at + 1);
            break;
    }
}

void mutate_tokens(std::string& text, std::mt19937& random) {
    static const std::vector<std::string> tokens = {"{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ",",
                                                    ":",
                                                    "null",
                                                    "true",
                                                    "-1",
                                                    "1.5",
                                                    "1e9",
                                                    "1e400",
                                                    "\"\"",
                                                    "\"\\ud800\"",
                                                    "[[[[[[",
                                                    "\n",
                                                    "\"a\":",
                                                    "0",
                                                    "00",
                                                    "\"name\"",
                                                    "99999999999999999999",
                                                    "\\u0000",
                                                    "\"\\u0000\":1,",
                                                    "1E-12",
                                                    "0.1"};
    const std::string& token = tokens[random() % tokens.size()];
    std::size_t at = random() % text.size();
    at = std::min(text.find_first_of("{}[],:", at), text.size() - 1);
    if (random() % 2 == 0)
        text.insert(at, token);
    else
        text.replace(at, std::min<std::size_t>(random() % 6, text.size() - at), token);
}

void check_judged(const std::string& text, std::size_t& scenarios) {
    try {
        parse_scenario(text, "t.json");
        ++scenarios;
    } catch (const BadInput& bad) {
        REQUIRE_FALSE(bad.problems().empty());
        for (const InputProblem& problem : bad.problems()) {
            REQUIRE(problem.text().find_first_of("\n\r") == std::string::npos);
            REQUIRE(problem.text().rfind("t.json:", 0) == 0);
        }
    }  // anything else fails the test
}

}  // namespace

TEST_CASE("mutated texts: a scenario or problems of one line each, never anything else") {
    const std::vector<std::string> texts = valid_texts();
    std::mt19937 random(5011);
    std::size_t scenarios = 0;
    constexpr int runs = 4000;
    for (int i = 0; i < runs; ++i) {
        std::string text = texts[random() % texts.size()];
        for (auto mutations = 1 + random() % 3; mutations > 0; --mutations)
            random() % 2 == 0 ? mutate_bytes(text, random) : mutate_tokens(text, random);
        INFO(text);
        check_judged(text, scenarios);
    }
    CHECK(scenarios > 10);  // some mutations do no harm
    CHECK(scenarios < runs / 2);
}
