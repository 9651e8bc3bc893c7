// SPDX-License-Identifier: GPL-2.0-only
// What entering each function of a driver object takes, by where its code lies: what the function
// hook looks up on each entry.
// Stands for nothing in the guest. Owner: the driver object, which keeps the last one that was
// asked for: worlds that follow each other mostly want the same, and filling it took as long as
// four packets. Never changed once made. No scheduling points, no errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/shim/object/driver_object.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

class FunctionPrices {
public:
    using ByFunction = std::map<std::string, Duration>;

    static constexpr std::size_t slot_bytes = 16;  // gcc aligns functions to it

    FunctionPrices(const DriverObject& object, ByFunction by_function);

    const ByFunction& by_function() const { return by_function_; }
    // By the number of the slot, the first where the object's code begins.
    const std::vector<std::uint32_t>& by_slot_ns() const { return by_slot_ns_; }
    // Names that the object has no function of.
    const std::vector<std::string>& unknown_functions() const { return unknown_functions_; }

private:
    void price(const AddressRange& code, std::uintptr_t text_begin, Duration cost);

    ByFunction by_function_;
    std::vector<std::uint32_t> by_slot_ns_;
    std::vector<std::string> unknown_functions_;
};

}  // namespace xsksim
