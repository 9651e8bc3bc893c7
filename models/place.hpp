// SPDX-License-Identifier: GPL-2.0-only
// A place as a scenario names it: a driver function (its entry), a scheduling point in one, or an
// event. Whoever watches it looks the names up (models/kernel/places.hpp).
#pragma once

#include <string>

#include "models/field_value.hpp"

namespace xsksim {

struct Place {
    // "function", "function:call", "function:structure.field", "event:KIND"; empty: no place.
    std::string name = {};
    FieldValues where = {};  // fields that the event must have so

    bool is_set() const { return !name.empty(); }
    bool is_event() const { return name.starts_with("event:"); }
    // Whose function it is; of an event, nobody's: "event".
    std::string function() const { return name.substr(0, name.find(':')); }
    bool operator==(const Place&) const = default;
};

}  // namespace xsksim
