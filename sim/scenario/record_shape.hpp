// SPDX-License-Identifier: GPL-2.0-only
// A record that is read into a struct: its keys are bound to members of that.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/container_shapes.hpp"
#include "sim/scenario/member_path.hpp"
#include "sim/scenario/record.hpp"

namespace xsksim {

template <class Owner>
struct Key : AnyKey {
    using AnyKey::AnyKey;

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
        applies = [holds = std::move(holds)](const void* owner) {
            return holds(*static_cast<const Owner*>(owner));
        };
        return std::move(*this);
    }
    Key needed_only(std::string condition, std::function<bool(const Owner&)> holds) && {
        facts.needed = true;
        return std::move(*this).only(std::move(condition), std::move(holds));
    }
    // About the file itself: checked, and kept nowhere.
    Key of_the_file() && {
        kept = false;
        return std::move(*this);
    }
};

// An owner as it is by default.
template <class Owner>
const Owner& fresh() {
    static const Owner owner{};
    return owner;
}

template <class Owner>
class RecordShape : public Shape<Owner> {
public:
    explicit RecordShape(std::vector<Key<Owner>> keys)
        : record_({std::make_move_iterator(keys.begin()), std::make_move_iterator(keys.end())},
                  &fresh<Owner>()) {}

    AnyShape::Form form() const override { return AnyShape::Form::record; }
    std::string wanted() const override { return "an object"; }
    std::string type() const override { return "object"; }
    Node schema() const override { return record_.schema(); }
    Node required_schema() const override { return record_.required_schema(); }
    const AnyShape* part(std::string_view name) const override {
        const KeyFacts* facts = record_.find(name);
        return facts == nullptr ? nullptr : facts->shape.get();
    }
    std::vector<std::string> part_names() const override { return record_.names(); }
    const KeyFacts* key(std::string_view name) const override { return record_.find(name); }
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const override {
        record_.document(pointer, rows);
    }
    void read(const Node& node, Owner& into, Reading& reading) const override {
        if (node.kind != Node::Kind::object) return reading.wrong(node, wanted());
        record_.read(node, &into, reading);
    }
    Node write(const Owner& from) const override { return record_.write(&from); }

private:
    Record record_;
};

// A key bound to where its value lies.
template <PathToValue Path>
Key<typename Path::Owner> bound_key(std::string_view name, Path path,
                                    ShapePointer<typename Path::Value> shape, std::string_view unit,
                                    std::string_view description) {
    const auto& owner = fresh<typename Path::Owner>();
    const auto offset = reinterpret_cast<const std::byte*>(&path.in(owner)) -
                        reinterpret_cast<const std::byte*>(&owner);
    return {name, unit, description, std::move(shape), static_cast<std::size_t>(offset)};
}

// An object in JSON that is no struct: its keys are bound to values in its owner.
template <class Owner>
Key<Owner> group_key(std::string_view name, std::vector<Key<Owner>> keys,
                     std::string_view description) {
    return {name, "", description, std::make_shared<RecordShape<Owner>>(std::move(keys)), 0};
}

}  // namespace xsksim
