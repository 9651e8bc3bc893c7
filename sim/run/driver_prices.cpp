// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/driver_prices.hpp"

#include <algorithm>

#include "models/shim/object/symbols.hpp"
#include "sim/run/world_options.hpp"

namespace xsksim {
namespace {

bool is_of_a_tree(const SourceLocation& place) {
    return place.file == "virtio_net.c" || place.file == "virtio_ring.c";
}

// "poll.part.0" is of poll.
bool is_a_part(const std::string& name) { return name.find('.') != std::string::npos; }

}  // namespace

DriverPrices prices_of(const LoadedDriver& driver) {
    const auto costs = shim_options(Scenario{}, driver.manifest).function_costs;
    const Symbols& symbols = driver.object.symbols();
    DriverPrices prices;
    for (const FunctionSymbol& function : symbols.functions()) {
        if (const auto cost = costs.find(function.name); cost != costs.end())
            prices.priced[function.name] = cost->second;
        else if (driver.manifest.is_of_a_tree() && !is_a_part(function.name) &&
                 is_of_a_tree(symbols.locate(function.code.begin)))
            prices.unpriced.push_back(function.name);
    }
    std::ranges::sort(prices.unpriced);
    return prices;
}

}  // namespace xsksim
