// SPDX-License-Identifier: GPL-2.0-only
// Scheduler: all of the engine that is not a stack. It keeps the queue, the clock, the states of
// the contexts and the end of the run; what carries the stacks (stack_carrier.hpp) derives from it
// and only ever does what switch_stack() says. Real counterpart: none. Rule of the place: exactly
// one stack runs; it calls in here, and give_way() returns to it when it is its turn again. Errors:
// SimulatorFault for misuse (a step that spends, an unknown id).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/context_queue.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class Scheduler : public Engine {
public:
    ContextId spawn(ContextOptions options, Body body) override;
    ContextId spawn_step(ContextOptions options, Step step) override;
    std::string_view name_of(ContextId id) const override;
    void park() override;
    void wake(ContextId id) override;
    void wake_at(ContextId id, Instant at) override;
    void cancel_wake(ContextId id) override;
    void freeze(ContextId id) override;
    void thaw(ContextId id) override;
    void reach(Duration d, Operation next) override;
    std::optional<Operation> next_of(ContextId id) const override;
    void listen_to_points(PointListener* listener) override;
    void break_ties_by(TieBreaker* breaker) override;
    bool is_idle_otherwise() const override { return queue_.empty(); }
    void stop(std::string message) override;

protected:
    explicit Scheduler(const Options& options);
    void spend_slowly(Instant done, Operation next) override;

    // --- what the carrier of the stacks calls ---

    // Runs others until it is `self`'s turn; no_context is the stack that began the run and gets
    // its turn when the run has ended. A context that is gone hands over and returns at once.
    void give_way(ContextId self);
    // The life of a context's stack. Exceptions are the carrier's business (see fault()).
    void run_body(ContextId id);
    // Marks a stack context as gone; give_way() is its last act.
    void retire(ContextId id);
    // Ends the run as a simulator fault in context `id`; it wins over any other reason.
    void fault(ContextId id, std::string_view what);
    // The first end counts.
    void end_run(EndReason reason, std::string message);
    // From here on every engine call returns at once: the stacks are being unwound.
    void begin_unwinding();
    bool unwinding() const { return unwinding_; }
    bool ended() const { return ended_; }
    bool is_gone(ContextId id) const { return contexts_[id]->state == State::gone; }
    const RunEnd& end() const { return end_; }

    // --- what it supplies ---

    // Continues `to` (started if it never ran) and returns when `from` is continued; at once if
    // `from` is gone. no_context as above.
    virtual void switch_stack(ContextId from, ContextId to) = 0;

private:
    // parked: waits for a wake. spending: waits for the end of a spend(). A step is either parked
    // or running. Queued or not is apart: see the table in engine.hpp.
    enum class State : std::uint8_t { parked, spending, running, gone };

    struct Context {
        ContextOptions options;
        Body body;
        Step step;
        bool is_step = false;
        State state = State::parked;
        bool queued = false;
        bool frozen = false;
        bool woken = false;                // a wake() that no park() has taken yet
        Instant due = Instant::never();    // valid while queued or spending; a running step's next
        Instant alarm = Instant::never();  // a wake_at() that no park() has taken yet
        Duration remainder;                // what is left of the spend() of a frozen context
        std::optional<Operation> next;     // while spending
    };

    bool may_give_way() const;
    bool come_to_point(Instant done, Operation next);
    void wait_until(Instant done, ContextId id, Context& self, Operation next);
    ContextId add(Context context);
    Context& at(ContextId id);
    Context& running_stack(const char* verb);
    void enqueue(ContextId id, Context& context, Instant due);
    void dequeue(ContextId id, Context& context);
    void enqueue_parked(ContextId id, Context& context);
    void bring_step_forward(ContextId id, Context& context, Instant at);
    ContextId take_next();
    void break_tie();
    void dispatch(ContextId id, Context& context);
    void run_step(ContextId id, Context& context);
    void resume(ContextId id);
    void refresh_horizon();

    static constexpr Instant no_horizon{std::numeric_limits<std::int64_t>::min()};

    Options options_;
    Instant time_limit_;   // just past the last instant of the run
    Instant due_horizon_;  // horizon_ if nobody listened to points
    ContextQueue queue_;
    TieBreaker* tie_breaker_ = nullptr;
    std::vector<std::unique_ptr<Context>> contexts_;
    Context* running_ = nullptr;  // the stack context whose code runs; nullptr in steps
    bool ended_ = false;
    bool unwinding_ = false;
    RunEnd end_;
};

}  // namespace xsksim
