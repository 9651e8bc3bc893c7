// SPDX-License-Identifier: GPL-2.0-only
// Names of fields in guest memory: "send_queue.vq" for an address. Types come from DWARF;
// which object has which type follows from pointers, starting at the device's private area.
// Stands for: what a debugger shows. Simplified: an object only void pointers lead to has no name;
// indices are not told ("[]"), so that a name stands for a place in the code's eyes.
// Private to the shim. No scheduling points, no cost. Reads guest memory, changes nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "models/memory/guest_memory.hpp"
#include "models/shim/object/c_types.hpp"

namespace xsksim {

class FieldNames {
public:
    FieldNames(const GuestMemory& memory, const CTypes& types) : memory_(memory), types_(types) {}

    // Where the walk begins; forgets what an earlier root led to.
    void set_root(const void* area, std::size_t bytes, const std::string& tag);
    // "" if no typed pointer leads to an object that holds the byte.
    std::string name(std::uintptr_t address);

private:
    struct Region {
        std::size_t bytes = 0;
        TypeId element = no_type;
        std::string label;  // of its elements, when they are not structures
    };

    std::string name_in_regions(std::uintptr_t address) const;
    bool still_stands(std::uintptr_t start, const Region& region) const;
    void walk();
    bool holds_pointers(TypeId type);
    void visit(std::uintptr_t address, TypeId type, const std::string& label);
    void visit_pointer(std::uintptr_t address, TypeId target, const std::string& label);
    bool add(std::uintptr_t start, TypeId target, const std::string& label);
    std::string path(TypeId type, std::size_t offset) const;

    const GuestMemory& memory_;
    const CTypes& types_;
    std::uintptr_t root_ = 0;
    Region root_region_;
    std::map<std::uintptr_t, Region> regions_;
    std::vector<std::uintptr_t> unvisited_;
    std::map<TypeId, bool> holds_pointers_;  // as far as asked
};

}  // namespace xsksim
