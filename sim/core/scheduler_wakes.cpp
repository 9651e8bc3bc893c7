// SPDX-License-Identifier: GPL-2.0-only
// What one context does to another: waking, freezing. The table is at the top of engine.hpp.
#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/core/scheduler.hpp"

namespace xsksim {

void Scheduler::wake(ContextId id) {
    if (unwinding_) return;
    Context& context = at(id);
    if (context.is_step) {
        bring_step_forward(id, context, now_);
    } else if (!context.woken && context.state != State::gone) {
        context.woken = true;
        if (context.state == State::parked && !context.frozen) enqueue_parked(id, context);
    }
    refresh_horizon();
}

void Scheduler::wake_at(ContextId id, Instant at_time) {
    if (at_time <= now_) return wake(id);
    if (unwinding_) return;
    Context& context = at(id);
    if (context.is_step) {
        bring_step_forward(id, context, at_time);
    } else if (at_time < context.alarm && context.state != State::gone) {
        context.alarm = at_time;
        if (context.state == State::parked && !context.frozen) enqueue_parked(id, context);
    }
    refresh_horizon();
}

void Scheduler::cancel_wake(ContextId id) {
    if (unwinding_) return;
    Context& context = at(id);
    if (context.is_step) {
        if (context.queued) dequeue(id, context);
        context.due = Instant::never();  // of a running step: what it asked for so far
    } else {
        context.alarm = Instant::never();
        if (context.state == State::parked && context.queued && !context.woken)
            dequeue(id, context);
    }
    refresh_horizon();
}

void Scheduler::bring_step_forward(ContextId id, Context& context, Instant at_time) {
    if (at_time >= context.due) return;
    if (context.queued) dequeue(id, context);
    if (context.state == State::running)
        context.due = at_time;  // run_step() takes it together with what the step returns
    else
        enqueue(id, context, at_time);
}

// Puts a parked context where its pending wakes say; it keeps its place if that is no earlier.
void Scheduler::enqueue_parked(ContextId id, Context& context) {
    const Instant due = context.woken ? now_ : std::max(context.alarm, now_);
    if (due.is_never()) return;
    if (context.queued) {
        if (context.due <= due) return;
        dequeue(id, context);
    }
    enqueue(id, context, due);
}

// --- freezing ---

void Scheduler::freeze(ContextId id) {
    if (unwinding_) return;
    Context& context = at(id);
    XSKSIM_CHECK(!context.is_step, "a step cannot be frozen: " + context.options.name);
    if (context.frozen) return;
    context.frozen = true;
    if (context.state == State::spending) context.remainder = context.due - now_;
    if (context.queued) dequeue(id, context);
    refresh_horizon();
}

void Scheduler::thaw(ContextId id) {
    if (unwinding_) return;
    Context& context = at(id);
    if (!context.frozen) return;
    context.frozen = false;
    if (context.state == State::spending) {
        context.due = now_ + context.remainder;
        enqueue(id, context, context.due);
    } else if (context.state == State::parked) {
        enqueue_parked(id, context);
    }
    refresh_horizon();
}

}  // namespace xsksim
