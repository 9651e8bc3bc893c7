// SPDX-License-Identifier: GPL-2.0-only
// Every kind of fault there is, where it can strike and what parameters it has. The parser, the
// schema, the documentation and the models all read this table. How a model uses it, and how to
// add a kind: models/fault_port.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace xsksim {

// What can go wrong where, and what `where` of strike() is.
enum class FaultSite {
    interrupt,    // a message leaves the device's vector; where: vector
    invented,     // happening: an interrupt without a reason; where: vector
    unhandled,    // an interrupt handler returned IRQ_NONE; where: vector
    signal,       // the device decides on an interrupt for what it has published; where: queue
    kick,         // a notification leaves for the device; where: queue
    enabling,     // the device, its queue empty, enables notifications; where: pair (TX)
    service,      // the device is about to serve a packet; where: pair (TX)
    completed,    // the device wants to publish what it has completed; where: queue
    published,    // used entries are about to become visible; where: queue
    upset,        // happening: something befalls the device's TX queue; where: pair
    stolen,       // happening: the host takes a vCPU away; where: vCPU
    ksoftirqd,    // ksoftirqd is woken; where: vCPU
    timer,        // an hrtimer of the driver is due; where: vCPU of its base
    allocation,   // the kernel allocates memory
    add,          // a buffer is added to a virtqueue; where: queue
    descriptor,   // the application fills a TX descriptor; where: pair
    application,  // happening: the application does what it should not; where: pair
};

// What a rule's place is: a queue (and its vector) of a pair, a pair, a vCPU, or the guest as a
// whole.
enum class FaultPlace { queue, pair, cpu, guest };

constexpr FaultPlace place_of(FaultSite site) {
    switch (site) {
        case FaultSite::interrupt:
        case FaultSite::invented:
        case FaultSite::unhandled:
        case FaultSite::signal:
        case FaultSite::kick:
        case FaultSite::completed:
        case FaultSite::published:
        case FaultSite::add:
            return FaultPlace::queue;
        case FaultSite::stolen:
        case FaultSite::ksoftirqd:
        case FaultSite::timer:
            return FaultPlace::cpu;
        case FaultSite::allocation:
            return FaultPlace::guest;
        case FaultSite::enabling:
        case FaultSite::service:
        case FaultSite::upset:
        case FaultSite::descriptor:
        case FaultSite::application:
            return FaultPlace::pair;
    }
    return FaultPlace::guest;
}

// Which parameters a kind has, beside when it strikes.
namespace fault_takes {
inline constexpr unsigned nothing = 0;
inline constexpr unsigned delay = 1;  // delay_ns and its distributions
inline constexpr unsigned per_second = 2;
inline constexpr unsigned packets = 16;
inline constexpr unsigned interrupts = 32;
inline constexpr unsigned entries = 64;
inline constexpr unsigned id = 128;
inline constexpr unsigned bytes = 256;
inline constexpr unsigned error = 512;
inline constexpr std::array names = {std::pair{delay, std::string_view("a delay")},
                                     std::pair{per_second, std::string_view("`per_second`")},
                                     std::pair{packets, std::string_view("`packets`")},
                                     std::pair{interrupts, std::string_view("`interrupts`")},
                                     std::pair{entries, std::string_view("`entries`")},
                                     std::pair{id, std::string_view("`id`")},
                                     std::pair{bytes, std::string_view("`bytes`")},
                                     std::pair{error, std::string_view("`error`")}};
}  // namespace fault_takes

// X(kind, site, parameters, meaning)
// A line a kind.
// clang-format off
#define XSKSIM_FAULTS(X)                                                                           \
    X(interrupt_lost, interrupt, nothing, "the message never arrives")                             \
    X(interrupt_delayed, interrupt, delay, "the message leaves so much later; others may overtake it") \
    X(interrupt_rate_capped, interrupt, per_second, "no more than so many a second: one that is too early waits for the next free slot, further ones merge into it") \
    X(interrupt_duplicated, interrupt, delay, "a second message follows so much later")            \
    X(interrupt_masked, interrupt, delay, "the vector is masked for so long; what comes meanwhile is one pending interrupt") \
    X(interrupt_invented, invented, nothing, "an interrupt that the device did not ask for") \
    X(interrupt_killed, unhandled, interrupts, "when more than 999 of 1000 of the last so many of its interrupts were handled by nobody, the line is switched off and its handler polled each 100 ms") \
    X(interrupt_coalesced, signal, packets | delay, "VIRTIO_NET_F_NOTF_COAL: no decision on an interrupt before so many packets are sent or so long has passed since the first of them") \
    X(interrupt_unasked, signal, nothing, "the device interrupts whatever used_event or NO_INTERRUPT says") \
    X(interrupt_omitted, signal, nothing, "the device decides against an interrupt whatever used_event or NO_INTERRUPT says") \
    X(event_idx_stale, signal, delay, "the device judges by what used_event (or the flags) was when it looked at least so long ago") \
    X(kick_lost, kick, nothing, "the notification never reaches the device") \
    X(kick_delayed, kick, delay, "the notification reaches the device so much later") \
    X(kick_suppressed, enabling, nothing, "the device goes to sleep with a stale avail_event (or NO_NOTIFY set): the driver kicks no more") \
    X(kick_not_rechecked, enabling, nothing, "the device does not look for buffers again after it has enabled notifications") \
    X(device_slow, service, delay, "the packet takes so much longer") \
    X(head_stuck, service, nothing, "the device fails at this packet: it stays the next one, tried again at the next kick") \
    X(device_paused, upset, delay, "the device does nothing for the queue for so long") \
    X(queue_dead, upset, nothing, "from now on nobody serves the queue") \
    X(ring_broken, upset, nothing, "the device needs a reset: it serves the queue no more, and the next notification fails") \
    X(used_late, completed, delay, "what is completed becomes visible so much later") \
    X(used_batched, completed, packets, "what is completed becomes visible only in groups of so many, or when no buffer is left") \
    X(used_out_of_order, published, packets, "what becomes visible at once is in reverse order, in groups of so many") \
    X(used_wrong_id, published, id, "the last entry names this buffer instead of the one that is done") \
    X(used_wrong_length, published, bytes, "the last entry says that so many bytes were written") \
    X(used_twice, published, nothing, "the last entry comes a second time") \
    X(used_index_ahead, published, entries, "the used index jumps ahead over so many entries that were never written; of a packed ring their flags turn early") \
    X(used_index_back, published, entries, "the used index jumps back by so many entries; not of a packed ring, which has none") \
    X(used_stale_wrap, published, nothing, "of a packed ring: the last entry's flags have the wrap counter of the turn before, so the driver does not see it") \
    X(used_skips, published, entries, "of a packed ring: the device goes on so many descriptors further than the last entry's buffer has") \
    X(vcpu_stolen, stolen, delay, "the host takes the vCPU away for so long (without `cpu`, all of them): nothing runs on it, nothing is delivered to it") \
    X(ksoftirqd_starved, ksoftirqd, delay, "a woken ksoftirqd gets the vCPU only so much later, as behind tasks that are not simulated") \
    X(timer_late, timer, delay, "an hrtimer that is due expires so much later")                    \
    X(allocation_failed, allocation, nothing, "kmalloc or a page allocation of the guest returns NULL") \
    X(add_failed, add, error, "adding a buffer to the virtqueue fails with that error, without a reason that the driver could see") \
    X(invalid_options_descriptor, descriptor, nothing, "the application sets a bit in the descriptor's options, which the kernel refuses") \
    X(out_of_umem_descriptor, descriptor, nothing, "its address is the first one after the UMEM, which the kernel refuses") \
    X(zero_length_descriptor, descriptor, nothing, "its length is 0, which the kernel of 5.11 accepts") \
    X(page_crossing_descriptor, descriptor, nothing, "its packet begins 8 bytes before a page's end, which the kernel of 5.11 accepts in unaligned mode; in aligned mode that is also a chunk's end, and it refuses it") \
    X(highest_address_descriptor, descriptor, nothing, "its address is the highest one that the kernel of 5.11 accepts: aligned, so that the packet ends one byte before the UMEM's end; unaligned, the UMEM's last byte") \
    X(application_paused, application, delay, "the application does nothing for so long, neither submitting nor taking frames back") \
    X(completions_not_drained, application, delay, "the application takes no frames from the completion ring for so long") \
    X(foreign_frame_written, application, nothing, "the application writes into the frame that it handed over longest ago and has not got back (into the next one, if it has all)")
// clang-format on

enum class FaultWhat {
#define X(kind, site, takes, meaning) kind,
    XSKSIM_FAULTS(X)
#undef X
};

struct FaultInfo {
    FaultWhat what;
    std::string_view name;
    FaultSite site;
    unsigned takes;
    std::string_view meaning;
};

namespace fault_table {
using namespace fault_takes;
inline constexpr std::array infos = {
#define X(kind, site, takes, meaning) \
    FaultInfo{FaultWhat::kind, #kind, FaultSite::site, takes, meaning},
    XSKSIM_FAULTS(X)
#undef X
};
}  // namespace fault_table

constexpr const FaultInfo& info_of(FaultWhat what) {
    return fault_table::infos[static_cast<std::size_t>(what)];
}

// Happenings come by themselves; everything else waits for its opportunity.
constexpr bool is_happening(FaultSite site) {
    return site == FaultSite::invented || site == FaultSite::upset || site == FaultSite::stolen ||
           site == FaultSite::application;
}

// The formats of rings that a kind can strike.
constexpr bool strikes_ring(FaultWhat what, bool packed) {
    if (what == FaultWhat::used_stale_wrap || what == FaultWhat::used_skips) return packed;
    return what != FaultWhat::used_index_back || !packed;
}

// Sites that exist only where an application is.
constexpr bool is_of_application(FaultSite site) {
    return site == FaultSite::descriptor || site == FaultSite::application;
}

// What holds at a moment, for one pair; models/faults/fault_conditions.hpp.
// X(condition, meaning)
// clang-format off
#define XSKSIM_FAULT_CONDITIONS(X)                                                                 \
    X(ring_full, "fewer descriptors are free than the driver wants, or an add found too few")      \
    X(waiting, "frames wait in the TX ring and nobody who would send them runs or is scheduled")   \
    X(timer_armed, "an hrtimer of the driver is queued")                                           \
    X(napi_scheduled, "the TX NAPI is scheduled")                                                  \
    X(need_wakeup, "need_wakeup is set")                                                           \
    X(device_asleep, "the device waits for a kick")                                                \
    X(queue_stopped, "the stack may not hand over datagrams")
// clang-format on

enum class FaultCondition {
#define X(condition, meaning) condition,
    XSKSIM_FAULT_CONDITIONS(X)
#undef X
};

inline constexpr std::array fault_conditions = {
#define X(condition, meaning) std::pair{std::string_view(#condition), FaultCondition::condition},
    XSKSIM_FAULT_CONDITIONS(X)
#undef X
};

}  // namespace xsksim
