// SPDX-License-Identifier: GPL-2.0-only
// The engine: who runs, and when. It stands for nothing in the guest; it is the one clock and the
// one order of a run. Real counterpart: none. What carries the stacks of its contexts is another's
// business (simgrid_engine.hpp, native_engine.hpp); exactly one runs at a time.
//
// Two kinds of context:
//   - a stack context (guest code, applications) runs on a stack of its own, and may spend time,
//     park and be woken anywhere;
//   - a step context (device, interrupt controller, timers, load generators) is a function that
//     does what is due now, says when it is next due, and never spends nor parks. By default a due
//     step runs inline, on the stack of whichever context reached its time; with
//     Options::strict_steps it runs on a stack of its own. Same order, same trace.
//
// Order: contexts become due; the least (due, rank, sequence) runs next. Sequence counts insertions
// into the queue. A TieBreaker may have it otherwise among equal times. An order of the carrier's
// own is never relied on.
//
// Run-ahead: spend() returns without leaving the caller's stack unless somebody else is due first.
// That is exact. A carrier's own clock is brought up to ours whenever a stack is switched.
//
// What the waking verbs do to a context, by what it is doing:
//
//   stack context   | wake()                | wake_at(T)           | freeze()           | thaw()
//   parked          | due now               | due at T, or earlier | out of the queue   | due as
//   its
//                   |                       | if it was            |                    | wakes say
//   waiting (spend) | noted                 | noted                | keeps what is left | due after
//                   |                       |                      | of the spend       | what is
//                   left
//   running         | noted                 | noted                | stops at its next  | runs on
//                   |                       |                      | point or spend     |
//   frozen, parked  | noted                 | noted                | -                  | as above
//   gone            | -                     | -                    | -                  | -
//
// Noted wakes are taken by the next park(): it then waits no longer than until the earliest of
// them. No wake is ever lost, but a park() may return for a wake whose cause was already seen:
// callers ask their condition again. A park() that returns has used up all wakes noted so far. A
// wake_at() goes on counting down while its context is frozen. A time in the past means now.
// freeze() of a frozen context and thaw() of another do nothing; they do not nest.
// A step is only ever parked, due, or running; its due time is the least of what it returned and
// what wake() and wake_at() asked for, also while it ran. It cannot be frozen.
//
// Scheduling points say what their context is about to do (operation.hpp); the engine keeps it
// while the context waits, for whoever chooses (next_of), and tells a PointListener of each.
//
// Bounds: Options::bounds; reaching one ends the run with that reason (inconclusive, by design §8).
// Nothing due after bounds.time is dispatched and nobody runs past it: the run ends at that time.
// Exceptions: SimulatorFault in any context ends the run; any other exception likewise. The one
// that unwinds a stack at the end of a run is none of these and must be let through. Stacks are
// unwound one after another, in the order of the contexts' ids; meanwhile every call returns at
// once and does nothing, so destructors may call; now() stays at the end of the run, current() is
// no_context. Nor is a stack left while another exception unwinds it: spend(), point() and park()
// then return without giving way.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/operation.hpp"
#include "sim/core/time.hpp"

namespace xsksim {

using ContextId = std::uint32_t;
inline constexpr ContextId no_context = 0xffffffffU;

struct ContextOptions {
    std::string name;  // unique in a run, e.g. "cpu0/hardirq", "device"
    int rank = 0;      // among equal times the lower rank runs first; see Rank
};

// The ranks used by the models, lowest first: the world outside moves before the guest sees it.
struct Rank {
    static constexpr int timer = 0;
    static constexpr int device = 1;
    static constexpr int interrupt_controller = 2;
    static constexpr int stimulus = 3;  // timed steps, traffic generators
    static constexpr int hardirq = 4;
    static constexpr int softirq = 5;
    static constexpr int task = 6;
};

enum class EndReason {
    stopped,          // stop() was called: the run's own end
    idle,             // no context will ever be due again
    time_bound,       // the clock reached bounds.time
    event_bound,      // bounds.dispatches contexts were dispatched
    simulator_fault,  // SimulatorFault or a stray exception; message says which
};

struct RunEnd {
    EndReason reason = EndReason::stopped;
    std::string message;
    Instant at;
};

struct EngineCounters {
    std::uint64_t switches = 0;    // stack changes
    std::uint64_t steps = 0;       // step functions run
    std::uint64_t dispatches = 0;  // entries taken from the queue, of either kind
    std::uint64_t points = 0;      // scheduling points passed, fast or slow; see is_undisturbed()
};

// Told, where a listener is set, before each context's code goes on: who it is. May wake contexts.
class DispatchListener {
public:
    virtual ~DispatchListener() = default;
    virtual void on_dispatch(ContextId context) = 0;
};

// Told, where a listener is set, of every scheduling point and of what steps do. May wake contexts.
class PointListener {
public:
    virtual ~PointListener() = default;
    // The context has come to the point; others may run before it goes on. Told again where it was
    // kept from going on (a hold).
    virtual void on_reached(ContextId /*context*/, Operation /*next*/) {}
    // It does so now. A step tells of each of its accesses, none of which is a point.
    virtual void on_done(ContextId context, Operation done) = 0;
};

// Asked, where one is set, whenever several contexts are due at one time.
class TieBreaker {
public:
    virtual ~TieBreaker() = default;
    // Whether the one that would go first goes last instead; then the next of them is asked about,
    // up to the last, which goes. now() is that time and current() is `first`. May wake contexts.
    virtual bool puts_last(ContextId first) = 0;
};

// Told, where a listener is set, that the run has ended, before any stack is unwound: now(),
// current() and counters() are what they will be after run(). On the stack that conducts the run.
class EndListener {
public:
    virtual ~EndListener() = default;
    virtual void on_end(const RunEnd& end) = 0;
};

class Engine {
public:
    struct Bounds {
        Instant time = Instant::never();
        std::uint64_t dispatches = UINT64_MAX;
    };
    struct Options {
        bool strict_steps = false;
        Bounds bounds;
    };
    using Body = std::function<void()>;
    using Step = std::function<Instant()>;  // returns when it is next due; never() = when woken

    virtual ~Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Both start parked; wake() or wake_at() makes them run. Call before or during run().
    // A stack context whose body returns is gone.
    virtual ContextId spawn(ContextOptions options, Body body) = 0;
    virtual ContextId spawn_step(ContextOptions options, Step step) = 0;

    Instant now() const { return now_; }
    // The context whose code runs; inside an inline step, the step. no_context outside run().
    ContextId current() const { return current_; }
    // "-" for no_context.
    virtual std::string_view name_of(ContextId id) const = 0;

    // Passes `d` >= 0 of the caller's time, after which it does `next`. Stack contexts only.
    void spend(Duration d, Operation next) {
        ++counters_.points;
        const Instant done = now_ + d;
        if (d.ns >= 0 && done < horizon_) [[likely]]
            now_ = done;
        else
            spend_slowly(done, next);
    }
    // A scheduling point without time: whoever is due before the caller runs first. Equal times:
    // the caller comes after those of its own rank. In a step, as tell().
    void point(Operation next) {
        ++counters_.points;
        if (now_ >= horizon_) [[unlikely]]
            spend_slowly(now_, next);
    }
    // Nobody is due and nobody listens: point() would only count. Who passes points without a word
    // then counts them himself (counters() has none of them). Stack contexts only.
    bool is_undisturbed() const { return now_ < horizon_; }
    // spend() for a caller that may still be kept from doing `next`, and tells when it does it.
    virtual void reach(Duration d, Operation next) = 0;
    // A part of what the running context does at once: an access of a step, or one that belongs to
    // a call. Nobody else runs.
    void tell(Operation part) const {
        if (point_listener_ != nullptr) [[unlikely]]
            point_listener_->on_done(current_, part);
    }
    // What a context that waits at a scheduling point does next. Nothing of one that is parked (it
    // says at its next point), of a step (it says what it did) and of the one that runs.
    virtual std::optional<Operation> next_of(ContextId id) const = 0;

    // Gives way until woken; with a noted wake, until those due before the caller have run.
    virtual void park() = 0;

    // Makes `id` due now, or as soon as it parks: see the table above. A step's due time becomes
    // min(its due time, now()).
    virtual void wake(ContextId id) = 0;
    // Same at a later time. An earlier wake replaces it.
    virtual void wake_at(ContextId id, Instant at) = 0;
    // Takes back a wake_at() that no park() has taken yet, or a step's due time. A wake() stays.
    virtual void cancel_wake(ContextId id) = 0;

    // Pre-emption of stack contexts. freeze() takes the context out of the queue and remembers how
    // much of its spend() is left; thaw() makes it due after that remainder. A wake() of a frozen
    // context is remembered. A context may freeze itself: it stops at its next point().
    virtual void freeze(ContextId id) = 0;
    virtual void thaw(ContextId id) = 0;

    // One listener; nullptr for none. It outlives run() or is taken back before.
    void listen_to_dispatches(DispatchListener* listener) { dispatch_listener_ = listener; }

    // One listener; nullptr for none. It outlives run() or is taken back before.
    virtual void listen_to_points(PointListener* listener) = 0;

    // One; nullptr: the first goes first. As the others.
    virtual void break_ties_by(TieBreaker* breaker) = 0;

    // As the others.
    void listen_to_end(EndListener* listener) { end_listener_ = listener; }

    // True if no context but the running one is due, now or ever: without what it does next,
    // nothing would happen any more.
    virtual bool is_idle_otherwise() const = 0;

    // Ends the run; does not return when called from a stack context. The first end counts.
    virtual void stop(std::string message) = 0;

    // Ends the run as stop() does and gives the running stack up as it stands, without unwinding
    // it: for a stack whose frames cannot be trusted any more. What its frames hold is lost.
    [[noreturn]] virtual void abandon(std::string message) = 0;

    // Runs until an EndReason. On return every context is gone: their stacks were unwound.
    // Called once per Engine, on the main stack.
    virtual RunEnd run() = 0;

    const EngineCounters& counters() const { return counters_; }

    // The bounds of the running context's stack, for telling own-stack accesses from shared ones;
    // without its last few KiB, which the carrier may have a part in.
    struct StackRange {
        std::uintptr_t low = 0;
        std::uintptr_t size = 0;
    };
    const StackRange& stack() const { return stack_; }

protected:
    Engine() = default;
    virtual void spend_slowly(Instant done, Operation next) = 0;

    // The caller may run on while now_ < horizon_; kept right by every change of the queue:
    // top.due + 1 ns if the caller's rank is lower than the top's and nobody breaks ties, else
    // top.due. In the past where somebody listens to points.
    Instant now_;
    Instant horizon_;
    ContextId current_ = no_context;
    EngineCounters counters_;
    StackRange stack_;
    DispatchListener* dispatch_listener_ = nullptr;
    PointListener* point_listener_ = nullptr;
    EndListener* end_listener_ = nullptr;
};

}  // namespace xsksim
