// SPDX-License-Identifier: GPL-2.0-only
// Events by the position of their fields, for tests that write and read many of them: the n-th
// field of models/events/*.def, as a number.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "models/events.hpp"

namespace xsksim {

inline std::uint64_t arg(const Event& event, std::size_t field) {
    return raw(event, info_of(event.kind).fields[field]);
}

// The first four; 0 where there are fewer.
inline std::array<std::uint64_t, 4> args(const Event& event) {
    std::array<std::uint64_t, 4> all{};
    for (std::size_t i = 0; i < std::min(all.size(), info_of(event.kind).fields.size()); ++i)
        all[i] = arg(event, i);
    return all;
}

// Fields beyond those of the kind must be 0.
inline Event made_event(EventKind kind, const std::array<std::uint64_t, 4>& fields) {
    Event event;
    event.kind = kind;
    const auto infos = info_of(kind).fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i < infos.size())
            set_raw(event, infos[i], fields[i]);
        else
            XSKSIM_CHECK(fields[i] == 0, "a value for a field that the event does not have");
    }
    return event;
}

}  // namespace xsksim
