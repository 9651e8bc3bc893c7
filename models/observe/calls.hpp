// SPDX-License-Identifier: GPL-2.0-only
// Which calls each context is inside of: ndo_xsk_wakeup, NAPI polls, interrupt handlers, timer
// callbacks. They nest: bottom halves that a wake-up enables may poll NAPIs on the same stack.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "models/observe/mark.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

struct Call {
    Doing doing = Doing::nothing;
    std::uint64_t pair = 0;
    std::uint64_t begun = 0;  // the event that began it
};

class Calls {
public:
    static constexpr std::size_t depth_max = 8;

    class Stack {
    public:
        Call now() const { return depth_ == 0 ? Call{} : calls_[depth_ - 1]; }
        std::size_t depth() const { return depth_; }
        const Call& at(std::size_t i) const { return calls_[i]; }
        void enter(const Call& call) {
            if (depth_ < depth_max) calls_[depth_++] = call;
        }
        // Leaves the innermost call of this kind; a timer callback ends with whatever encloses it.
        void leave(Doing doing) {
            for (std::size_t i = depth_; i != 0; --i)
                if (calls_[i - 1].doing == doing) depth_ = i - 1;
        }
        void leave_all() { depth_ = 0; }
        template <class Predicate>
        bool any_of(Predicate predicate) const {
            for (std::size_t i = 0; i < depth_; ++i)
                if (predicate(calls_[i])) return true;
            return false;
        }

    private:
        std::array<Call, depth_max> calls_{};
        std::size_t depth_ = 0;
    };

    Stack& of(const Event& e) { return e.context == no_context ? outside_ : stacks_[e.context]; }
    Call now(ContextId context) const {
        const Stack* stack = context == no_context ? &outside_ : stacks_.find(context);
        return stack == nullptr ? Call{} : stack->now();
    }
    // Some context is in such a call.
    template <class Predicate>
    bool any_of(Predicate predicate) const {
        for (const Stack& stack : stacks_)
            if (stack.any_of(predicate)) return true;
        return outside_.any_of(predicate);
    }

private:
    Table<Stack> stacks_;  // by context
    Stack outside_;        // events of no context
};

}  // namespace xsksim
