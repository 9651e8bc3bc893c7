// SPDX-License-Identifier: GPL-2.0-only
// How the entries of the key table are written; included by the keys_*.cpp files alone,
// here and in sim/sweep.
#pragma once

#include "sim/core/words.hpp"
#include "sim/scenario/integer_shape.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/value_shapes.hpp"

namespace xsksim::keys {

inline constexpr std::int64_t pairs_max = 16;
inline constexpr std::int64_t vcpus_max = 64;
inline constexpr std::int64_t rate_pps_max = 1'000'000'000;
inline constexpr std::int64_t frame_bytes_min = 16;
inline constexpr std::int64_t packet_bytes_max = 1514;  // Ethernet without its checksum

template <class T>
struct Unwrapped {
    using Type = T;
    static ShapePointer<T> wrap(ShapePointer<T> shape) { return shape; }
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
    static ShapePointer<std::optional<T>> wrap(ShapePointer<T> shape) {
        return std::make_shared<OptionalShape<T>>(std::move(shape));
    }
};

template <PathToValue Path>
using InnerOf = typename Unwrapped<typename Path::Value>::Type;

template <PathToValue Path>
Key<typename Path::Owner> key(std::string_view name, Path path, ShapePointer<InnerOf<Path>> shape,
                              std::string_view unit, std::string_view description) {
    return bound_key(name, path, Unwrapped<typename Path::Value>::wrap(std::move(shape)), unit,
                     description);
}

template <PathToValue Path>
Key<typename Path::Owner> key(std::string_view name, Path path, IntegerSet set,
                              std::string_view unit, std::string_view description) {
    ShapePointer<InnerOf<Path>> shape =
        std::make_shared<IntegerShape<InnerOf<Path>>>(std::move(set));
    return key(name, path, std::move(shape), unit, description);
}

template <PathToValue Path>
Key<typename Path::Owner> flag(std::string_view name, Path path, std::string_view description) {
    return key(name, path, ShapePointer<bool>(std::make_shared<BooleanShape>()), "", description);
}

template <PathToValue Path>
Key<typename Path::Owner> time(std::string_view name, Path path, std::string_view description,
                               std::int64_t min = 0) {
    return key(name, path, nanoseconds(min), "ns", description);
}

// The same with a member of the owner for the path.
template <class Owner, class Value, class... Rest>
Key<Owner> key(std::string_view name, Value Owner::*member, Rest&&... rest) {
    return key(name, of(member), std::forward<Rest>(rest)...);
}
template <class Owner>
Key<Owner> flag(std::string_view name, bool Owner::*member, std::string_view description) {
    return flag(name, of(member), description);
}
template <class Owner>
Key<Owner> time(std::string_view name, Duration Owner::*member, std::string_view description,
                std::int64_t min = 0) {
    return time(name, of(member), description, min);
}

inline ShapePointer<std::string> text(TextRules rules = {}) {
    return std::make_shared<TextShape>(std::move(rules));
}

inline ShapePointer<std::string> reason() { return std::make_shared<ReasonShape>(); }

inline ShapePointer<Probability> probability() { return std::make_shared<ProbabilityShape>(); }

template <class T>
ShapePointer<T> word(std::vector<std::pair<std::string, T>> words) {
    return std::make_shared<ChoiceShape<T>>(std::move(words));
}

// Of an enumeration that has a table of words: any of them,
template <class T>
ShapePointer<T> word() {
    std::vector<std::pair<std::string, T>> words;
    for (const std::string& name : words_of<T>())
        words.emplace_back(name, static_cast<T>(words.size()));
    return word<T>(std::move(words));
}
// or those of some values.
template <class T>
ShapePointer<T> word_for(std::initializer_list<T> values) {
    std::vector<std::pair<std::string, T>> words;
    for (const T value : values) words.emplace_back(word_of(value), value);
    return word<T>(std::move(words));
}

template <class T>
ShapePointer<T> integer(IntegerSet set) {
    return std::make_shared<IntegerShape<T>>(std::move(set));
}

template <class T>
ShapePointer<std::vector<T>> list(ShapePointer<T> item) {
    return std::make_shared<ListShape<T>>(std::move(item));
}

template <class T>
ShapePointer<std::map<std::string, T>> map(ShapePointer<T> value) {
    return std::make_shared<MapShape<T>>(std::move(value));
}

// A place (models/kernel/places.hpp), and the fields of its event.
inline ShapePointer<std::string> place() { return std::make_shared<PlaceShape>(); }
inline ShapePointer<FieldValues> event_fields() {
    return map<FieldValue>(std::make_shared<FieldValueShape>());
}

template <class Owner>
ShapePointer<Owner> record(std::vector<Key<Owner>> keys) {
    return std::make_shared<RecordShape<Owner>>(std::move(keys));
}

}  // namespace xsksim::keys
