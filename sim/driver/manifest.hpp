// SPDX-License-Identifier: GPL-2.0-only
// A driver's manifest: what the simulator cannot read out of the object. See loaded_driver.hpp for
// where it lies.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/observe/driver_vocabulary.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

struct ManifestParameter {
    std::string name;
    std::string unit;
    std::string default_value;  // JSON
    std::string description;
};

// Something that exists for a race or a misbehaving device only.
struct ManifestSafeguard {
    std::string name;
    std::map<std::string, std::string> off;  // parameters (values: JSON) that switch it off
    std::string description;
};

struct DriverManifest {
    std::string json;  // the manifest itself, on one line
    std::string name;
    std::string title;
    std::string base;  // what it builds on
    std::string description;
    std::vector<ManifestParameter> parameters;
    std::vector<ManifestSafeguard> safeguards;
    // Fixes of later kernels that its base has: switch -> what it does.
    std::vector<std::pair<std::string, std::string>> base_switches;
    DriverVocabulary words;  // what its own names mean
    // What entering a function of its own takes where the scenario says nothing of it.
    std::map<std::string, Duration> function_costs;
    // A function that nobody prices takes what another does: its counterpart's name.
    std::map<std::string, std::string> costs_as;
    bool unaligned_accesses = false;  // as of an x86: plain ones need not be aligned
    // Of a kernel's own driver: functions of the kernel below that end a run that reaches them.
    std::vector<std::string> gaps;
    // A function that only calls another leaves its price to that one.
    std::map<std::string, std::string> costs_passed_on;

    bool is_of_a_tree() const { return base == "linux"; }
};

// Throws BadInput naming the file when it is missing or malformed.
DriverManifest load_manifest(const std::string& path);

// `text` is the manifest itself; `file` is what a message names.
DriverManifest parse_manifest(const std::string& text, const std::string& file);

// The folder that holds driver objects: `directory`, or drivers/ beside the program's bin/.
std::string driver_directory(const std::string& directory);

}  // namespace xsksim
