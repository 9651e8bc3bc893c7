// SPDX-License-Identifier: GPL-2.0-only
// Files a scenario that an exploration has written among the shipped ones: as a breaker, where a
// mutant failed, else as a finding. What a person has to say of it is begun.
#pragma once

#include <string>

namespace xsksim::cli {

enum class AdoptAs { by_driver, breaker, finding };

struct Adopted {
    std::string file;
    std::string next;  // what is left to do, a line each
};

// `folder`: that of the shipped scenarios. Throws BadInput: no scenario that an exploration found,
// or there is one of that name.
Adopted adopt(const std::string& file, const std::string& folder, AdoptAs as);

}  // namespace xsksim::cli
