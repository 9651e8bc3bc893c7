// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/foreign_settings.hpp"

#include <algorithm>

#include "models/shim/symbols.hpp"
#include "sim/run/loaded_driver.hpp"

namespace xsksim {
namespace {

const std::string parameters_pointer = "/driver/parameters/";
const std::string functions_pointer = "/guest/costs/functions/";
const std::string holds_pointer = "/schedule/holds";

bool has_parameter(const DriverObject& driver, const std::string& name) {
    return std::ranges::any_of(driver.parameters(),
                               [&](const xs_param& known) { return name == known.name; });
}

bool has_function(const DriverObject& driver, const std::string& name) {
    return std::ranges::any_of(driver.symbols().functions(),
                               [&](const FunctionSymbol& known) { return name == known.name; });
}

// "function", "function:what"; "event:kind" is nobody's.
bool has_place(const DriverObject& driver, const std::string& place) {
    const std::string function = place.substr(0, place.find(':'));
    return function == "event" || has_function(driver, function);
}

}  // namespace

std::vector<std::string> foreign_settings(const Scenario& scenario, const std::string& driver,
                                          const std::string& driver_directory) {
    const DriverObject& object = load_driver(driver, driver_directory, scenario.name).object;
    std::vector<std::string> foreign;
    for (const auto& [name, value] : scenario.driver.parameters)
        if (!has_parameter(object, name)) foreign.push_back(parameters_pointer + name);
    const auto priced_by_default = CostOptions{}.functions;
    for (const auto& [name, cost] : scenario.guest.costs.functions)
        if (!priced_by_default.contains(name) && !has_function(object, name))
            foreign.push_back(functions_pointer + name);
    // Holds refer to each other by number, so they stay or go together.
    const bool has_holds = std::ranges::all_of(scenario.schedule.holds, [&](const auto& hold) {
        return has_place(object, hold.at) && (!hold.until || has_place(object, *hold.until));
    });
    if (!has_holds) foreign.push_back(holds_pointer);
    return foreign;
}

void leave_out(Scenario& scenario, const std::vector<std::string>& settings) {
    for (const std::string& pointer : settings) {
        if (pointer.starts_with(parameters_pointer))
            scenario.driver.parameters.erase(pointer.substr(parameters_pointer.size()));
        if (pointer.starts_with(functions_pointer))
            scenario.guest.costs.functions.erase(pointer.substr(functions_pointer.size()));
        if (pointer == holds_pointer) scenario.schedule.holds.clear();
    }
}

}  // namespace xsksim
