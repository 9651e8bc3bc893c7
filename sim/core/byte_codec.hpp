// SPDX-License-Identifier: GPL-2.0-only
// Values as bytes and back, for the way from one process of a program to another of the same: no
// format, so nothing of it is kept. Numbers, enumerations, texts, optionals, vectors and pairs go
// by themselves; a struct by a function beside it that names its fields, every one (a binding that
// leaves one out does not compile):
//   auto fields(SameAs<Violation> auto& violation) {
//       auto& [check, message, event] = violation;
//       return std::tie(check, message, event);
//   }
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace xsksim {

template <class V, class T>
concept SameAs = std::same_as<std::remove_const_t<V>, T>;

class ByteEncoder {
public:
    template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void put(const T& value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void put(const std::string& text) {
        put(text.size());
        bytes_ += text;
    }
    template <class T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    template <class T>
    void put(const std::vector<T>& values) {
        put(values.size());
        for (const T& value : values) put(value);
    }
    template <class A, class B>
    void put(const std::pair<A, B>& both) {
        put(both.first);
        put(both.second);
    }
    template <class T>
    requires requires(const T& value) { fields(value); }
    void put(const T& value) {
        std::apply([this](const auto&... field) { (put(field), ...); }, fields(value));
    }

    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Throws std::runtime_error where the bytes end too early.
class ByteDecoder {
public:
    explicit ByteDecoder(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void get(T& value) { std::memcpy(&value, next(sizeof value).data(), sizeof value); }
    void get(std::string& text) { text = next(size()); }
    template <class T>
    void get(std::optional<T>& value) {
        bool has_value = false;
        get(has_value);
        value.reset();
        if (has_value) get(value.emplace());
    }
    template <class T>
    void get(std::vector<T>& values) {
        values.clear();
        for (std::size_t left = size(); left > 0; --left) get(values.emplace_back());
    }
    template <class A, class B>
    void get(std::pair<A, B>& both) {
        get(both.first);
        get(both.second);
    }
    template <class T>
    requires requires(T& value) { fields(value); }
    void get(T& value) {
        std::apply([this](auto&... field) { (get(field), ...); }, fields(value));
    }

    bool is_at_end() const { return bytes_.empty(); }

private:
    std::size_t size() {
        std::size_t size = 0;
        get(size);
        return size;
    }
    std::string_view next(std::size_t count) {
        if (count > bytes_.size()) throw std::runtime_error("bytes of a value are missing");
        const std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }

    std::string_view bytes_;
};

template <class T>
std::string to_bytes(const T& value) {
    ByteEncoder encoder;
    encoder.put(value);
    return encoder.take();
}

template <class T>
T from_bytes(std::string_view bytes) {
    T value;
    ByteDecoder decoder(bytes);
    decoder.get(value);
    if (!decoder.is_at_end()) throw std::runtime_error("more bytes than a value has");
    return value;
}

}  // namespace xsksim
