// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/c_types.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>

namespace xsksim {

class CTypeReader {
public:
    explicit CTypeReader(CTypes& into) : into_(into) {}

    void read_unit(Dwarf_Die& unit);

private:
    TypeId read(Dwarf_Die die);
    TypeId add(CType type);
    TypeId read_structure(Dwarf_Die& die);
    TypeId read_array(Dwarf_Die& die);
    TypeId read_target(Dwarf_Die& die);
    void read_members(Dwarf_Die& die, std::vector<CMember>& members);

    CTypes& into_;
    std::map<Dwarf_Off, TypeId> seen_;
};

namespace {

std::size_t size_of(Dwarf_Die& die) {
    Dwarf_Word bytes = 0;
    return dwarf_aggregate_size(&die, &bytes) == 0 ? bytes : 0;
}

std::size_t number(Dwarf_Die& die, unsigned name) {
    Dwarf_Attribute attribute;
    Dwarf_Word value = 0;
    return dwarf_formudata(dwarf_attr(&die, name, &attribute), &value) == 0 ? value : 0;
}

bool is_record(int tag) { return tag == DW_TAG_structure_type || tag == DW_TAG_union_type; }

}  // namespace

TypeId CTypeReader::add(CType type) {
    into_.types_.push_back(std::move(type));
    return into_.types_.size() - 1;
}

void CTypeReader::read_unit(Dwarf_Die& unit) {
    Dwarf_Die child;
    if (dwarf_child(&unit, &child) != 0) return;
    do {
        if (is_record(dwarf_tag(&child)) && dwarf_diename(&child) != nullptr) read(child);
    } while (dwarf_siblingof(&child, &child) == 0);
}

TypeId CTypeReader::read(Dwarf_Die die) {
    Dwarf_Die peeled;
    if (dwarf_peel_type(&die, &peeled) != 0) return no_type;
    const auto known = seen_.find(dwarf_dieoffset(&peeled));
    if (known != seen_.end()) return known->second;
    const int tag = dwarf_tag(&peeled);
    if (is_record(tag)) return read_structure(peeled);
    TypeId id = no_type;
    if (tag == DW_TAG_array_type) {
        id = read_array(peeled);
    } else {
        id = add({});
        into_.types_[id].bytes = size_of(peeled);
        seen_[dwarf_dieoffset(&peeled)] = id;  // before its target: types may refer to each other
        if (tag == DW_TAG_pointer_type) {
            into_.types_[id].kind = CType::Kind::pointer;
            const TypeId target = read_target(peeled);
            into_.types_[id].target = target;
        }
    }
    seen_[dwarf_dieoffset(&peeled)] = id;
    return id;
}

// A structure that is only declared here shares the entry of its definition elsewhere, by tag.
TypeId CTypeReader::read_structure(Dwarf_Die& die) {
    const char* tag = dwarf_diename(&die);
    const bool declared_only = dwarf_hasattr(&die, DW_AT_declaration) != 0;
    TypeId id = no_type;
    if (tag != nullptr) {
        const auto [slot, fresh] = into_.structures_.try_emplace(tag, no_type);
        if (fresh) slot->second = add({CType::Kind::structure, tag, 0, no_type, {}});
        id = slot->second;
    } else {
        id = add({CType::Kind::structure, "", 0, no_type, {}});
    }
    seen_[dwarf_dieoffset(&die)] = id;
    if (declared_only || into_.types_[id].bytes != 0) return id;
    into_.types_[id].bytes = size_of(die);
    std::vector<CMember> members;
    read_members(die, members);
    into_.types_[id].members = std::move(members);
    return id;
}

void CTypeReader::read_members(Dwarf_Die& die, std::vector<CMember>& members) {
    Dwarf_Die child;
    if (dwarf_child(&die, &child) != 0) return;
    do {
        if (dwarf_tag(&child) != DW_TAG_member) continue;
        const char* name = dwarf_diename(&child);
        std::size_t offset = number(child, DW_AT_data_member_location);
        if (dwarf_hasattr(&child, DW_AT_data_bit_offset))
            offset = number(child, DW_AT_data_bit_offset) / 8;
        members.push_back({name == nullptr ? "" : name, offset, read_target(child)});
    } while (dwarf_siblingof(&child, &child) == 0);
}

TypeId CTypeReader::read_array(Dwarf_Die& die) {
    const std::size_t bytes = size_of(die);
    const TypeId element = read_target(die);
    return add({CType::Kind::array, "", bytes, element, {}});
}

TypeId CTypeReader::read_target(Dwarf_Die& die) {
    Dwarf_Attribute attribute;
    Dwarf_Die target;
    if (dwarf_formref_die(dwarf_attr(&die, DW_AT_type, &attribute), &target) == nullptr)
        return no_type;
    return read(target);
}

CTypes::CTypes(Dwarf* dwarf) {
    if (dwarf == nullptr) return;
    CTypeReader reader(*this);
    Dwarf_Off offset = 0;
    Dwarf_Off next = 0;
    std::size_t header = 0;
    while (dwarf_nextcu(dwarf, offset, &next, &header, nullptr, nullptr, nullptr) == 0) {
        Dwarf_Die unit;
        if (dwarf_offdie(dwarf, offset + header, &unit) != nullptr) reader.read_unit(unit);
        offset = next;
    }
}

TypeId CTypes::structure(const std::string& tag) const {
    const auto found = structures_.find(tag);
    return found == structures_.end() ? no_type : found->second;
}

bool CTypes::begins_with(const CType& type, TypeId first) const {
    if (type.members.empty() || type.members[0].type == no_type) return false;
    const TypeId member = type.members[0].type;
    return member == first || begins_with(types_[member], first);
}

TypeId CTypes::container(TypeId first, std::size_t bytes) const {
    TypeId found = no_type;
    for (const auto& [tag, id] : structures_) {
        const CType& type = types_[id];
        if (type.bytes != bytes || !begins_with(type, first)) continue;
        if (found != no_type) return no_type;
        found = id;
    }
    return found;
}

}  // namespace xsksim
