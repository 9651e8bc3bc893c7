// SPDX-License-Identifier: GPL-2.0-only
// Shapes made of shapes: words for enumerators, values that may be absent, lists, maps. (Objects
// with known keys are in record_shape.hpp.)
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/shape.hpp"

namespace xsksim {

// One word of a few, each standing for a value of T.
template <class T>
class ChoiceShape : public Shape<T> {
public:
    explicit ChoiceShape(std::vector<std::pair<std::string, T>> words) : words_(std::move(words)) {}

    std::string wanted() const override { return joined(", "); }
    std::string type() const override { return joined(", "); }
    Node schema() const override {
        Node list = Node::list_of({});
        for (const auto& [word, value] : words_)
            list.items.push_back(Node::of(std::string_view(word)));
        return Node::object().add("enum", std::move(list));
    }
    void read(const Node& node, T& into, Reading& reading) const override {
        std::vector<std::string> known;
        for (const auto& [word, value] : words_) {
            if (node.kind == Node::Kind::text && node.text == word) {
                into = value;
                return;
            }
            known.push_back(word);
        }
        const std::string near = node.kind == Node::Kind::text ? nearest(node.text, known) : "";
        reading.wrong(node, wanted(),
                      near.empty() ? "" : "did you mean " + json_literal(near) + "?");
    }
    Node write(const T& from) const override {
        for (const auto& [word, value] : words_)
            if (value == from) return Node::of(std::string_view(word));
        return {};
    }

private:
    std::string joined(const char* separator) const {
        std::string text;
        for (const auto& [word, value] : words_)
            text += (text.empty() ? "" : separator) + json_literal(word);
        return text;
    }

    std::vector<std::pair<std::string, T>> words_;
};

// A value that may be absent; absent is null, which the record reads before any shape sees it.
template <class T>
class OptionalShape : public Shape<std::optional<T>> {
public:
    explicit OptionalShape(ShapePointer<T> inner) : inner_(std::move(inner)) {}

    std::string wanted() const override { return inner_->wanted(); }
    std::string type() const override { return inner_->type(); }
    Node schema() const override { return inner_->schema(); }
    AnyShape::Form form() const override { return inner_->form(); }
    const AnyShape* part(std::string_view token) const override { return inner_->part(token); }
    std::vector<std::string> part_names() const override { return inner_->part_names(); }
    Node required_schema() const override { return inner_->required_schema(); }
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const override {
        inner_->document(pointer, rows);
    }
    void read(const Node& node, std::optional<T>& into, Reading& reading) const override {
        const std::size_t before = reading.problem_count();
        T value{};
        inner_->read(node, value, reading);
        if (reading.problem_count() == before) into = std::move(value);
    }
    Node write(const std::optional<T>& from) const override {
        return from ? inner_->write(*from) : Node{};
    }

private:
    ShapePointer<T> inner_;
};

template <class T>
class ListShape : public Shape<std::vector<T>> {
public:
    explicit ListShape(ShapePointer<T> item) : item_(std::move(item)) {}

    AnyShape::Form form() const override { return AnyShape::Form::list; }
    std::string wanted() const override { return "a list"; }
    std::string type() const override {
        return item_->form() == AnyShape::Form::record ? "list of objects"
                                                       : "list of: " + item_->type();
    }
    Node schema() const override {
        return Node::object()
            .add("type", Node::of("array"))
            .add("maxItems", Node::of(static_cast<std::int64_t>(items_max)))
            .add("items", item_schema());
    }
    const AnyShape* part(std::string_view) const override { return item_.get(); }
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const override {
        item_->document(pointer + "/*", rows);
    }
    void read(const Node& node, std::vector<T>& into, Reading& reading) const override {
        if (node.kind != Node::Kind::list) return reading.wrong(node, wanted());
        if (node.items.size() > items_max)
            return reading.add(node.origin, "at most " + std::to_string(items_max) + " items",
                               std::to_string(node.items.size()), "", ProblemKind::shape);
        into.clear();
        for (const Node& item : node.items) {
            const Reading::Step step(reading, std::to_string(into.size()));
            item_->read(item, into.emplace_back(), reading);
        }
    }
    Node write(const std::vector<T>& from) const override {
        Node list = Node::list_of({});
        for (const T& item : from) list.items.push_back(item_->write(item));
        return list;
    }

private:
    static constexpr std::size_t items_max = 1000;

    // Items are not merged by `extends`, so what they require the schema can say on the spot.
    Node item_schema() const {
        Node schema = item_->schema();
        Node requirement = item_->required_schema();
        if (const Node* keys = requirement.find("required")) schema.add("required", *keys);
        return schema;
    }

    ShapePointer<T> item_;
};

// An object whose keys are names that the format does not know. Entries are laid over the ones the
// map has by default.
template <class T>
class MapShape : public Shape<std::map<std::string, T>> {
public:
    explicit MapShape(ShapePointer<T> value) : value_(std::move(value)) {}

    AnyShape::Form form() const override { return AnyShape::Form::map; }
    std::string wanted() const override { return "an object"; }
    std::string type() const override {
        return value_->form() == AnyShape::Form::record ? "object of objects"
                                                        : "object of: " + value_->type();
    }
    Node schema() const override;
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const override {
        value_->document(pointer + "/*", rows);
    }
    const AnyShape* part(std::string_view) const override { return value_.get(); }
    void read(const Node& node, std::map<std::string, T>& into, Reading& reading) const override {
        if (node.kind != Node::Kind::object) return reading.wrong(node, wanted());
        for (const Member& member : node.members) {
            const Reading::Step step(reading, member.key);
            if (!is_identifier(member.key))
                reading.add(member.origin, "a C identifier as key", shown(member.key), "",
                            ProblemKind::shape);
            else if (!member.value.is_null())
                value_->read(member.value, into[member.key], reading);
        }
    }
    Node write(const std::map<std::string, T>& from) const override {
        Node object = Node::object();
        for (const auto& [name, value] : from) object.add(name, value_->write(value));
        return object;
    }

private:
    static bool is_identifier(const std::string& name) {
        const auto letter = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        };
        const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
        return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), rest);
    }

    ShapePointer<T> value_;
};

// {"type": ["integer"]} -> {"type": ["integer", "null"]}, and the same for "enum".
Node or_null(Node schema);

template <class T>
Node MapShape<T>::schema() const {
    return Node::object()
        .add("type", Node::of("object"))
        .add("additionalProperties", Node::of(false))
        .add("patternProperties",
             Node::object().add("^[A-Za-z_][A-Za-z0-9_]*$", or_null(value_->schema())));
}

}  // namespace xsksim
