// SPDX-License-Identifier: GPL-2.0-only
// The C types of a driver object, as its DWARF tells: structures with their members, arrays,
// pointers. Private to the shim; used to give addresses the names of fields.
// Simplified: a structure is known by its tag alone (one definition a tag); unions are structures
// whose members overlap; bit fields are named by their first byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct Dwarf;

namespace xsksim {

using TypeId = std::size_t;
inline constexpr TypeId no_type = SIZE_MAX;

struct CMember {
    std::string name;  // "" for an anonymous structure or union
    std::size_t offset = 0;
    TypeId type = no_type;
};

struct CType {
    enum class Kind { scalar, structure, array, pointer } kind = Kind::scalar;
    std::string name;         // tag of a structure
    std::size_t bytes = 0;    // of an array of unknown length: 0
    TypeId target = no_type;  // array: element; pointer: what it points to, no_type for void
    std::vector<CMember> members;
};

class CTypes {
public:
    // Reads every structure of the object; `dwarf` may be nullptr (no types then).
    explicit CTypes(Dwarf* dwarf);

    const CType& at(TypeId id) const { return types_[id]; }
    // The structure with this tag, or no_type.
    TypeId structure(const std::string& tag) const;
    // The only structure of `bytes` bytes that begins with a member of type `first`, or with one
    // that does; or no_type.
    TypeId container(TypeId first, std::size_t bytes) const;

private:
    friend class CTypeReader;

    bool begins_with(const CType& type, TypeId first) const;

    std::vector<CType> types_;
    std::map<std::string, TypeId> structures_;
};

}  // namespace xsksim
