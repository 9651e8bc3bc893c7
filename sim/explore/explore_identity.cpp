// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/explore_identity.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/driver/loaded_driver.hpp"
#include "sim/store/content_sum.hpp"

namespace xsksim {
namespace {

std::string settings_text(const std::vector<Override>& settings) {
    std::string text;
    for (const Override& setting : settings)
        text += (text.empty() ? "" : " ") + setting.pointer + "=" + setting.value;
    return text;
}

// A file may lie elsewhere on another machine; shipped ones are part of the build.
std::string driver_text(const std::string& driver) {
    if (driver.empty() || !is_driver_file(driver)) return driver;
    std::ostringstream bytes;
    bytes << std::ifstream(driver, std::ios::binary).rdbuf();
    return fmt::format("{} of content {:016x}", std::filesystem::path(driver).filename().string(),
                       content_sum(bytes.view()));
}

}  // namespace

ExploreIdentity identity_of(const Explored& explored, const std::string& build) {
    const Scenario scenario = ScenarioFile(explored.file).with(explored.set);
    std::string excepted;
    for (const std::string& signature : explored.excepted)
        excepted += (excepted.empty() ? "" : "\n") + signature;
    return {{"scenario", std::filesystem::path(explored.file).stem().string()},
            {"--set", settings_text(explored.set)},
            {"driver", driver_text(explored.driver)},
            {"mutation", settings_text(explored.mutation)},
            {"reference", driver_text(explored.reference)},
            {"--except", excepted},
            {"--faults",
             fmt::format("{}:{}", word_of(explored.faults.menu), explored.faults.strikes_max)},
            {"strategy", std::string(word_of(explored.strategy))},
            {"seed", std::to_string(explored.seed)},
            {"number of schedules", std::to_string(explored.schedules)},
            {"content", fmt::format("{:016x}", content_sum(resolved_json(scenario)))},
            {"build", build}};
}

}  // namespace xsksim
