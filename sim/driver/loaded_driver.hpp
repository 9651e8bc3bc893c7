// SPDX-License-Identifier: GPL-2.0-only
// The driver of a run: a shipped one by its name, or a file that `xsksim driver build` wrote.
// A name with a slash or ending in .so is a file. A file carries its manifest inside, as the symbol
// xs_driver_manifest; a shipped driver has NAME.json beside NAME.so. Object and manifest are the
// process's: loaded and read when a run first asks for them, and never again.
#pragma once

#include <string>

#include "models/shim/object/driver_object.hpp"
#include "sim/driver/manifest.hpp"

namespace xsksim {

struct LoadedDriver {
    const DriverManifest& manifest;
    DriverObject& object;
};

bool is_driver_file(const std::string& name_or_file);

// Throws BadInput: there is none, or it is not a driver. `asked_by` is what the message blames: a
// scenario's name.
LoadedDriver load_driver(const std::string& name_or_file, const std::string& directory,
                         const std::string& asked_by);

}  // namespace xsksim
