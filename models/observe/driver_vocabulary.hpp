// SPDX-License-Identifier: GPL-2.0-only
// What a driver's own names mean, as its manifest says (sim/driver/manifest.hpp reads it). Checks
// and explanations know no driver: they ask here which bit turns wake-ups away, and quote from
// here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/events/words.hpp"
#include "sim/core/formula.hpp"

namespace xsksim {

// What a bit of a queue's state word stands for. One that means something else has only a name.
XSKSIM_WORDS(BitMeaning, nothing, turns_wakeups_away, timer_queued);

struct StateBitWords {
    std::string name;  // "BUSY"
    BitMeaning means = BitMeaning::nothing;
};

// How many packets the driver lets be in flight on a queue, beside what the ring has room for.
struct InFlightLimit {
    static constexpr const char* ring_size_name = "N";

    std::string each_takes;                  // what a packet takes one of: "header"
    std::string called;                      // what the driver calls the limit
    std::shared_ptr<const Formula> at_most;  // of parameters and N, rounded down

    // Nothing if a parameter is not known, or the formula has no such value.
    std::optional<std::uint64_t> value(const std::map<std::string, std::int64_t>& parameters,
                                       std::uint64_t ring_size) const;
    // The parameters that count.
    std::vector<std::string> parameters() const;
};

// A number of free descriptors that something depends on.
struct FreeMark {
    std::uint32_t free = 1;
    std::string text;  // how the driver puts it; empty: as a number

    // "2+MAX_SKB_FRAGS = 19", "1"
    std::string told() const;
};

// Functions that explanations name; empty: not known.
struct FunctionRoles {
    std::string reaps_in_rx_napi, stops_full_queue, wakes_stopped_queue;
};

// Where a send queue holds what is the driver's own: fields whose names begin with `begin`, but for
// those that go on with one of `without`.
struct QueueFields {
    std::string begin;  // "send_queue.xsk."; empty: none are told
    std::vector<std::string> without;
};

struct DriverVocabulary {
    std::map<std::uint64_t, StateBitWords> state_bits;  // by number
    bool per_packet_header = true;     // each packet in flight has a virtio-net header of its own
    FreeMark full;                     // with fewer it adds no more packets
    std::optional<FreeMark> wakes_at;  // with so many it wakes a stopped queue of the stack
    std::optional<InFlightLimit> in_flight;
    std::string
        timer_timeout;  // the parameter that is the timeout of the queue's timer; 0: no timer
    std::string tx_napi_enabled_by;  // the parameter, if there is one
    FunctionRoles roles;
    QueueFields queue_state;

    std::optional<std::uint64_t> bit_that(BitMeaning meaning) const;
    // "BUSY"; of one that the manifest does not name, "bit 3".
    std::string name_of_bit(std::uint64_t number) const;
};

}  // namespace xsksim
