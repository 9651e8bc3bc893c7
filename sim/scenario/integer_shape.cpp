// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/integer_shape.hpp"

#include <algorithm>

namespace xsksim {

namespace {

std::vector<std::int64_t> powers_between(std::int64_t min, std::int64_t max) {
    std::vector<std::int64_t> powers;
    for (std::int64_t power = 1; power <= max; power *= 2)
        if (power >= min) powers.push_back(power);
    return powers;
}

std::string bound_text(std::int64_t bound) {
    if (bound == integer_max) return "2^53-1";
    if (bound == -integer_max) return "-2^53+1";
    if (bound == time_ns_max) return "10^15";
    if (bound == 1'000'000'000) return "10^9";
    return std::to_string(bound);
}

Node enumeration(const std::vector<std::int64_t>& values) {
    Node list = Node::list_of({});
    for (const std::int64_t value : values) list.items.push_back(Node::of(value));
    return list;
}

}  // namespace

bool IntegerSet::holds(std::int64_t value) const {
    if (!only.empty()) return std::find(only.begin(), only.end(), value) != only.end();
    const bool is_power_of_two = value > 0 && (value & (value - 1)) == 0;
    return value >= min && value <= max && (!powers_of_two || is_power_of_two);
}

std::string IntegerSet::text() const {
    if (only.empty())
        return (powers_of_two ? "power of two, " : "") + bound_text(min) + " to " + bound_text(max);
    std::string text = "one of ";
    for (const std::int64_t value : only)
        text += (value == only.front() ? "" : ", ") + std::to_string(value);
    return text;
}

Node IntegerSet::schema() const {
    Node schema = Node::object();
    schema.add("type", Node::of("integer"));
    if (!only.empty()) return schema.add("enum", enumeration(only));
    if (powers_of_two) return schema.add("enum", enumeration(powers_between(min, max)));
    schema.add("minimum", Node::of(min));
    return schema.add("maximum", Node::of(max));
}

bool read_integer(const Node& node, const IntegerSet& set, std::int64_t& into, Reading& reading) {
    if (node.kind != Node::Kind::integer || !set.holds(node.integer)) {
        reading.wrong(node, "an integer, " + set.text());
        return false;
    }
    into = node.integer;
    return true;
}

}  // namespace xsksim
