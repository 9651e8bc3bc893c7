// SPDX-License-Identifier: GPL-2.0-only
// Choice: the only source of nondeterminism of a run. Whatever could go either way (a loss by
// probability, a delay drawn from a range, a pre-emption at a point) asks it, by the name of a
// stream; streams are independent, so a new question in one model does not move the answers of
// another. In `run` the answers come from a seeded generator; ReplayChoice plays a recorded list.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/time.hpp"

namespace xsksim {

// A probability as a ratio of parts per billion: no rounding decides an outcome.
struct Probability {
    std::uint32_t per_billion = 0;

    auto operator<=>(const Probability&) const = default;
    bool never() const { return per_billion == 0; }
};

using StreamId = std::uint32_t;

class Choice {
public:
    virtual ~Choice() = default;

    // Looks a stream up by name, once, at set-up.
    virtual StreamId stream(std::string_view name) = 0;
    // Uniform in [0, bound); bound >= 1.
    virtual std::uint64_t below(StreamId stream, std::uint64_t bound) = 0;

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
