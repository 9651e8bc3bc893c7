// SPDX-License-Identifier: GPL-2.0-only
// Who hears which kinds of events, in the order in which they asked. A listener names the events it
// wants as types and has a function for each:
//
//   void on(const event::VqAdd& add, const Event& e);
//   listeners.listen<event::VqAdd, event::VqGetBuf>(reader);
//
// One that treats all kinds alike derives from EventListener. Listeners outlive what they listen
// to. Cost of an event that nobody hears: one load and a branch. A world has some 400 entries in
// 150 lists, which lie together in a few blocks: as many allocations took as long as a dozen
// packets.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <vector>

#include "sim/core/event.hpp"

namespace xsksim {

class EventListener {
public:
    virtual ~EventListener() = default;
    virtual void on_event(const Event& event) = 0;
};

class EventListeners {
public:
    // More would be an index gone wild.
    static constexpr std::size_t kinds_max = 1024;

    EventListeners() = default;
    EventListeners(const EventListeners&) = delete;
    EventListeners& operator=(const EventListeners&) = delete;

    template <class... Events, class Listener>
    void listen(Listener& listener) {
        static_assert(sizeof...(Events) > 0);
        (add(Events::kind, {&listener,
                            [](void* to, const Event& e) {
                                static_cast<Listener*>(to)->on(e.template as<Events>(), e);
                            }}),
         ...);
    }
    void listen_to(EventKind kind, EventListener& listener);
    void listen_to_all(EventListener& listener);

    bool hears(EventKind kind) const { return !entries_of(kind).empty(); }
    void deliver(const Event& event) const {
        for (const Entry& entry : entries_of(event.kind)) entry.handler(entry.listener, event);
    }

private:
    struct Entry {
        void* listener;
        void (*handler)(void* listener, const Event& event);
    };
    using Entries = std::pmr::vector<Entry>;
    // What a usual world asks for; more only costs time.
    static constexpr std::size_t block_bytes = 24 * 1024;
    static constexpr std::size_t kinds_at_first = 192;
    static constexpr std::size_t entries_at_first = 4;

    const Entries& entries_of(EventKind kind) const {
        const auto index = static_cast<std::size_t>(kind);
        return index < by_kind_.size() ? by_kind_[index] : of_all_;
    }
    void grow_to(std::size_t index);
    void add(EventKind kind, Entry entry);
    static Entry entry_of(EventListener& listener);

    std::pmr::monotonic_buffer_resource memory_{block_bytes};
    std::pmr::vector<Entries> by_kind_{&memory_};
    Entries of_all_{&memory_};  // of kinds beyond by_kind_: those that hear all
};

}  // namespace xsksim
