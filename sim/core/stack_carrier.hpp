// SPDX-License-Identifier: GPL-2.0-only
// StackCarrier: what every carrier of stacks does alike: how the life of a stack begins and ends,
// how a run ends, and who knows which stack is running. What makes and switches stacks derives from
// it (simgrid_engine.cpp, native_engine.cpp) and only ever does what change() and leave() say. One
// more stack than there are contexts, the conductor's, starts the first context and ends the run:
// it gives every other one a last turn, in the order of their ids, in which an exception of ours
// unwinds the stack. Real counterpart: none.
#pragma once

#include <csetjmp>
#include <deque>
#include <string>

#include "sim/core/sanitizer.hpp"
#include "sim/core/scheduler.hpp"

namespace xsksim {

// The sanitizer's red zones make frames several times larger.
inline constexpr std::size_t stack_kib = address_sanitizer ? 2048 : 768;

class StackCarrier : public Scheduler {
public:
    RunEnd run() override;
    void abandon(std::string message) override;

protected:
    explicit StackCarrier(const Options& options) : Scheduler(options) {}

    // --- what it supplies; no_context is the conductor ---

    // Calls conduct() on the conductor's stack, and returns when nobody is left to run.
    virtual void carry() = 0;
    // Continues `to`, on a new stack that begins with occupy(to) where it has none yet. Returns
    // when `from`, whose stack is running, is continued.
    virtual void change(ContextId from, ContextId to) = 0;
    // The running stack ends when occupy() returns, which it does next; then `to` is continued.
    virtual void leave(ContextId to) = 0;
    // The running stack goes on: now() may have moved.
    virtual void catch_up() {}
    // Whether what is being handled is an exception of its own, which must be let through.
    virtual bool is_own_exception() const { return false; }

    // --- what it calls ---

    void conduct();
    // The whole life of a context's stack, but for what lies above this frame.
    void occupy(ContextId id);
    const StackRange& stack_of(ContextId id) { return seat_of(id).stack; }

    // Among all stacks: the conductor's is the first.
    static std::size_t place_of(ContextId id) { return id == no_context ? 0 : id + 1; }

private:
    struct Seat {
        StackRange stack;
        bool occupied = false;
        std::jmp_buf base{};  // below everything that abandon() skips
    };

    void switch_stack(ContextId from, ContextId to) override;
    Seat& seat_of(ContextId id);
    void sit_down(Seat& seat);
    void measure_stack(Seat& seat, std::uintptr_t frame);
    void live(ContextId id, Seat& seat);
    void run_until_left(ContextId id, Seat& seat);
    void unwind_all();

    bool started_ = false;
    bool all_unwound_ = false;
    Seat* sitting_ = nullptr;  // whose stack runs
    std::deque<Seat> seats_;   // by place; a deque, because those who wait hold on to theirs
    EngineCounters counters_at_end_;
};

}  // namespace xsksim
