// SPDX-License-Identifier: GPL-2.0-only
// Choice: the only source of nondeterminism of a run. Whatever could go either way (a loss by
// probability, a delay drawn from a range, a pre-emption at a point) asks it, by the name of a
// stream; streams are independent, so a new question in one model does not move the answers of
// another. In `run` the answers come from a seeded generator; ReplayChoice plays a recorded list.
// An explorer also decides where contexts of the driver are held up, and who goes first of those
// that are due at one time (sim/explore); nobody else does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/operation.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

// A probability as a ratio of parts per billion: no rounding decides an outcome.
struct Probability {
    std::uint32_t per_billion = 0;

    auto operator<=>(const Probability&) const = default;
    bool never() const { return per_billion == 0; }
};

using StreamId = std::uint32_t;

// A context stands still before what it does next: with its vCPU, as a host that runs somebody else
// there does, or alone, while the vCPU still takes interrupts.
struct HoldUp {
    Duration length;  // more than 0
    bool only_context = false;
};

// A scheduling point of the driver, as whoever holds contexts up sees it.
struct DriverPoint {
    ContextId context = no_context;
    Operation next = Operation::local();
    // Which place of its code: equal for equal places of one run. Means nothing else.
    std::uint64_t place = 0;
};

class Choice {
public:
    virtual ~Choice() = default;

    // Looks a stream up by name, once, at set-up.
    virtual StreamId stream(std::string_view name) = 0;
    // Uniform in [0, bound); bound >= 1.
    virtual std::uint64_t below(StreamId stream, std::uint64_t bound) = 0;

    // Hold-ups of the driver's contexts. Its scheduling points (accesses to shared memory, calls)
    // are counted together for all contexts: how many more are passed before the next one at which
    // hold_up() is asked; `no_hold_up`: it is not asked again. Asked at the start of a run, and
    // after each hold_up(). `place`: where in the driver's code, a number that is equal for equal
    // code, whatever the run: of an access its offset, of a call one made of its name.
    static constexpr std::uint64_t no_hold_up = UINT64_MAX;
    virtual bool holds_up() const { return false; }
    virtual std::uint64_t points_before_hold_up() { return no_hold_up; }
    virtual std::optional<HoldUp> hold_up(const DriverPoint& /*point*/) { return {}; }

    // Where holds_up(), and several contexts are due at one time: whether the one that would go
    // first goes last of them. Asked of each such tie in turn (engine.hpp, TieBreaker).
    virtual bool puts_last(ContextId /*first*/) { return false; }

    // What is certain (p of 0 or of 1, low == high) draws nothing.
    bool chance(StreamId stream, Probability p);
    // Uniform in [low, high], both included; low <= high.
    Duration between(StreamId stream, Duration low, Duration high);
};

// xoshiro256**, its state derived from (seed, name) alone: neither the order in which streams are
// looked up nor what other streams were asked matters.
std::unique_ptr<Choice> make_seeded_choice(std::uint64_t seed);

// What was asked and answered, in order. A replay that asks something else is a simulator fault.
struct ChoiceRecord {
    std::string stream;
    std::uint64_t bound;
    std::uint64_t answer;
};
std::unique_ptr<Choice> make_recording_choice(std::unique_ptr<Choice> inner,
                                              std::vector<ChoiceRecord>& into);
std::unique_ptr<Choice> make_replay_choice(std::vector<ChoiceRecord> record);

}  // namespace xsksim
