// SPDX-License-Identifier: GPL-2.0-only
// The JSON Schema says what the parser does, wherever a schema can say it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/support/long_form.hpp"
#include "tests/support/random_scenario.hpp"
#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;
using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

namespace {

class SchemaValidator {
public:
    SchemaValidator() {
        const json document = json::parse(schema_json());
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(Adapter(document), schema_);
    }
    bool accepts(const json& document) {
        return validator_.validate(schema_, Adapter(document), nullptr);
    }

private:
    valijson::Schema schema_;
    valijson::Validator validator_;  // keeps the patterns that it has compiled
};

enum class Judgement { accepted, misshapen, contradictory };

Judgement judged_by_parser(const std::string& text) {
    try {
        parse_scenario(text, "t.json");
    } catch (const BadInput& bad) {
        for (const InputProblem& problem : bad.problems())
            if (problem.kind != ProblemKind::contradiction) return Judgement::misshapen;
        return Judgement::contradictory;
    }
    return Judgement::accepted;
}

// A value of some type, often near the edge of a range.
json any_value(std::mt19937& random) {
    static const std::vector<json> values = {nullptr,
                                             true,
                                             false,
                                             0,
                                             1,
                                             2,
                                             3,
                                             16,
                                             17,
                                             63,
                                             64,
                                             65,
                                             250,
                                             256,
                                             1000,
                                             1514,
                                             1515,
                                             2048,
                                             4096,
                                             4097,
                                             32768,
                                             65536,
                                             65537,
                                             262144,
                                             262145,
                                             1048576,
                                             -1,
                                             999999999,
                                             1000000000,
                                             1000000001,
                                             1000000000000000,
                                             1000000000000001,
                                             9007199254740991,
                                             9007199254740992,
                                             0.5,
                                             1.5,
                                             -0.5,
                                             "",
                                             "x",
                                             "a b",
                                             "pass",
                                             "each",
                                             "spin",
                                             "rx",
                                             "bind",
                                             "irq_lost",
                                             "fault:1",
                                             "fault:01",
                                             std::string(65, 'n'),
                                             std::string(1001, 'n'),
                                             json::array(),
                                             json::object(),
                                             json::array({1}),
                                             json::array({0}),
                                             json::array({nullptr}),
                                             json{{"what", "irq_lost"}},
                                             json{{"unknown", 1}},
                                             json{{"ok_name", 1}},
                                             json{{"ok_name", nullptr}}};
    return values[random() % values.size()];
}

// The pointers of all values, containers included.
void collect(const json& node, const json::json_pointer& here,
             std::vector<json::json_pointer>& pointers) {
    pointers.push_back(here);
    if (node.is_object())
        for (const auto& [key, value] : node.items()) collect(value, here / key, pointers);
    if (node.is_array())
        for (std::size_t i = 0; i < node.size(); ++i) collect(node[i], here / i, pointers);
}

void mutate(json& document, std::mt19937& random) {
    std::vector<json::json_pointer> pointers;
    collect(document, json::json_pointer(), pointers);
    const auto pointer = pointers[random() % pointers.size()];
    json& node = document[pointer];
    const auto kind = random() % 4;
    if (kind == 0 && node.is_object())
        node[random() % 2 ? "unknown" : "name"] = any_value(random);
    else if (kind == 1 && node.is_object() && !node.empty())
        node.erase(std::next(node.begin(), static_cast<int>(random() % node.size())).key());
    else
        node = any_value(random);
}

void check_descriptions(const json& schema, const std::string& where) {
    const auto properties = schema.find("properties");
    if (properties != schema.end())
        for (const auto& [key, value] : properties->items()) {
            INFO(where << "/" << key);
            CHECK(value.value("description", "").size() > 3);
            check_descriptions(value, where + "/" + key);
        }
    if (schema.contains("items")) check_descriptions(schema["items"], where + "/*");
    if (schema.value("type", json()) == "object" || properties != schema.end()) {
        INFO(where);
        CHECK(schema.value("additionalProperties", json()) == json(false));
    }
}

}  // namespace

TEST_CASE("schema: the published copy is the generated one") {
    INFO("xsksim schema > sim/scenario/scenario.schema.json");
    const bool equal = test::text_of(test::source_directory() /
                                     "sim/scenario/scenario.schema.json") == schema_json();
    CHECK(equal);
}

TEST_CASE("schema: draft-07, versioned, closed, a description on everything") {
    const json schema = json::parse(schema_json());
    CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
    CHECK(schema["$id"] == "urn:xsksim:scenario:1");
    check_descriptions(schema, "");
}

TEST_CASE("schema: accepts what is shipped, what is random and what is resolved") {
    SchemaValidator schema;
    for (const auto& path : test::shipped_scenarios()) {
        INFO(path);
        CHECK(schema.accepts(json::parse(test::text_of(path))));
        CHECK(schema.accepts(json::parse(resolved_json(load_scenario(path)))));
    }
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
        CHECK(schema.accepts(json::parse(resolved_json(random_scenario(seed)))));
}

TEST_CASE("schema: a file that extends another may leave out what is required elsewhere") {
    SchemaValidator schema;
    CHECK(schema.accepts(json::parse(R"({"extends": "a.json", "expect": {"notes_fail": true}})")));
    CHECK_FALSE(schema.accepts(json::parse(R"({"extends": null, "expect": {}})")));
    CHECK_FALSE(schema.accepts(json::parse(R"({"name": "a"})")));
}

TEST_CASE("schema: agrees with the parser on mutated scenarios") {
    SchemaValidator schema;
    std::mt19937 random(20210105);
    std::size_t accepted = 0, misshapen = 0;
    std::vector<json> valid;
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
        valid.push_back(json::parse(resolved_json(random_scenario(seed))));
    const std::size_t runs = test::repeats<std::size_t>(1000, 3000);
    for (std::size_t i = 0; i < runs; ++i) {
        json document = valid[random() % valid.size()];
        for (auto mutations = 1 + random() % 2; mutations > 0; --mutations)
            mutate(document, random);
        const std::string text = document.dump();
        const Judgement parser = judged_by_parser(text);
        INFO(text);
        REQUIRE(schema.accepts(document) == (parser != Judgement::misshapen));
        accepted += parser == Judgement::accepted;
        misshapen += parser == Judgement::misshapen;
    }
    CHECK(accepted > runs / 20);  // the mutations are worth something
    CHECK(misshapen > runs / 4);
}
