// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/field_names.hpp"

#include <algorithm>
#include <cstring>

namespace xsksim {

namespace {

constexpr std::size_t elements_max = 4096;     // of one array, when following pointers
constexpr std::size_t inner_region = 1 << 16;  // of a pointer into the middle of whole pages

}  // namespace

void FieldNames::set_root(const void* area, std::size_t bytes, const std::string& tag) {
    root_ = reinterpret_cast<std::uintptr_t>(area);
    root_region_ = {bytes, types_.structure(tag), ""};
    regions_.clear();
}

std::string FieldNames::name(std::uintptr_t address) {
    if (root_region_.element == no_type) return "";
    // A walk costs as much as the driver has objects; most addresses lie in one already known.
    if (std::string known = name_in_regions(address); !known.empty()) return known;
    walk();
    return name_in_regions(address);
}

std::string FieldNames::name_in_regions(std::uintptr_t address) const {
    auto after = regions_.upper_bound(address);
    if (after == regions_.begin()) return "";
    const auto& [start, region] = *std::prev(after);
    if (address - start >= region.bytes) return "";
    if (!still_stands(start, region)) return "";
    const CType& element = types_.at(region.element);
    if (element.kind != CType::Kind::structure) return region.label;
    std::size_t offset = address - start;
    const bool open_ended =
        !element.members.empty() && types_.at(element.members.back().type).bytes == 0;
    if (element.bytes > 0 && !open_ended) offset %= element.bytes;
    return element.name + path(region.element, offset);
}

// Whole pages stay what they are; an object may have been replaced by one of another size.
bool FieldNames::still_stands(std::uintptr_t start, const Region& region) const {
    const std::size_t bytes = memory_.object_bytes(reinterpret_cast<const void*>(start));
    return bytes == 0 || bytes == region.bytes || start == root_;
}

void FieldNames::walk() {
    regions_.clear();
    regions_[root_] = root_region_;
    unvisited_ = {root_};
    while (!unvisited_.empty()) {
        const std::uintptr_t start = unvisited_.back();
        unvisited_.pop_back();
        const Region region = regions_[start];
        const CType& element = types_.at(region.element);
        if (element.bytes == 0 || !holds_pointers(region.element)) continue;
        const std::size_t count = std::min(region.bytes / element.bytes, elements_max);
        for (std::size_t i = 0; i < count; ++i)
            visit(start + i * element.bytes, region.element, region.label);
    }
}

// The bulk of a driver's memory, its rings, holds none; a walk need not look at each element.
bool FieldNames::holds_pointers(TypeId type_id) {
    if (const auto known = holds_pointers_.find(type_id); known != holds_pointers_.end())
        return known->second;
    const CType& type = types_.at(type_id);
    bool holds = type.kind == CType::Kind::pointer && type.target != no_type;
    if (type.kind == CType::Kind::array && type.target != no_type)
        holds = holds_pointers(type.target);
    for (const CMember& member : type.members)
        holds = holds || (member.type != no_type && holds_pointers(member.type));
    return holds_pointers_[type_id] = holds;
}

void FieldNames::visit(std::uintptr_t address, TypeId type_id, const std::string& label) {
    if (!holds_pointers(type_id)) return;
    const CType& type = types_.at(type_id);
    switch (type.kind) {
        case CType::Kind::scalar:
            return;
        case CType::Kind::pointer:
            return visit_pointer(address, type.target, label);
        case CType::Kind::array: {
            const std::size_t bytes = type.target == no_type ? 0 : types_.at(type.target).bytes;
            for (std::size_t offset = 0; bytes > 0 && offset + bytes <= type.bytes; offset += bytes)
                visit(address + offset, type.target, label);
            return;
        }
        case CType::Kind::structure:
            for (const CMember& member : type.members)
                if (member.type != no_type)
                    visit(address + member.offset, member.type,
                          (type.name.empty() ? label : type.name) + "." + member.name);
    }
}

void FieldNames::visit_pointer(std::uintptr_t address, TypeId target, const std::string& label) {
    const auto* word = reinterpret_cast<const void*>(address);
    if (target == no_type || !memory_.contains(word)) return;
    if (memory_.check(word, sizeof(std::uintptr_t)).state != ByteState::valid) return;
    std::uintptr_t start = 0;
    std::memcpy(&start, word, sizeof start);
    if (!memory_.contains(reinterpret_cast<const void*>(start))) return;
    if (add(start, target, label + "[]")) unvisited_.push_back(start);
}

bool FieldNames::add(std::uintptr_t start, TypeId target, const std::string& label) {
    const auto* object = reinterpret_cast<const void*>(start);
    const CType& type = types_.at(target);
    if (type.bytes == 0 || memory_.check(object, 1).state != ByteState::valid) return false;
    Region region{memory_.object_bytes(object), target, label};
    if (region.bytes == 0) region.bytes = memory_.page_range_bytes(object);
    if (region.bytes == 0) {
        // Inside a kernel object that has a type already, a pointer tells nothing new; rings share
        // a range of pages.
        const auto after = regions_.upper_bound(start);
        if (after == regions_.begin()) return false;
        const auto& [outer, outer_region] = *std::prev(after);
        const bool pages = memory_.page_range_bytes(reinterpret_cast<const void*>(outer)) != 0 ||
                           outer_region.bytes == inner_region;
        if (!pages || start - outer >= outer_region.bytes) return false;
        region.bytes = inner_region;
    }
    const TypeId container = types_.container(target, region.bytes);
    if (container != no_type) region.element = container;
    const auto [known, is_new] = regions_.try_emplace(start, region);
    if (is_new) return true;
    // A link that the object begins with says less of it than a pointer to all of it.
    if (types_.at(known->second.element).bytes >= types_.at(region.element).bytes) return false;
    known->second = region;
    return true;
}

std::string FieldNames::path(TypeId type_id, std::size_t offset) const {
    const CType& type = types_.at(type_id);
    if (type.kind == CType::Kind::array) {
        const std::size_t bytes = type.target == no_type ? 0 : types_.at(type.target).bytes;
        return "[]" + (bytes == 0 ? "" : path(type.target, offset % bytes));
    }
    const CMember* inside = nullptr;
    for (const CMember& member : type.members) {
        if (member.type == no_type || member.offset > offset) continue;
        const std::size_t bytes = types_.at(member.type).bytes;
        if (bytes == 0 || offset - member.offset < bytes) inside = &member;
        if (bytes != 0 && offset - member.offset < bytes) break;
    }
    if (inside == nullptr) return "";
    const std::string own = inside->name.empty() ? "" : "." + inside->name;
    return own + path(inside->type, offset - inside->offset);
}

}  // namespace xsksim
