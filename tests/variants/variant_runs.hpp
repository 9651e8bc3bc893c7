// SPDX-License-Identifier: GPL-2.0-only
// Shipped scenarios with other drivers than their own, for the tests of the variants.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/driver/foreign_settings.hpp"
#include "sim/run/digest_listener.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline_listener.hpp"

namespace xsksim::test {

inline Scenario scenario_for(const std::string& driver, const std::string& name,
                             const std::vector<Override>& overrides = {}) {
    Scenario scenario = load_scenario(XSKSIM_SOURCE_DIR "/scenarios/" + name + ".json", overrides);
    leave_out(scenario, foreign_settings(scenario, driver, XSKSIM_DRIVER_DIR));
    scenario.driver.name = driver;
    return scenario;
}

inline RunResult run(const Scenario& scenario, bool timeline = false) {
    DigestListener digest;
    TimelineListener told;
    RunListeners listeners{&digest};
    if (timeline) listeners.push_back(&told);
    return simulate(scenario, {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR},
                    listeners);
}

inline RunResult run(const std::string& driver, const std::string& name,
                     const std::vector<Override>& overrides = {}) {
    return run(scenario_for(driver, name, overrides));
}

// Names of all shipped scenarios, "breakers/re-peek" among them.
inline std::vector<std::string> shipped_scenarios() {
    namespace fs = std::filesystem;
    const fs::path root = XSKSIM_SOURCE_DIR "/scenarios";
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.path().extension() == ".json")
            names.push_back(entry.path().lexically_relative(root).replace_extension().string());
    return names;
}

inline bool found_by(const RunResult& result, const std::string& check) {
    for (const Violation& violation : result.violations)
        if (!violation.is_note && violation.check == check) return true;
    return false;
}

// In one of the explanation's sentences, before they are broken into lines.
inline bool explains(const RunResult& result, const std::string& words) {
    if (!result.explanation) return false;
    std::string text = result.explanation->headline;
    for (const Told& line : result.explanation->waiting) text += "\n" + line.text;
    for (const WakerStory& story : result.explanation->wakers) text += "\n" + story.why_not;
    return text.find(words) != std::string::npos;
}

}  // namespace xsksim::test
