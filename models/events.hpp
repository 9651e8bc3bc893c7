// SPDX-License-Identifier: GPL-2.0-only
// Every event of a trace, made from the one table in models/events/*.def: its kind, a struct with
// its fields (event::VqAdd of the kind vq_add), and what is known of it by those who treat all
// events alike (info_of). Models emit events, checks and views read them; nobody reads a model's
// state.
//
//   trace.emit(event::VqAdd{.queue = 1, .head = 3, .descriptors = 2, .num_free = 250});
//
// Adding an event: its lines in one of the .def files.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "models/events/fields.hpp"
#include "sim/core/trace.hpp"

namespace xsksim {

enum class EventKind : std::uint16_t {
#define EVENT(kind, Type, meaning) kind,
#define EVENT_UNTIL(ending, kind, Type, meaning) kind,
#define FIELD(type, name, unit)
#define END
#include "models/events/all.def"
#undef EVENT
#undef EVENT_UNTIL
#undef FIELD
#undef END
    count_
};
static_assert(static_cast<std::size_t>(EventKind::count_) <= EventListeners::kinds_max);

namespace event {

#define EVENT(kind_, Type, meaning) \
    struct Type {                   \
        static constexpr EventKind kind = EventKind::kind_;
#define EVENT_UNTIL(ending, kind_, Type, meaning) EVENT(kind_, Type, meaning)
#define FIELD(type, name, unit) type name{};
#define END \
    }       \
    ;
#include "models/events/all.def"
#undef EVENT
#undef EVENT_UNTIL
#undef FIELD
#undef END

}  // namespace event

struct EventInfo {
    EventKind kind;
    std::string_view name;
    std::string_view meaning;
    std::optional<EventKind> ended_by;  // it begins an interval that this ends
    std::span<const FieldInfo> fields;

    // Nothing if it has none of that name.
    const FieldInfo* field(std::string_view field_name) const {
        for (const FieldInfo& field : fields)
            if (field.name == field_name) return &field;
        return nullptr;
    }
};

namespace event_table {

template <class Event>
struct Fields;

#define EVENT(kind, Type, meaning)       \
    template <>                          \
    struct Fields<event::Type> {         \
        using Owner = event::Type;       \
        static constexpr auto fields() { \
            return std::to_array<FieldInfo>({
#define EVENT_UNTIL(ending, kind, Type, meaning) EVENT(kind, Type, meaning)
#define FIELD(type, name, unit)                                                                  \
    FieldInfo{#name,       unit, field_type<type>(), field_words<type>(), offsetof(Owner, name), \
              sizeof(type)},
#define END \
    });     \
    }       \
    }       \
    ;
#include "models/events/all.def"
#undef EVENT
#undef EVENT_UNTIL
#undef FIELD
#undef END

template <class Event>
inline constexpr auto fields = Fields<Event>::fields();

}  // namespace event_table

inline constexpr std::array event_infos = {
#define EVENT(kind, Type, meaning) \
    EventInfo{EventKind::kind, #kind, meaning, std::nullopt, event_table::fields<event::Type>},
#define EVENT_UNTIL(ending, kind, Type, meaning) \
    EventInfo{EventKind::kind, #kind, meaning, EventKind::ending, event_table::fields<event::Type>},
#define FIELD(type, name, unit)
#define END
#include "models/events/all.def"
#undef EVENT
#undef EVENT_UNTIL
#undef FIELD
#undef END
};

constexpr const EventInfo& info_of(EventKind kind) {
    return event_infos[static_cast<std::size_t>(kind)];
}

}  // namespace xsksim
