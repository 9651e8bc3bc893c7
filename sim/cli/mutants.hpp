// SPDX-License-Identifier: GPL-2.0-only
// The mutants of tests/mutants: v1 or the modelled kernel with one safeguard taken away.
// NAME.patch changes the driver's C; its first lines say in a sentence what is gone. NAME.json
// changes values of the scenario: {"safeguard": "...", "set": {"/json/pointer": value}}.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/scenario/parse.hpp"

namespace xsksim::cli {

// The driver that they are mutants of.
inline constexpr const char* base_of_mutants = "v1";

struct Mutant {
    std::string name;
    std::string file;
    std::string what_is_gone;
    std::string driver;               // the object built from a patch; empty: the scenario's own
    std::vector<Override> overrides;  // of a NAME.json
    bool is_patch() const { return file.ends_with(".patch"); }
};

// ./tests/mutants, else beside the build folder of this program. Empty when there is none.
std::string shipped_mutant_directory();

// By name. Throws BadInput for a folder without mutants or a malformed one.
std::map<std::string, Mutant> read_mutants(const std::string& directory);

// Sets Mutant::driver of each patch: the object that the build left beside the program if it is
// newer than the patch, else one that is built now, into `scratch`.
void build_mutants(std::map<std::string, Mutant>& mutants, const std::string& scratch);

}  // namespace xsksim::cli
