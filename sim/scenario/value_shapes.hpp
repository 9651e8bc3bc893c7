// SPDX-License-Identifier: GPL-2.0-only
// Single values that are no integers: booleans, probabilities, texts, module parameters.
#pragma once

#include "models/field_value.hpp"
#include "sim/core/choice.hpp"
#include "sim/scenario/shape.hpp"

namespace xsksim {

class BooleanShape : public Shape<bool> {
public:
    std::string wanted() const override { return "true or false"; }
    std::string type() const override { return "boolean"; }
    Node schema() const override;
    void read(const Node& node, bool& into, Reading& reading) const override;
    Node write(const bool& from) const override { return Node::of(from); }
};

// A JSON number from 0 to 1, exact to the billionth.
class ProbabilityShape : public Shape<Probability> {
public:
    std::string wanted() const override { return "a probability from 0 to 1"; }
    std::string type() const override { return "number, 0 to 1, at most 9 decimals"; }
    Node schema() const override;
    void read(const Node& node, Probability& into, Reading& reading) const override;
    Node write(const Probability& from) const override;
};

// What a text may be: the length in code points, and a pattern in the syntax common to ECMA 262 and
// std::regex.
struct TextRules {
    std::size_t length_max = 1000;
    std::string pattern = {};        // empty: any text that is not empty
    std::string pattern_words = {};  // "letters, digits ..."
};

class TextShape : public Shape<std::string> {
public:
    explicit TextShape(TextRules rules);
    ~TextShape() override;
    std::string wanted() const override;
    std::string type() const override;
    Node schema() const override;
    void read(const Node& node, std::string& into, Reading& reading) const override;
    Node write(const std::string& from) const override { return Node::of(std::string_view(from)); }
    bool accepts(const std::string& text) const;

private:
    struct Pattern;  // compiled once: that takes longer than all of a scenario's reading

    TextRules rules_;
    std::unique_ptr<const Pattern> pattern_;
};

// Why a run came out as it did: a code (models/codes.hpp), or words that must be said. What looks
// like a code must be one.
class ReasonShape : public TextShape {
public:
    ReasonShape() : TextShape(TextRules{}) {}
    std::string type() const override { return "code, or text, 1 to 1000 characters"; }
    void read(const Node& node, std::string& into, Reading& reading) const override;
};

// A module parameter: an integer or, for bool parameters, true or false.
class ModuleParameterShape : public Shape<std::int64_t> {
public:
    std::string wanted() const override { return "an integer or true or false"; }
    std::string type() const override { return "integer or boolean"; }
    Node schema() const override;
    void read(const Node& node, std::int64_t& into, Reading& reading) const override;
    Node write(const std::int64_t& from) const override { return Node::of(from); }
};

// The value of an event's field: a number, or a word as traces have it. Which word the field's
// event has, the contradictions know.
class FieldValueShape : public Shape<FieldValue> {
public:
    std::string wanted() const override { return "an integer, true, false or a word"; }
    std::string type() const override { return "integer, boolean or word"; }
    Node schema() const override;
    void read(const Node& node, FieldValue& into, Reading& reading) const override;
    Node write(const FieldValue& from) const override;

private:
    ModuleParameterShape number_;
    TextShape word_{TextRules{}};
};

// An event kind of models/events.hpp, "fault:N" or "hold:N".
class ReachedShape : public Shape<std::string> {
public:
    std::string wanted() const override { return "an event kind, \"fault:N\" or \"hold:N\""; }
    std::string type() const override { return "event kind, `\"fault:N\"` or `\"hold:N\"`"; }
    Node schema() const override;
    void read(const Node& node, std::string& into, Reading& reading) const override;
    Node write(const std::string& from) const override { return Node::of(std::string_view(from)); }
};

// A place by name: "function", "function:what" or "event:KIND"; an empty name is written as null.
class PlaceShape : public Shape<std::string> {
public:
    std::string wanted() const override {
        return "\"function\", \"function:call\", \"function:field\" or \"event:KIND\"";
    }
    std::string type() const override { return "place"; }
    Node schema() const override;
    void read(const Node& node, std::string& into, Reading& reading) const override;
    Node write(const std::string& from) const override {
        return from.empty() ? Node{} : Node::of(std::string_view(from));
    }
};

}  // namespace xsksim
