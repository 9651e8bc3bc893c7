// SPDX-License-Identifier: GPL-2.0-only
// A profile: what guest, device and interrupts cost on one machine, each number with its unit and
// its source, and what was measured there.
//
// `"profile": "NAME"` in a scenario names a file profiles/NAME.json, looked for beside the
// scenario, in the folders above it, and with the program. Its numbers are defaults: they lie over
// the built-in ones and under everything that the scenario and those it extends say. Read strictly,
// as scenarios are; a unit must be the key's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

struct ProfileNumber {
    std::string key;  // a pointer below /guest, /device or /interrupts
    Node value;
    std::optional<std::string> unit;  // the key's; absent where it has none
    std::string source;               // where it comes from, "calibrated against ..." or "assumed"
};

// A published figure and the scenario that has to come to it.
struct Measurement {
    enum class Use { calibrated, predicted };

    std::string what;
    std::int64_t published = 0;
    std::string figure = "packets_per_second";  // of sim/run/figures.hpp
    std::string source;
    Use use = Use::predicted;  // calibrated: a number of the profile was chosen to meet it
    std::string scenario;      // as `xsksim run` takes it
    std::vector<std::string> set;
    std::optional<std::string> over;  // `what` of the row that a ratio is formed with
};

struct Profile {
    std::string title;
    std::vector<ProfileNumber> numbers;
    std::vector<Measurement> measured;
};

// Throws BadInput.
Profile load_profile(const std::string& path);

// Takes "profile" out of a scenario's document and lays the document over that profile's numbers.
// `path`: the scenario's.
void apply_profile(Node& document, const std::string& path, std::vector<InputProblem>& problems);

// Where profiles are looked for from there, the nearest first.
std::vector<std::string> profile_folders(const std::string& scenario_path);
// Names in a folder, sorted.
std::vector<std::string> profile_names(const std::string& folder);

}  // namespace xsksim
