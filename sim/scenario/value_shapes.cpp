// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/value_shapes.hpp"

#include <algorithm>
#include <regex>

#include "models/codes.hpp"
#include "models/events.hpp"
#include "sim/scenario/exact_decimal.hpp"
#include "sim/scenario/integer_shape.hpp"
#include "sim/scenario/nearest.hpp"

namespace xsksim {

namespace {
constexpr std::size_t code_bytes_max = 64;
}

Node BooleanShape::schema() const { return Node::object().add("type", Node::of("boolean")); }

void BooleanShape::read(const Node& node, bool& into, Reading& reading) const {
    if (node.kind != Node::Kind::boolean) return reading.wrong(node, wanted());
    into = node.boolean;
}

Node ProbabilityShape::schema() const {
    return Node::object()
        .add("type", Node::of("number"))
        .add("minimum", Node::of(std::int64_t{0}))
        .add("maximum", Node::of(std::int64_t{1}));
}

void ProbabilityShape::read(const Node& node, Probability& into, Reading& reading) const {
    const bool is_integer = node.kind == Node::Kind::integer;
    if (!is_integer && node.kind != Node::Kind::decimal) return reading.wrong(node, wanted());
    const Billionths parts = to_billionths(is_integer ? std::to_string(node.integer) : node.text);
    switch (parts.status) {
        case Billionths::Status::exact:
            into.per_billion = parts.count;
            return;
        case Billionths::Status::outside:
            return reading.wrong(node, wanted());
        case Billionths::Status::too_fine:
            reading.add(node.origin, "at most 9 decimals", shown(node), "",
                        ProblemKind::contradiction);
    }
}

Node ProbabilityShape::write(const Probability& from) const {
    return Node::decimal_of(from_billionths(from.per_billion));
}

std::string TextShape::wanted() const {
    const std::string words = rules_.pattern.empty() ? "text" : rules_.pattern_words;
    return words + ", 1 to " + std::to_string(rules_.length_max) + " characters";
}

std::string TextShape::type() const { return wanted(); }

Node TextShape::schema() const {
    Node schema = Node::object();
    schema.add("type", Node::of("string"));
    schema.add("minLength", Node::of(std::int64_t{1}));
    schema.add("maxLength", Node::of(static_cast<std::int64_t>(rules_.length_max)));
    if (!rules_.pattern.empty()) schema.add("pattern", Node::of(std::string_view(rules_.pattern)));
    return schema;
}

struct TextShape::Pattern {
    std::regex regex;
};

TextShape::TextShape(TextRules rules)
    : rules_(std::move(rules)), pattern_(new Pattern{std::regex(rules_.pattern)}) {}
TextShape::~TextShape() = default;

bool TextShape::accepts(const std::string& text) const {
    const auto length = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    if (length == 0 || length > rules_.length_max) return false;
    return rules_.pattern.empty() || std::regex_search(text, pattern_->regex);
}

void TextShape::read(const Node& node, std::string& into, Reading& reading) const {
    if (node.kind != Node::Kind::text || !accepts(node.text)) return reading.wrong(node, wanted());
    into = node.text;
}

void ReasonShape::read(const Node& node, std::string& into, Reading& reading) const {
    static const std::regex code_regex("[a-z]+\\.[a-z][a-z0-9_]*");
    const bool is_code = node.kind == Node::Kind::text && node.text.size() <= code_bytes_max &&
                         std::regex_match(node.text, code_regex);
    if (!is_code || code_named(node.text)) return TextShape::read(node, into, reading);
    std::vector<std::string> known;
    for (const CodeInfo& info : code_infos) known.emplace_back(info.name);
    reading.add(node.origin, "a code of docs/codes.md, or words", shown(node),
                suggestion(node.text, known), ProblemKind::contradiction);
}

Node ModuleParameterShape::schema() const {
    return Node::object()
        .add("type", Node::list_of({Node::of("integer"), Node::of("boolean")}))
        .add("minimum", Node::of(-integer_max))
        .add("maximum", Node::of(integer_max));
}

void ModuleParameterShape::read(const Node& node, std::int64_t& into, Reading& reading) const {
    if (node.kind == Node::Kind::boolean)
        into = node.boolean ? 1 : 0;
    else if (node.kind == Node::Kind::integer || node.kind == Node::Kind::big_integer)
        read_integer(node, between(-integer_max, integer_max), into, reading);
    else
        reading.wrong(node, wanted());
}

Node FieldValueShape::schema() const {
    return Node::object()
        .add("type", Node::list_of({Node::of("integer"), Node::of("boolean"), Node::of("string")}))
        .add("minimum", Node::of(-integer_max))
        .add("maximum", Node::of(integer_max))
        .add("minLength", Node::of(std::int64_t{1}))
        .add("maxLength", Node::of(std::int64_t{1000}));
}

void FieldValueShape::read(const Node& node, FieldValue& into, Reading& reading) const {
    if (node.kind == Node::Kind::text)
        word_.read(node, into.word, reading);
    else if (node.kind == Node::Kind::boolean || node.kind == Node::Kind::integer ||
             node.kind == Node::Kind::big_integer)
        number_.read(node, into.number, reading);
    else
        reading.wrong(node, wanted());
}

Node FieldValueShape::write(const FieldValue& from) const {
    return from.word.empty() ? number_.write(from.number) : word_.write(from.word);
}

namespace {

const std::vector<std::string>& event_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const EventInfo& info : event_infos) all.emplace_back(info.name);
        return all;
    }();
    return names;
}

constexpr const char* rule_pattern = "^(fault|hold):[1-9][0-9]{0,3}$";
constexpr std::string_view event_prefix = "event:";
constexpr const char* place_pattern = "^[A-Za-z_][A-Za-z0-9_]*(:[A-Za-z0-9_.\\[\\]]+)?$";

}  // namespace

Node ReachedShape::schema() const {
    Node names = Node::list_of({});
    for (const std::string& name : event_names())
        names.items.push_back(Node::of(std::string_view(name)));
    Node rule = Node::object();
    rule.add("pattern", Node::of(rule_pattern));
    return Node::object()
        .add("type", Node::of("string"))
        .add("anyOf", Node::list_of({Node::object().add("enum", names), rule}));
}

void ReachedShape::read(const Node& node, std::string& into, Reading& reading) const {
    if (node.kind != Node::Kind::text) return reading.wrong(node, wanted());
    static const std::regex rule_regex(rule_pattern);
    const auto& names = event_names();
    const bool is_event = std::find(names.begin(), names.end(), node.text) != names.end();
    const bool is_rule = node.text.size() <= std::string_view("fault:9999").size() &&
                         std::regex_match(node.text, rule_regex);
    if (!is_event && !is_rule) return reading.wrong(node, wanted(), suggestion(node.text, names));
    into = node.text;
}

Node PlaceShape::schema() const {
    return Node::object()
        .add("type", Node::of("string"))
        .add("maxLength", Node::of(std::int64_t{200}))
        .add("pattern", Node::of(place_pattern));
}

void PlaceShape::read(const Node& node, std::string& into, Reading& reading) const {
    static const std::regex place_regex(place_pattern);
    constexpr std::size_t length_max = 200;
    if (node.kind != Node::Kind::text || node.text.size() > length_max ||
        !std::regex_match(node.text, place_regex))
        return reading.wrong(node, wanted());
    if (node.text.starts_with(event_prefix)) {
        const std::string kind = node.text.substr(event_prefix.size());
        const auto& names = event_names();
        if (std::find(names.begin(), names.end(), kind) == names.end())
            return reading.add(node.origin, "an event kind after \"event:\"", shown(node),
                               suggestion(kind, names), ProblemKind::contradiction);
    }
    into = node.text;
}

}  // namespace xsksim
