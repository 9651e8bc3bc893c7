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

    // How far an execution's time may be from what its costs and latencies say.
    enum class Time {
        exact,  // not at all: only ties, and what the scenario draws itself, go one way or the
                // other
        slack,  // costs and latencies stretch, contexts are held up
        free,   // speeds have nothing to do with each other
    };

    std::map<std::string, Draw> draws;  // by a name, so that a scenario that extends another may
                                        // change or drop one
    std::uint32_t hold_ups = 3;         // at most, an execution
    Duration hold_up_max = Duration::microseconds(500);
    Time time = Time::slack;
    std::uint64_t aged_frames = 0;        // that go out before anything is decided
    std::uint32_t stretch_percent = 100;  // of a cost or latency, at most; 100: none stretches
    bool operator==(const ExploreOptions&) const = default;
};

}  // namespace xsksim
