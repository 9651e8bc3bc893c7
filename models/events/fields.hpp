// SPDX-License-Identifier: GPL-2.0-only
// The types that fields of events have, and how a field is reached by those who treat all events
// alike: the trace file, `where` in scenarios, the digest of a run.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "models/events/words.hpp"
#include "sim/core/event.hpp"

namespace xsksim {

// A guest-physical address.
struct GuestAddress {
    std::uint64_t value = 0;
    bool operator==(const GuestAddress&) const = default;
};
// Where a packet lies in its UMEM, or as a descriptor has it: the unaligned form has an offset in
// its upper 16 bits.
struct FrameAddress {
    std::uint64_t value = 0;
    bool operator==(const FrameAddress&) const = default;
};
// Of a packet's bytes; equal bytes have equal digests. 0: of none.
struct Digest {
    std::uint64_t value = 0;
    bool operator==(const Digest&) const = default;
};
// A word of memory that the driver keeps state bits in, by a number of its own.
struct Word {
    std::uint64_t value = 0;
    bool operator==(const Word&) const = default;
};
// What a call returned: 0, or an error number of the kernel (positive).
struct CallResult {
    std::uint64_t error = 0;
    bool operator==(const CallResult&) const = default;
    bool ok() const { return error == 0; }
    // From the kernel's own form, 0 or -errno.
    static CallResult of(int returned) {
        return {returned < 0 ? static_cast<std::uint64_t>(-static_cast<std::int64_t>(returned))
                             : 0};
    }
};
struct ContextRef {
    ContextId id = no_context;
    bool operator==(const ContextRef&) const = default;
};

enum class FieldType : std::uint8_t {
    number,  // unsigned
    signed_number,
    boolean,
    nanoseconds,  // an Instant or a Duration
    address,      // GuestAddress, FrameAddress, Digest, Word: hexadecimal
    result,       // an error's name, or "ok"
    word,         // one of an enumeration
    text,
    context,
};

// One field of a kind of events.
struct FieldInfo {
    std::string_view name;
    std::string_view unit;  // or what it is
    FieldType type;
    std::span<const std::string_view> words;  // of an enumeration, by value
    std::size_t offset;
    std::size_t size;
};

template <class T>
constexpr FieldType field_type() {
    if constexpr (std::is_same_v<T, bool>)
        return FieldType::boolean;
    else if constexpr (std::is_enum_v<T>)
        return FieldType::word;
    else if constexpr (std::is_same_v<T, Text>)
        return FieldType::text;
    else if constexpr (std::is_same_v<T, ContextRef>)
        return FieldType::context;
    else if constexpr (std::is_same_v<T, CallResult>)
        return FieldType::result;
    else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Duration>)
        return FieldType::nanoseconds;
    else if constexpr (std::is_class_v<T>)
        return FieldType::address;
    else if constexpr (std::is_signed_v<T>)
        return FieldType::signed_number;
    else
        return FieldType::number;
}

template <class T>
constexpr std::span<const std::string_view> field_words() {
    if constexpr (std::is_enum_v<T>)
        return WordTable<T>::words;
    else
        return {};
}

// The field's bits as a number: of an enumeration the value, of a text the index, of a negative
// number its two's complement.
inline std::uint64_t raw(const Event& event, const FieldInfo& field) {
    std::uint64_t value = 0;
    std::memcpy(&value, event.fields.data() + field.offset, field.size);
    return value;
}
inline void set_raw(Event& event, const FieldInfo& field, std::uint64_t value) {
    if (field.type == FieldType::boolean) value = value != 0 ? 1 : 0;
    std::memcpy(event.fields.data() + field.offset, &value, field.size);
}

}  // namespace xsksim
