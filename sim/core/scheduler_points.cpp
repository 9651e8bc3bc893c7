// SPDX-License-Identifier: GPL-2.0-only
// Scheduling points that are not passed at once, and what is known of them.
#include "sim/core/check.hpp"
#include "sim/core/scheduler.hpp"

namespace xsksim {

void Scheduler::spend_slowly(Instant done, Operation next) {
    if (come_to_point(done, next)) tell(next);
}

void Scheduler::reach(Duration d, Operation next) {
    ++counters_.points;
    const Instant done = now_ + d;
    if (d.ns >= 0 && done < horizon_)
        now_ = done;
    else
        come_to_point(done, next);
}

// False where the stack is being unwound.
bool Scheduler::come_to_point(Instant done, Operation next) {
    if (!may_give_way()) return false;
    if (current_ != no_context && contexts_[current_]->is_step) {
        XSKSIM_CHECK(done == now_, "a step must not spend time");
        return true;
    }
    Context& self = running_stack("spend");
    XSKSIM_CHECK(done >= now_, "time spent is negative");
    if (point_listener_ != nullptr) [[unlikely]]
        point_listener_->on_reached(current_, next);
    if (done < due_horizon_)  // here because somebody listens
        now_ = done;
    else
        wait_until(done, current_, self, next);
    return true;
}

void Scheduler::wait_until(Instant done, ContextId id, Context& self, Operation next) {
    self.state = State::spending;
    self.due = done;
    self.next = next;
    if (self.frozen)
        self.remainder = done - now_;
    else
        enqueue(id, self, done);
    give_way(id);
    self.next.reset();
}

std::optional<Operation> Scheduler::next_of(ContextId id) const {
    return id < contexts_.size() ? contexts_[id]->next : std::nullopt;
}

void Scheduler::break_ties_by(TieBreaker* breaker) {
    tie_breaker_ = breaker;
    refresh_horizon();
}

void Scheduler::listen_to_points(PointListener* listener) {
    point_listener_ = listener;
    refresh_horizon();
}

}  // namespace xsksim
