// SPDX-License-Identifier: GPL-2.0-only
// The part of a manifest that says what a driver's own names mean, and the keys a manifest may
// have.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "models/observe/driver_vocabulary.hpp"

namespace xsksim {

// Throws BadInput that names the key in `file`: an unknown key or word, a formula of names that the
// manifest's parameters do not have.
DriverVocabulary manifest_vocabulary(const nlohmann::ordered_json& manifest,
                                     const std::string& file);

}  // namespace xsksim
