// SPDX-License-Identifier: GPL-2.0-only
// An object with known keys, whatever struct its values lie in: each key has a place in the struct
// and everything that parser, schema and documentation say about it. The face with the struct's
// type is record_shape.hpp. Compiled once, as the table of keys has some forty structs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/shape.hpp"

namespace xsksim {

struct IntegerRange {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

// What is known of a key without its owner.
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

// A key of an owner whose type its user knows.
struct AnyKey {
    KeyFacts facts;
    std::size_t offset = 0;  // of the value in the owner
    bool kept = true;        // false: says something of the file alone, and is in no owner
    std::function<bool(const void* owner)> applies;  // empty: always

    AnyKey(std::string_view name, std::string_view unit, std::string_view description,
           std::shared_ptr<const AnyShape> shape, std::size_t offset);
    AnyKey(const AnyKey&);
    AnyKey(AnyKey&&) noexcept;
    AnyKey& operator=(const AnyKey&) = delete;
    ~AnyKey();
};

class Record {
public:
    // `fresh`: an owner as it is by default.
    Record(std::vector<AnyKey> keys, const void* fresh);

    const KeyFacts* find(std::string_view name) const;
    std::vector<std::string> names() const;
    Node schema() const;
    Node required_schema() const;
    void document(const std::string& pointer, std::vector<KeyDocumentation>& rows) const;
    void read(const Node& node, void* into, Reading& reading) const;
    Node write(const void* from) const;

private:
    void check_keys(const Node& object, Reading& reading) const;

    std::vector<AnyKey> keys_;
};

}  // namespace xsksim
