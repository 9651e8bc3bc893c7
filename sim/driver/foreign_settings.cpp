// SPDX-License-Identifier: GPL-2.0-only
#include "sim/driver/foreign_settings.hpp"

#include <algorithm>

#include "sim/driver/loaded_driver.hpp"
#include "sim/driver/missing_places.hpp"

namespace xsksim {
namespace {

const std::string parameters_pointer = "/driver/parameters/";
const std::string functions_pointer = "/guest/costs/functions/";
const std::string holds_pointer = "/schedule/holds";
const std::string steps_pointer = "/steps/";
const std::string faults_pointer = "/faults/";

bool has_parameter(const DriverObject& driver, const std::string& name) {
    return std::ranges::any_of(driver.parameters(),
                               [&](const xs_param& known) { return name == known.name; });
}

bool has_step(const DriverObject& driver, const TimedStep& step) {
    if (!has_place(driver, step.at)) return false;
    return step.action != TimedAction::set_parameter || has_parameter(driver, step.parameter);
}

std::size_t index_in(const std::string& pointer, const std::string& list) {
    return std::stoul(pointer.substr(list.size()));
}

}  // namespace

std::vector<std::string> foreign_settings(const Scenario& scenario, const std::string& driver,
                                          const std::string& driver_directory) {
    const LoadedDriver loaded = load_driver(driver, driver_directory, scenario.name);
    const DriverObject& object = loaded.object;
    std::vector<std::string> foreign;
    for (const auto& [name, value] : scenario.driver.parameters)
        if (!has_parameter(object, name)) foreign.push_back(parameters_pointer + name);
    const auto priced_by_default = ShimOptions{}.function_costs;
    for (const auto& [name, cost] : scenario.shim.function_costs)
        if (!priced_by_default.contains(name) && !loaded.manifest.function_costs.contains(name) &&
            !has_function(object, name))
            foreign.push_back(functions_pointer + name);
    // Holds refer to each other by number, so they stay or go together.
    const bool has_holds = std::ranges::all_of(
        scenario.holds, [&](const auto& hold) { return !missing_function(object, hold); });
    if (!has_holds) foreign.push_back(holds_pointer);
    // From the last, so that leaving one out does not move the others.
    for (std::size_t i = scenario.steps.size(); i-- > 0;)
        if (!has_step(object, scenario.steps[i]))
            foreign.push_back(steps_pointer + std::to_string(i));
    for (std::size_t i = scenario.faults.size(); i-- > 0;)
        if (!has_place(object, scenario.faults[i].at))
            foreign.push_back(faults_pointer + std::to_string(i));
    return foreign;
}

void leave_out(Scenario& scenario, const std::vector<std::string>& settings) {
    for (const std::string& pointer : settings) {
        if (pointer.starts_with(parameters_pointer))
            scenario.driver.parameters.erase(pointer.substr(parameters_pointer.size()));
        if (pointer.starts_with(functions_pointer))
            scenario.shim.function_costs.erase(pointer.substr(functions_pointer.size()));
        if (pointer == holds_pointer) scenario.holds.clear();
        if (pointer.starts_with(steps_pointer))
            scenario.steps.erase(scenario.steps.begin() +
                                 static_cast<std::ptrdiff_t>(index_in(pointer, steps_pointer)));
        if (pointer.starts_with(faults_pointer))
            scenario.faults.erase(scenario.faults.begin() +
                                  static_cast<std::ptrdiff_t>(index_in(pointer, faults_pointer)));
    }
}

}  // namespace xsksim
