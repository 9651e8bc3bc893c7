// SPDX-License-Identifier: GPL-2.0-only
// Integers: counts, sizes, times in nanoseconds.
#pragma once

#include <concepts>
#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/scenario/shape.hpp"

namespace xsksim {

// Every JSON tool keeps integers up to here exact (RFC 8259 §6).
inline constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;
// Eleven days: beyond any run, and far from overflow in sums.
inline constexpr std::int64_t time_ns_max = 1'000'000'000'000'000;

// Which integers.
struct IntegerSet {
    std::int64_t min = 0;
    std::int64_t max = integer_max;
    bool powers_of_two = false;
    std::vector<std::int64_t> only = {};  // these alone; min and max are then ignored

    bool holds(std::int64_t value) const;
    std::string text() const;  // "1 to 64", "power of two, 2 to 256", "one of 100, 250"
    Node schema() const;
};

inline IntegerSet between(std::int64_t min, std::int64_t max) { return {min, max}; }
inline IntegerSet power_of_two(std::int64_t min, std::int64_t max) { return {min, max, true}; }
inline IntegerSet one_of(std::vector<std::int64_t> values) {
    return {0, 0, false, std::move(values)};
}
inline IntegerSet nanoseconds(std::int64_t min = 0, std::int64_t max = time_ns_max) {
    return {min, max};
}

bool read_integer(const Node& node, const IntegerSet& set, std::int64_t& into, Reading& reading);

template <std::integral T>
constexpr std::int64_t to_integer(T value) {
    return static_cast<std::int64_t>(value);
}
constexpr std::int64_t to_integer(Duration value) { return value.ns; }
constexpr std::int64_t to_integer(Instant value) { return value.ns; }

template <class T>
class IntegerShape : public Shape<T> {
public:
    explicit IntegerShape(IntegerSet set) : set_(std::move(set)) {}

    std::string wanted() const override { return "an integer, " + set_.text(); }
    std::string type() const override { return "integer, " + set_.text(); }
    Node schema() const override { return set_.schema(); }
    void read(const Node& node, T& into, Reading& reading) const override {
        std::int64_t value = 0;
        if (!read_integer(node, set_, value, reading)) return;
        if constexpr (std::integral<T>)
            into = static_cast<T>(value);  // the set lies within T
        else
            into.ns = value;
    }
    Node write(const T& from) const override { return Node::of(to_integer(from)); }

private:
    IntegerSet set_;
};

}  // namespace xsksim
