// SPDX-License-Identifier: GPL-2.0-only
// Names of scheduling points as a person writes them in a scenario: the driver function, then the
// field it touches ("send_all:queue.waits") or the call it makes
// ("send_all:hrtimer_start"), with the how-manieth time each was reached.
// Private to the shim; used only where somebody looks (trace.accesses, findings), never on the
// fast path. No scheduling points, no cost.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/shim/hooks/access_check.hpp"
#include "models/shim/object/c_types.hpp"
#include "models/shim/object/driver_object.hpp"
#include "models/shim/object/field_names.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

class PointNames {
public:
    PointNames(const DriverObject& driver, const GuestMemory& memory, Trace& trace);

    struct Hit {
        Text text;                 // the name
        std::uint64_t number = 0;  // from 1
    };
    Hit access(const Access& access);
    // `call` without "xs_"; `frames` from driver_frames().
    Hit call(std::string_view call, const std::vector<std::uintptr_t>& frames);

    // "queue.waits", "" if unknown.
    std::string field(std::uintptr_t address) { return fields_.name(address); }
    void set_root(const void* area, std::size_t bytes, const std::string& tag) {
        fields_.set_root(area, bytes, tag);
    }

private:
    struct Named {
        Text text;
        bool has_field = false;
        std::uint64_t uses = 0;
    };
    Hit count(Text text);
    void name_access(Named& named, const Access& access);

    const DriverObject& driver_;
    Trace& trace_;
    CTypes types_;
    FieldNames fields_;
    // By code address, then by what it touches; never iterated.
    std::unordered_map<std::uintptr_t, std::unordered_map<std::uintptr_t, Named>> accesses_;
    std::map<std::uint64_t, std::uint64_t> hits_;
};

}  // namespace xsksim
