// SPDX-License-Identifier: GPL-2.0-only
// A shape says how a value looks in JSON: which nodes it accepts, what it writes, its JSON Schema,
// its words in the documentation. The table of keys (keys.hpp) is a tree of shapes, and parser,
// defaults, schema, resolved scenario and documentation all come from it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/reading.hpp"

namespace xsksim {

struct KeyFacts;

// What does not hang on the C++ type of the value.
class AnyShape {
public:
    enum class Form { value, list, map, record };

    virtual ~AnyShape() = default;
    virtual Form form() const { return Form::value; }
    // "an integer from 1 to 64": completes "wanted ...".
    virtual std::string wanted() const = 0;
    // "integer, 1 to 64": the type column of the documentation.
    virtual std::string type() const = 0;
    // Without null, which every optional key accepts.
    virtual Node schema() const = 0;
    // The shape of a part: of a key, of a list's items, of a map's values.
    virtual const AnyShape* part(std::string_view /*token*/) const { return nullptr; }
    virtual std::vector<std::string> part_names() const { return {}; }
    // What a record knows of one of its keys.
    virtual const KeyFacts* key(std::string_view /*name*/) const { return nullptr; }
    // What JSON Schema must require where nothing is inherited by `extends`; null if nothing.
    virtual Node required_schema() const { return {}; }
    virtual void document(const std::string& /*pointer*/,
                          std::vector<KeyDocumentation>& /*rows*/) const {}

    // For who knows that the value is of the shape's type.
    virtual void read_into(const Node& node, void* value, Reading& reading) const = 0;
    virtual Node write_from(const void* value) const = 0;
    virtual void check(const Node& node, Reading& reading) const = 0;  // reads it nowhere
};

template <class T>
class Shape : public AnyShape {
public:
    // Leaves `into` as it is where it reports a problem.
    virtual void read(const Node& node, T& into, Reading& reading) const = 0;
    virtual Node write(const T& from) const = 0;

    void read_into(const Node& node, void* value, Reading& reading) const final {
        read(node, *static_cast<T*>(value), reading);
    }
    Node write_from(const void* value) const final { return write(*static_cast<const T*>(value)); }
    void check(const Node& node, Reading& reading) const final {
        T value{};
        read(node, value, reading);
    }
};

template <class T>
using ShapePointer = std::shared_ptr<const Shape<T>>;

}  // namespace xsksim
