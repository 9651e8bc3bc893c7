// SPDX-License-Identifier: GPL-2.0-only
// The calls that one context is inside of: ndo_xsk_wakeup, NAPI polls, interrupt handlers, timer
// callbacks. They nest: bottom halves that a wake-up enables may poll NAPIs on the same stack.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "models/observe/mark.hpp"

namespace xsksim {

struct Call {
    Doing doing = Doing::nothing;
    bool is_hard_irq = false;
    std::uint64_t pair = 0;
    std::uint64_t timer = 0;           // of Doing::timer
    std::uint64_t begun = 0;           // the event that began it, by which a call is known
    std::uint32_t locks_at_entry = 0;  // that its context held
    // Of one that has ended: locks held beyond those, and beyond what calls within it have kept.
    std::uint32_t locks_kept = 0;
    std::uint32_t locks_kept_within = 0;
    // Of a poll of TX NAPI or ndo_xsk_wakeup, with what others do on its stack meanwhile.
    bool ran_queue = false;   // it added or took a buffer, or asked the socket for one
    bool found_none = false;  // it asked for a descriptor and there was none to have
    bool handed_on = false;   // NAPI was scheduled, or is to poll again

    bool runs_queue() const { return doing == Doing::wakeup || doing == Doing::tx_napi; }
};

class CallStack {
public:
    static constexpr std::size_t depth_max = 8;

    // The innermost; of Doing::nothing outside of all.
    const Call& now() const { return calls_[depth_]; }
    void enter(const Call& call) {
        if (depth_ < depth_max) calls_[++depth_] = call;
    }
    // Leaves the innermost call of this kind, with what it encloses, and returns it: a timer
    // callback ends with whatever encloses it. One of Doing::nothing: there was none.
    Call leave(Doing doing, std::uint32_t locks_held) {
        for (std::size_t i = depth_; i != 0; --i)
            if (calls_[i].doing == doing) return leave_from(i, locks_held);
        return {};
    }
    Call leave_all(std::uint32_t locks_held) {
        return depth_ == 0 ? Call{} : leave_from(1, locks_held);
    }
    // The innermost that runs the queue; nullptr: none.
    Call* that_runs_queue() {
        for (std::size_t i = depth_; i != 0; --i)
            if (calls_[i].runs_queue()) return &calls_[i];
        return nullptr;
    }
    // The innermost of which the predicate holds; nullptr: none.
    template <class Predicate>
    const Call* innermost(Predicate predicate) const {
        for (std::size_t i = depth_; i != 0; --i)
            if (predicate(calls_[i])) return &calls_[i];
        return nullptr;
    }
    template <class Predicate>
    bool any_of(Predicate predicate) const {
        for (std::size_t i = 1; i <= depth_; ++i)
            if (predicate(calls_[i])) return true;
        return false;
    }

private:
    Call leave_from(std::size_t index, std::uint32_t locks_held) {
        Call& call = calls_[index];
        const std::uint32_t expected = call.locks_at_entry + call.locks_kept_within;
        if (locks_held > expected) {
            call.locks_kept = locks_held - expected;
            calls_[index - 1].locks_kept_within += call.locks_kept + call.locks_kept_within;
        }
        depth_ = index - 1;
        if (depth_ == 0) calls_[0] = {};
        return call;
    }

    std::array<Call, depth_max + 1> calls_{};  // from 1; the first is outside of all
    std::size_t depth_ = 0;
};

}  // namespace xsksim
