// SPDX-License-Identifier: GPL-2.0-only
// An object with known keys: each key bound to a value in the C++ struct, with everything that
// parser, schema and documentation say about it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/container_shapes.hpp"
#include "sim/scenario/member_path.hpp"
#include "sim/scenario/shape.hpp"

namespace xsksim {

struct IntegerRange {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

// What is known of a key without its owner's type.
struct KeyFacts {
    std::string name;
    std::string unit;         // "ns", "bytes", "" for none
    std::string description;  // a sentence
    std::string condition;    // "only with `when` \"batch\"": when the key applies; empty: always
    bool required = false;    // always
    bool needed = false;      // where the condition holds
    std::shared_ptr<const AnyShape> shape;
    Node default_value = {};  // null: none
    // What random scenarios try; absent: values around the default.
    std::optional<IntegerRange> tried = {};
};

template <class Owner>
struct Key {
    KeyFacts facts;
    std::function<void(const Node&, Owner&, Reading&)> read;
    std::function<Node(const Owner&)> write;    // empty: says something of the file alone
    std::function<bool(const Owner&)> applies;  // empty: always

    Key required() && {
        facts.required = true;
        return std::move(*this);
    }
    // Of an integer that is legal far beyond what a run of a few milliseconds can bear.
    Key tried(std::int64_t min, std::int64_t max) && {
        facts.tried = IntegerRange{min, max};
        return std::move(*this);
    }
    // Elsewhere the key is a contradiction, and null in a resolved scenario.
    Key only(std::string condition, std::function<bool(const Owner&)> holds) && {
        facts.condition = std::move(condition);
        applies = std::move(holds);
        return std::move(*this);
    }
    Key needed_only(std::string condition, std::function<bool(const Owner&)> holds) && {
        facts.needed = true;
        return std::move(*this).only(std::move(condition), std::move(holds));
    }
};

// The part of a record that needs no owner type.
class RecordFacts {
public:
    explicit RecordFacts(std::vector<KeyFacts> keys) : keys_(std::move(keys)) {}

    const KeyFacts* find(std::string_view name) const;
    std::vector<std::string> names() const;
    Node schema() const;
    Node required_schema() const;
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const;
    // An unknown key, a required one that is missing.
    void check_keys(const Node& object, Reading& reading) const;
    static void check_condition(const KeyFacts& key, bool applies, const Node& object,
                                Reading& reading);

private:
    std::vector<KeyFacts> keys_;
};

template <class Owner>
class RecordShape : public Shape<Owner> {
public:
    explicit RecordShape(std::vector<Key<Owner>> keys)
        : keys_(with_defaults(std::move(keys))), facts_(facts_of(keys_)) {}

    AnyShape::Form form() const override { return AnyShape::Form::record; }
    std::string wanted() const override { return "an object"; }
    std::string type() const override { return "object"; }
    Node schema() const override { return facts_.schema(); }
    Node required_schema() const override { return facts_.required_schema(); }
    const AnyShape* part(std::string_view name) const override {
        for (const Key<Owner>& key : keys_)
            if (key.facts.name == name) return key.facts.shape.get();
        return nullptr;
    }
    std::vector<std::string> part_names() const override { return facts_.names(); }
    const KeyFacts* key(std::string_view name) const override { return facts_.find(name); }
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const override {
        facts_.document(pointer, rows);
    }
    void read(const Node& node, Owner& into, Reading& reading) const override {
        if (node.kind != Node::Kind::object) return reading.wrong(node, wanted());
        const std::size_t before = reading.problem_count();
        facts_.check_keys(node, reading);
        for (const Key<Owner>& key : keys_) {
            const Node* value = node.find(key.facts.name);
            if (value == nullptr || value->is_null()) continue;
            const Reading::Step step(reading, key.facts.name);
            key.read(*value, into, reading);
        }
        // A condition on a value that could not be read would accuse the wrong key.
        if (reading.problem_count() != before) return;
        for (const Key<Owner>& key : keys_)
            if (key.applies)
                RecordFacts::check_condition(key.facts, key.applies(into), node, reading);
    }
    Node write(const Owner& from) const override {
        Node object = Node::object();
        for (const Key<Owner>& key : keys_)
            if (key.write)
                object.add(key.facts.name,
                           key.applies && !key.applies(from) ? Node{} : key.write(from));
        return object;
    }

private:
    static std::vector<Key<Owner>> with_defaults(std::vector<Key<Owner>> keys) {
        const Owner owner{};
        for (Key<Owner>& key : keys)
            if (!key.facts.required && !key.facts.needed && key.write)
                key.facts.default_value = key.write(owner);
        return keys;
    }
    static RecordFacts facts_of(const std::vector<Key<Owner>>& keys) {
        std::vector<KeyFacts> all;
        for (const Key<Owner>& key : keys) all.push_back(key.facts);
        return RecordFacts(std::move(all));
    }

    std::vector<Key<Owner>> keys_;
    RecordFacts facts_;
};

// A key bound to where its value lies.
template <PathToValue Path>
Key<typename Path::Owner> bound_key(std::string name, Path path,
                                    ShapePointer<typename Path::Value> shape, std::string unit,
                                    std::string description) {
    using Owner = typename Path::Owner;
    Key<Owner> key;
    key.facts = {std::move(name), std::move(unit), std::move(description), "", false, false, shape};
    key.read = [path, shape](const Node& node, Owner& owner, Reading& reading) {
        shape->read(node, path.in(owner), reading);
    };
    key.write = [path, shape](const Owner& owner) { return shape->write(path.in(owner)); };
    return key;
}

// An object in JSON that is no struct: its keys are bound to values in its owner.
template <class Owner>
Key<Owner> group_key(std::string name, std::vector<Key<Owner>> keys, std::string description) {
    const auto shape = std::make_shared<RecordShape<Owner>>(std::move(keys));
    Key<Owner> key;
    key.facts = {std::move(name), "", std::move(description), "", false, false, shape};
    key.read = [shape](const Node& node, Owner& owner, Reading& reading) {
        shape->read(node, owner, reading);
    };
    key.write = [shape](const Owner& owner) { return shape->write(owner); };
    return key;
}

}  // namespace xsksim
