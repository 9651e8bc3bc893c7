// SPDX-License-Identifier: GPL-2.0-only
// What `xsksim explore` varies from execution to execution: the `explore` section of a scenario.
// A run on its own ignores it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/time.hpp"

namespace xsksim {

struct ExploreOptions {
    // One thing that each workload draws anew: of those listed, or of a range.
    struct Draw {
        enum class Scale { linear, log };

        std::optional<std::string> at;    // the JSON pointer that takes the value
        std::vector<std::string> values;  // JSON; without `at`, objects of pointers and values
        std::optional<std::int64_t> from, to;
        Scale scale = Scale::linear;
        bool operator==(const Draw&) const = default;
    };

    std::map<std::string, Draw> draws;  // by a name, so that a scenario that extends another may
                                        // change or drop one
    std::uint32_t hold_ups = 3;         // at most, an execution
    Duration hold_up_max = Duration::microseconds(500);
    bool operator==(const ExploreOptions&) const = default;
};

}  // namespace xsksim
