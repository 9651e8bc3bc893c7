// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/point_names.hpp"

#include <bit>

#include "models/shim/object/driver_stack.hpp"
#include "models/shim/object/symbols.hpp"

namespace xsksim {

PointNames::PointNames(const DriverObject& driver, const GuestMemory& memory, Trace& trace)
    : driver_(driver), trace_(trace), types_(driver.symbols().dwarf()), fields_(memory, types_) {}

PointNames::Hit PointNames::count(Text text) { return {text, ++hits_[text.index]}; }

PointNames::Hit PointNames::access(const Access& access) {
    Named& named = accesses_[access.pc][access.address];
    // An object gets its type when the driver stores a pointer to it, so an unnamed field is tried
    // again, ever more rarely.
    if (!named.has_field && std::has_single_bit(++named.uses)) name_access(named, access);
    return count(named.text);
}

void PointNames::name_access(Named& named, const Access& access) {
    std::string field = fields_.name(access.address);
    if (field.empty()) field = driver_.symbols().variable(access.address);
    named.has_field = !field.empty();
    const SourceLocation here = driver_.symbols().locate(access.pc - 1);
    const std::string what = field.empty() ? here.file + ":" + std::to_string(here.line) : field;
    named.text = trace_.text(here.function + ":" + what);
}

PointNames::Hit PointNames::call(std::string_view call, const std::vector<std::uintptr_t>& frames) {
    const SourceLocation here = driver_location(driver_, frames);
    return count(trace_.text(here.function + ":" + std::string(call)));
}

}  // namespace xsksim
