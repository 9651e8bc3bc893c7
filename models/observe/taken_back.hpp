// SPDX-License-Identifier: GPL-2.0-only
// How many transmitted packets, and bytes, the driver has taken back from its queues, and how many
// of these it has had the time to count: those that a context took under a lock which it has
// released since. Owner: Packets, which tells it of each as it comes back.
#pragma once

#include <cstdint>
#include <optional>

#include "models/events.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

class TakenBack {
public:
    struct Sum {
        std::uint64_t packets = 0, bytes = 0;
    };

    // What counters may say that `reader` reads, who has begun to when its step began.
    const Sum& most() const { return all_; }
    Sum least(ContextId reader) const {
        const Context* known = contexts_.find(reader);
        return known == nullptr ? settled() : known->at_begin.value_or(settled());
    }

    void take(ContextId context, std::uint64_t bytes) {
        all_ = {all_.packets + 1, all_.bytes + bytes};
        if (context == no_context) return;
        Context& taker = contexts_[context];
        if (taker.locks == 0) return;
        // Of several, until the lock goes under which the first was taken.
        if (taker.open.packets == 0) taker.locks_at_take = taker.locks;
        taker.open = {taker.open.packets + 1, taker.open.bytes + bytes};
    }
    void on(const event::LockAcquire&, const Event& e) { ++contexts_[e.context].locks; }
    void on(const event::LockRelease&, const Event& e) {
        Context& holder = contexts_[e.context];
        if (--holder.locks < holder.locks_at_take) holder.open = {};
    }
    void on(const event::StepBegin&, const Event& e) { contexts_[e.context].at_begin = settled(); }

private:
    struct Context {
        int locks = 0, locks_at_take = 0;
        Sum open;
        std::optional<Sum> at_begin = {};  // of its step
    };

    Sum settled() const {
        Sum sum = all_;
        for (const Context& context : contexts_) {
            sum.packets -= context.open.packets;
            sum.bytes -= context.open.bytes;
        }
        return sum;
    }

    Sum all_;
    Table<Context> contexts_;
};

}  // namespace xsksim
