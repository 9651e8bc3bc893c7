// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/stack_carrier.hpp"

#include <cxxabi.h>

#include <exception>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

// Not claimed as own stack at its far end: the carrier's frames above ours, and the guard page.
constexpr std::size_t stack_margin = 16 * 1024;

// Itanium C++ ABI §2.2.2: __cxa_eh_globals.
struct ExceptionGlobals {
    void* caught;
    unsigned uncaught;
};

// Unwinds a stack at the end of the run. No std::exception, so that nobody takes it for a failure.
struct Unwinding {};

}  // namespace

RunEnd StackCarrier::run() {
    XSKSIM_CHECK(!started_, "an Engine runs once");
    started_ = true;
    const StackRange main_stack = sanitizer_stack();
    carry();
    sanitizer_enters_stack(main_stack);
    if (!all_unwound_) {
        begin_unwinding();
        fault(no_context, "the run ended before its time: no stack could go on");
    }
    counters_ = counters_at_end_;
    stack_ = {};
    return end();
}

void StackCarrier::abandon(std::string message) {
    XSKSIM_CHECK(sitting_ != nullptr && sitting_ != &seat_of(no_context), "no stack to abandon");
    if (!unwinding()) end_run(EndReason::stopped, std::move(message));
    std::longjmp(sitting_->base, 1);
}

// --- the conductor ---

void StackCarrier::conduct() {
    measure_stack(seat_of(no_context),
                  reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
    std::string failure;
    try {
        give_way(no_context);
    } catch (const std::exception& exception) {
        failure = exception.what();
    }
    if (!failure.empty()) fault(no_context, failure);
    counters_at_end_ = counters_;
    begin_unwinding();
    if (end_listener_ != nullptr) end_listener_->on_end(end());
    unwind_all();
    all_unwound_ = true;
}

void StackCarrier::unwind_all() {
    for (std::size_t place = 1; place < seats_.size(); ++place) {
        if (!seats_[place].occupied) continue;
        change(no_context, static_cast<ContextId>(place - 1));
        sit_down(seat_of(no_context));
    }
}

// --- the life of a stack ---

// The carrier has used some bytes of the first page, each another number. What is left of it is
// passed over, so that a driver's endless recursion comes as far on either.
void StackCarrier::occupy(ContextId id) {
    constexpr std::uintptr_t page = 4096;
    const auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    asm volatile("" : : "r"(__builtin_alloca(frame % page)));
    Seat& seat = seat_of(id);
    seat.occupied = true;
    live(id, seat);
    seat.occupied = false;
    if (unwinding())
        leave(no_context);
    else
        give_way(id);
}

// The handlers only take notes: stacks must not be switched while an exception is being handled,
// since what is being handled is kept for each thread.
[[gnu::noinline]] void StackCarrier::live(ContextId id, Seat& seat) {
    measure_stack(seat, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
    std::string failure;
    try {
        catch_up();
        run_until_left(id, seat);
    } catch (const Unwinding&) {
    } catch (const std::exception& exception) {
        failure = exception.what();
        if (failure.empty()) failure = "an exception without a text";
    } catch (...) {
        if (is_own_exception()) throw;
        failure = "an exception that is no std::exception";
    }
    if (!failure.empty()) fault(id, failure);
    retire(id);
}

// Nothing here has a destructor, as abandon() comes back over it. An exception that was under way
// then is forgotten: the count of them is kept for each thread.
void StackCarrier::run_until_left(ContextId id, Seat& seat) {
    auto* const exceptions = reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
    if (setjmp(seat.base) == 0)
        run_body(id);
    else
        *exceptions = {};
}

// --- who is running ---

void StackCarrier::switch_stack(ContextId from, ContextId to) {
    if (from != no_context && is_gone(from)) return leave(to);
    change(from, to);
    sit_down(seat_of(from));
    if (unwinding()) throw Unwinding();
    catch_up();
}

StackCarrier::Seat& StackCarrier::seat_of(ContextId id) {
    const std::size_t place = place_of(id);
    if (place >= seats_.size()) seats_.resize(place + 1);
    return seats_[place];
}

void StackCarrier::sit_down(Seat& seat) {
    sitting_ = &seat;
    stack_ = seat.stack;
    sanitizer_enters_stack(stack_);
}

// `frame` is that of the first of our functions on the stack.
void StackCarrier::measure_stack(Seat& seat, std::uintptr_t frame) {
    constexpr std::uintptr_t size = stack_kib * 1024 - stack_margin;
    seat.stack = {frame - size, size};
    sit_down(seat);
}

}  // namespace xsksim
