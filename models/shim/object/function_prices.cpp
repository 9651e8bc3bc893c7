// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/function_prices.hpp"

#include <set>
#include <utility>

#include "models/shim/object/symbols.hpp"

namespace xsksim {

FunctionPrices::FunctionPrices(const DriverObject& object, ByFunction by_function)
    : by_function_(std::move(by_function)) {
    const AddressRange& text = object.text();
    by_slot_ns_.assign((text.end - text.begin) / slot_bytes + 1, 0);
    std::set<std::string> unknown;
    for (const auto& [name, cost] : by_function_) unknown.insert(name);
    for (const FunctionSymbol& function : object.symbols().functions()) {
        const auto cost = by_function_.find(function.name);
        if (cost == by_function_.end()) continue;
        unknown.erase(function.name);
        price(function.code, text.begin, cost->second);
    }
    unknown_functions_.assign(unknown.begin(), unknown.end());
}

void FunctionPrices::price(const AddressRange& code, std::uintptr_t text_begin, Duration cost) {
    const std::size_t first = (code.begin - text_begin) / slot_bytes;
    const std::size_t last = (code.end - 1 - text_begin) / slot_bytes;
    for (std::size_t slot = first; slot <= last; ++slot)
        by_slot_ns_[slot] = static_cast<std::uint32_t>(cost.ns);
}

}  // namespace xsksim
