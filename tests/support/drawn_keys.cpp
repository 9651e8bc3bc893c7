// SPDX-License-Identifier: GPL-2.0-only
#include "tests/support/drawn_keys.hpp"

#include <rapidcheck.h>
#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/scenario/contradictions.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {

namespace {

std::int64_t pick(std::int64_t low, std::int64_t high) {
    return *rc::gen::inRange<std::int64_t>(low, high + 1);
}

// Without a range of the entry's own: up to a few times the default.
IntegerRange range_of(const KeyFacts& key, const Node& schema) {
    if (key.tried) return *key.tried;
    constexpr std::int64_t least_most = 8, least_most_ns = 2'000;
    const bool has_default = key.default_value.kind == Node::Kind::integer;
    const std::int64_t usual = has_default ? key.default_value.integer : 0;
    const std::int64_t most = std::max(4 * usual, key.unit == "ns" ? least_most_ns : least_most);
    const Node* min = schema.find("minimum");
    return {min == nullptr ? 0 : min->integer, most};
}

bool is_in(const Node& value, const IntegerRange& range) {
    return value.kind != Node::Kind::integer ||
           (value.integer >= range.min && value.integer <= range.max);
}

// Null where the shape is none of those that are drawn.
Node drawn_value(const KeyFacts& key) {
    const Node schema = key.shape->schema();
    const IntegerRange range = range_of(key, schema);
    if (const Node* words = schema.find("enum")) {
        std::vector<Node> allowed;
        for (const Node& word : words->items)
            if (is_in(word, range)) allowed.push_back(word);
        XSKSIM_CHECK(!allowed.empty(), "nothing of a key's range is allowed");
        return allowed[static_cast<std::size_t>(
            pick(0, static_cast<std::int64_t>(allowed.size()) - 1))];
    }
    const Node* type = schema.find("type");
    if (type == nullptr) return {};
    if (type->text == "boolean") return Node::of(pick(0, 1) == 1);
    if (type->text != "integer") return {};
    return Node::of(pick(range.min, std::min(range.max, schema.find("maximum")->integer)));
}

// Of the object that `shape` reads. Where a key must be given, no default is left.
void draw(const AnyShape& shape, Node& object) {
    for (const std::string& name : shape.part_names()) {
        const KeyFacts& key = *shape.key(name);
        if (key.shape->form() == AnyShape::Form::record)
            draw(*key.shape, *object.find(name));
        else if (key.needed || pick(0, 1) == 1)
            if (Node value = drawn_value(key); !value.is_null()) *object.find(name) = value;
    }
}

Node* find(Node& document, const std::string& pointer) {
    std::vector<std::string> tokens;
    split_pointer(pointer, tokens);
    Node* node = &document;
    for (const std::string& token : tokens) {
        if (node == nullptr) return nullptr;
        node = node->kind == Node::Kind::list ? &node->items[std::stoul(token)] : node->find(token);
    }
    return node;
}

// The accused key goes back to its default; if it has that already, so does all around it.
void take_back(Node& document, std::string pointer) {
    for (; !pointer.empty(); pointer.erase(pointer.rfind('/'))) {
        Node* node = find(document, pointer);
        if (node == nullptr || node->is_null()) continue;
        *node = {};
        return;
    }
    XSKSIM_CHECK(false, "a contradiction in what has its default");
}

Scenario read(Node document, bool find_all) {
    for (;;) {
        Scenario scenario;
        std::vector<InputProblem> problems;
        Reading reading(problems);
        scenario_shape().read(document, scenario, reading);
        if (find_all) find_contradictions(scenario, document, problems);
        if (problems.empty()) return scenario;
        take_back(document, problems.front().pointer);
    }
}

}  // namespace

Scenario with_drawn_sections(const Scenario& scenario, const std::vector<std::string>& sections) {
    Node document = scenario_shape().write(scenario);
    for (const std::string& section : sections)
        draw(*scenario_shape().part(section), *document.find(section));
    return read(std::move(document), false);
}

Scenario without_contradictions(const Scenario& scenario) {
    return read(scenario_shape().write(scenario), true);
}

}  // namespace xsksim
