// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/record.hpp"

#include <algorithm>

namespace xsksim {

namespace {

std::string described(const KeyFacts& key) {
    if (key.condition.empty()) return key.description;
    return key.description + " " + (key.needed ? "Needed and allowed " : "Allowed ") +
           key.condition + ".";
}

// A record's default is the defaults of its keys, which stand at the keys.
bool shows_default(const KeyFacts& key) {
    return !key.default_value.is_null() && key.shape->form() != AnyShape::Form::record;
}

Node key_schema(const KeyFacts& key) {
    Node schema = Node::object();
    const std::string unit = key.unit.empty() ? "" : " Unit: " + key.unit + ".";
    schema.add("description", Node::of(std::string_view(described(key) + unit)));
    if (shows_default(key)) schema.add("default", key.default_value);
    Node shape = key.required ? key.shape->schema() : or_null(key.shape->schema());
    for (Member& member : shape.members) schema.add(member.key, std::move(member.value));
    return schema;
}

Node written(const AnyKey& key, const void* owner) {
    return key.facts.shape->write_from(static_cast<const std::byte*>(owner) + key.offset);
}

void check_condition(const KeyFacts& key, bool applies, const Node& object, Reading& reading) {
    const Node* value = object.find(key.name);
    const bool given = value != nullptr && !value->is_null();
    if (given == applies || (!given && !key.needed)) return;
    const Reading::Step step(reading, key.name);
    if (given)
        reading.add(value->origin, key.name + " " + key.condition, shown(*value), "",
                    ProblemKind::contradiction);
    else
        reading.add(object.origin, key.shape->wanted(), "nothing", "", ProblemKind::contradiction);
}

}  // namespace

AnyKey::AnyKey(std::string_view name, std::string_view unit, std::string_view description,
               std::shared_ptr<const AnyShape> shape, std::size_t place)
    : facts{.name = std::string(name),
            .unit = std::string(unit),
            .description = std::string(description),
            .condition = "",
            .shape = std::move(shape)},
      offset(place) {}
AnyKey::AnyKey(const AnyKey&) = default;
AnyKey::AnyKey(AnyKey&&) noexcept = default;
AnyKey::~AnyKey() = default;

Node or_null(Node schema) {
    if (Node* type = schema.find("type")) {
        if (type->kind == Node::Kind::text) *type = Node::list_of({*type});
        type->items.push_back(Node::of("null"));
    }
    if (Node* words = schema.find("enum")) words->items.push_back(Node{});
    if (Node* either = schema.find("anyOf"))
        either->items.push_back(Node::object().add("type", Node::of("null")));
    return schema;
}

Record::Record(std::vector<AnyKey> keys, const void* fresh) : keys_(std::move(keys)) {
    for (AnyKey& key : keys_)
        if (!key.facts.required && !key.facts.needed && key.kept)
            key.facts.default_value = written(key, fresh);
}

const KeyFacts* Record::find(std::string_view name) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(),
                                    [&](const AnyKey& key) { return key.facts.name == name; });
    return found == keys_.end() ? nullptr : &found->facts;
}

std::vector<std::string> Record::names() const {
    std::vector<std::string> names;
    for (const AnyKey& key : keys_) names.push_back(key.facts.name);
    return names;
}

Node Record::schema() const {
    Node properties = Node::object();
    for (const AnyKey& key : keys_) properties.add(key.facts.name, key_schema(key.facts));
    return Node::object()
        .add("type", Node::of("object"))
        .add("additionalProperties", Node::of(false))
        .add("properties", std::move(properties));
}

Node Record::required_schema() const {
    Node required = Node::list_of({});
    Node properties = Node::object();
    for (const AnyKey& any : keys_) {
        const KeyFacts& key = any.facts;
        if (key.required) required.items.push_back(Node::of(std::string_view(key.name)));
        // A list says by itself what its items require.
        Node inner = key.shape->required_schema();
        if (key.shape->form() == AnyShape::Form::record && !inner.is_null())
            properties.add(key.name, std::move(inner));
    }
    Node schema = Node::object();
    if (!required.items.empty()) schema.add("required", std::move(required));
    if (!properties.members.empty()) schema.add("properties", std::move(properties));
    return schema.members.empty() ? Node{} : schema;
}

void Record::document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const {
    for (const AnyKey& any : keys_) {
        const KeyFacts& key = any.facts;
        const std::string here = pointer + "/" + key.name;
        rows.push_back({here, key.shape->type(), key.unit,
                        shows_default(key) ? to_text(key.default_value, Layout::line) : "",
                        described(key)});
        key.shape->document(here, rows);
    }
}

void Record::check_keys(const Node& object, Reading& reading) const {
    for (const Member& member : object.members) {
        if (find(member.key) != nullptr) continue;
        const Reading::Step step(reading, member.key);
        reading.add(member.origin, "a known key", shown(std::string_view(member.key)),
                    suggestion(member.key, names()), ProblemKind::shape);
    }
    for (const AnyKey& any : keys_) {
        const KeyFacts& key = any.facts;
        const Node* value = object.find(key.name);
        if (!key.required || (value != nullptr && !value->is_null())) continue;
        const Reading::Step step(reading, key.name);
        reading.add(value == nullptr ? object.origin : value->origin, key.shape->wanted(),
                    "nothing", "", ProblemKind::shape);
    }
}

void Record::read(const Node& node, void* into, Reading& reading) const {
    const std::size_t before = reading.problem_count();
    check_keys(node, reading);
    for (const AnyKey& key : keys_) {
        const Node* value = node.find(key.facts.name);
        if (value == nullptr || value->is_null()) continue;
        const Reading::Step step(reading, key.facts.name);
        if (key.kept)
            key.facts.shape->read_into(*value, static_cast<std::byte*>(into) + key.offset, reading);
        else
            key.facts.shape->check(*value, reading);
    }
    // A condition on a value that could not be read would accuse the wrong key.
    if (reading.problem_count() != before) return;
    for (const AnyKey& key : keys_)
        if (key.applies) check_condition(key.facts, key.applies(into), node, reading);
}

Node Record::write(const void* from) const {
    Node object = Node::object();
    for (const AnyKey& key : keys_)
        if (key.kept)
            object.add(key.facts.name,
                       key.applies && !key.applies(from) ? Node{} : written(key, from));
    return object;
}

}  // namespace xsksim
