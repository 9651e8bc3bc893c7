// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/scheduler.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {

Scheduler::Scheduler(const Options& options)
    : options_(options), time_limit_(options.bounds.time + Duration{1}) {
    horizon_ = no_horizon;
}

// --- giving way ---

// A stack that is being unwound, by the end of the run or by an exception, is not left: the
// runtime counts exceptions for each thread, and a kill would meet a destructor. (Since it is never
// left, the count is that of the stack that runs.)
bool Scheduler::may_give_way() const { return !unwinding_ && std::uncaught_exceptions() == 0; }

void Scheduler::park() {
    if (!may_give_way()) return;
    Context& self = running_stack("park");
    const ContextId id = current_;
    self.state = State::parked;
    if (!self.frozen) enqueue_parked(id, self);
    give_way(id);
}

void Scheduler::give_way(ContextId self) {
    running_ = nullptr;
    horizon_ = no_horizon;
    for (;;) {
        const ContextId next = take_next();
        if (next != no_context) {
            Context& context = *contexts_[next];
            dispatch(next, context);
            if (context.is_step && !options_.strict_steps) {
                run_step(next, context);
                continue;
            }
        }
        if (next != self) {
            ++counters_.switches;
            switch_stack(self, next);
        }
        break;
    }
    if (self != no_context && !unwinding_ && !is_gone(self)) resume(self);
}

// The next one due, out of the queue; no_context when the run has ended.
ContextId Scheduler::take_next() {
    if (ended_) return no_context;
    if (queue_.empty()) {
        end_run(EndReason::idle, "nothing will ever be due again");
        return no_context;
    }
    if (queue_.next().due >= time_limit_) {
        now_ = options_.bounds.time;
        end_run(EndReason::time_bound, "the bound on simulated time was reached");
        return no_context;
    }
    if (counters_.dispatches >= options_.bounds.dispatches) {
        end_run(EndReason::event_bound, "the bound on dispatches was reached");
        return no_context;
    }
    if (tie_breaker_ != nullptr) [[unlikely]] {
        break_tie();
        if (ended_) return no_context;
    }
    const ContextQueue::Entry next = queue_.next();
    queue_.remove_next();
    now_ = next.due;
    return next.id;
}

// Each of them is asked about once at most, so that one goes.
void Scheduler::break_tie() {
    now_ = queue_.next().due;
    for (std::size_t tied = queue_.tied(); tied > 1; --tied) {
        current_ = queue_.next().id;
        if (!tie_breaker_->puts_last(current_)) return;
        queue_.put_next_last();
    }
}

void Scheduler::dispatch(ContextId id, Context& context) {
    ++counters_.dispatches;
    current_ = id;
    context.queued = false;
    context.due = Instant::never();
    if (context.state == State::parked) {
        context.woken = false;
        context.alarm = Instant::never();
    }
    context.state = State::running;
    if (dispatch_listener_ != nullptr) [[unlikely]]
        dispatch_listener_->on_dispatch(id);
}

void Scheduler::run_step(ContextId id, Context& context) {
    ++counters_.steps;
    std::string what;
    bool failed = false;
    try {
        const Instant next = context.step();
        context.due = std::min(context.due, std::max(next, now_));
    } catch (const std::exception& exception) {
        failed = true;
        what = exception.what();
    } catch (...) {
        failed = true;
        what = "an exception that is no std::exception";
    }
    context.state = State::parked;
    if (failed) return fault(id, what);
    if (!context.due.is_never()) enqueue(id, context, context.due);
}

void Scheduler::run_body(ContextId id) {
    resume(id);
    Context& context = *contexts_[id];
    if (!context.is_step) {
        context.body();
        return;
    }
    while (!unwinding_) {
        run_step(id, context);
        give_way(id);
    }
}

// The code of `id` goes on, on its own stack. It has been dispatched already.
void Scheduler::resume(ContextId id) {
    Context& context = *contexts_[id];
    running_ = context.is_step ? nullptr : &context;
    refresh_horizon();
}

// --- the end ---

void Scheduler::stop(std::string message) {
    if (unwinding_) return;
    end_run(EndReason::stopped, std::move(message));
    if (running_ != nullptr && may_give_way()) give_way(current_);
}

void Scheduler::end_run(EndReason reason, std::string message) {
    if (ended_) return;
    ended_ = true;
    end_ = {reason, std::move(message), now_};
}

void Scheduler::fault(ContextId id, std::string_view what) {
    if (ended_ && end_.reason == EndReason::simulator_fault) return;
    if (!ended_) end_.at = now_;
    ended_ = true;
    end_.reason = EndReason::simulator_fault;
    end_.message = std::string(name_of(id)) + ": " + std::string(what);
}

void Scheduler::begin_unwinding() {
    unwinding_ = true;
    running_ = nullptr;
    current_ = no_context;
    horizon_ = no_horizon;
}

void Scheduler::retire(ContextId id) { contexts_[id]->state = State::gone; }

// --- contexts and the queue ---

ContextId Scheduler::spawn(ContextOptions options, Body body) {
    Context context;
    context.options = std::move(options);
    context.body = std::move(body);
    return add(std::move(context));
}

ContextId Scheduler::spawn_step(ContextOptions options, Step step) {
    Context context;
    context.options = std::move(options);
    context.step = std::move(step);
    context.is_step = true;
    return add(std::move(context));
}

ContextId Scheduler::add(Context context) {
    const ContextOptions& options = context.options;
    XSKSIM_CHECK(options.rank >= ContextQueue::rank_min && options.rank <= ContextQueue::rank_max,
                 "rank out of range: " + options.name);
    for (const auto& other : contexts_)
        XSKSIM_CHECK(other->options.name != options.name, "name taken: " + options.name);
    contexts_.push_back(std::make_unique<Context>(std::move(context)));
    return static_cast<ContextId>(contexts_.size() - 1);
}

std::string_view Scheduler::name_of(ContextId id) const {
    return id < contexts_.size() ? std::string_view(contexts_[id]->options.name) : "-";
}

Scheduler::Context& Scheduler::at(ContextId id) {
    XSKSIM_CHECK(id < contexts_.size(), "no such context");
    return *contexts_[id];
}

Scheduler::Context& Scheduler::running_stack(const char* verb) {
    XSKSIM_CHECK(running_ != nullptr, std::string("only a running stack context may ") + verb +
                                          ", not " + std::string(name_of(current_)));
    return *running_;
}

void Scheduler::enqueue(ContextId id, Context& context, Instant due) {
    context.due = due;
    if (due.is_never()) return;
    context.queued = true;
    queue_.insert(due, context.options.rank, id);
}

void Scheduler::dequeue(ContextId id, Context& context) {
    context.queued = false;
    context.due = Instant::never();
    queue_.remove(id);
}

// See Engine::horizon_. The caller's next key would have a fresh sequence, so among equal ranks the
// queued one goes first.
void Scheduler::refresh_horizon() {
    if (running_ == nullptr) return;
    due_horizon_ = no_horizon;
    if (!running_->frozen) {
        due_horizon_ = time_limit_;
        if (!queue_.empty()) {
            const ContextQueue::Entry& next = queue_.next();
            const bool caller_first =
                running_->options.rank < next.rank() && tie_breaker_ == nullptr;
            due_horizon_ = std::min(due_horizon_, caller_first ? next.due + Duration{1} : next.due);
        }
    }
    horizon_ = point_listener_ == nullptr ? due_horizon_ : no_horizon;
}

}  // namespace xsksim
