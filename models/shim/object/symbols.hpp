// SPDX-License-Identifier: GPL-2.0-only
// What a driver object's debug information says of an address in its code: function, file, line.
// Stands for: kallsyms and the DWARF of a module; read with libdw (elfutils).
// Simplified: code that the compiler inlined is reported as the function it was inlined into, at
// the line of the call when the inlined part comes from the shim's headers.
// Owner: one per driver object, made on first use. No scheduling points, no cost in simulated time.
// Errors: an object without debug information gives function names only ("?" without symbols).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/shim/object/driver_object.hpp"

struct Dwarf;
struct Dwfl;
struct Dwfl_Module;

namespace xsksim {

struct SourceLocation {
    std::string function = "?";
    std::string file;  // base name
    int line = 0;
    bool in_shim = false;  // the function is the shim's, not the driver's
    // "poll_tx driver.c:123"
    std::string text() const;
};

struct FunctionSymbol {
    std::string name;
    AddressRange code;
};

class Symbols {
public:
    explicit Symbols(const DriverObject& object);
    ~Symbols();
    Symbols(const Symbols&) = delete;
    Symbols& operator=(const Symbols&) = delete;

    // Of the instruction that contains the byte at `pc` (a return address minus 1).
    // Looked up once: debug information is slow to walk.
    const SourceLocation& locate(std::uintptr_t pc) const;
    // The static variable that holds the byte, "" if none.
    std::string variable(std::uintptr_t address) const;
    // Every function of the object, by address.
    const std::vector<FunctionSymbol>& functions() const { return functions_; }

    // For FieldNames: the debug information, nullptr if there is none.
    Dwarf* dwarf() const;

private:
    SourceLocation look_up(std::uintptr_t pc) const;
    void fill_line(SourceLocation& location, std::uintptr_t pc) const;
    void read_functions();

    Dwfl* dwfl_ = nullptr;
    Dwfl_Module* module_ = nullptr;
    std::vector<FunctionSymbol> functions_;
    mutable std::unordered_map<std::uintptr_t, SourceLocation> located_;  // never walked
};

}  // namespace xsksim
