// SPDX-License-Identifier: GPL-2.0-only
// The stacks of the engine, carried by SimGrid 3.32. Every context that needs a stack is an actor
// with a semaphore of its own; the one whose turn it is runs, all others wait on theirs. SimGrid
// supplies stacks and a clock, the order is Scheduler's.
// One more actor, the conductor, starts the first context and ends the run: it gives every other
// one a last turn, in the order of their ids, in which an exception of ours unwinds the stack.
// SimGrid's own kill would do the same, but in an order of its own and behind the sanitizer's back.
#include "sim/core/simgrid_engine.hpp"

#include <xbt/log.h>
#include <simgrid/Exception.hpp>
#include <simgrid/s4u.hpp>

#include <cxxabi.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>
#include <csignal>
#include <deque>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/sanitizer.hpp"
#include "sim/core/scheduler.hpp"

namespace xsksim {
namespace {

namespace s4u = simgrid::s4u;

// The sanitizer's red zones make frames several times larger.
constexpr std::size_t stack_kib = address_sanitizer ? 2048 : 768;
// Not claimed as own stack at its far end: SimGrid's frames above ours and the guard page.
constexpr std::size_t stack_margin = 16 * 1024;

// SimGrid wants its one Engine object for the life of the process. It takes over signals; an
// interrupt belongs to the program, and memory faults to it, the shim or the sanitizer.
s4u::Host* make_platform() {
    const std::array kept_signals{SIGINT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    std::array<struct sigaction, kept_signals.size()> actions{};
    for (std::size_t i = 0; i < kept_signals.size(); ++i)
        sigaction(kept_signals[i], nullptr, &actions[i]);

    std::array<std::string, 4> words{"xsksim", "--log=root.thres:critical",
                                     "--cfg=contexts/factory:raw",
                                     "--cfg=contexts/stack-size:" + std::to_string(stack_kib)};
    std::array<char*, 5> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    int count = static_cast<int>(words.size());
    // Never deleted: a program may exit while stacks of a run still exist.
    static const auto* const engine = new s4u::Engine(&count, arguments.data());
    static_cast<void>(engine);
    // With the default of 1e-9 some wake-ups are 1 ns off (tests/unit/core/simgrid_facts_test.cpp).
    s4u::Engine::set_config("surf/precision:1e-12");
    auto* zone = s4u::create_full_zone("xsksim");
    s4u::Host* host = zone->create_host("machine", 1e9);
    zone->seal();

    for (std::size_t i = 0; i < kept_signals.size(); ++i)
        sigaction(kept_signals[i], &actions[i], nullptr);
    return host;
}

s4u::Host* platform() {
    static s4u::Host* const host = make_platform();
    return host;
}

// Itanium C++ ABI §2.2.2: __cxa_eh_globals.
struct ExceptionGlobals {
    void* caught;
    unsigned uncaught;
};

// Unwinds a stack at the end of the run. No std::exception, so that nobody takes it for a failure.
struct Unwinding {};

class SimGridEngine : public Scheduler {
public:
    explicit SimGridEngine(const Options& options) : Scheduler(options), host_(platform()) {}

    RunEnd run() override {
        XSKSIM_CHECK(!started_, "an Engine runs once");
        started_ = true;
        const StackRange main_stack = sanitizer_stack();
        base_s_ = s4u::Engine::get_clock();  // SimGrid's clock goes on from run to run
        conductor_.turn = s4u::Semaphore::create(0);
        s4u::Actor::create("conductor", host_, [this] { conduct(); });
        s4u::Engine::get_instance()->run();
        sanitizer_enters_stack(main_stack);
        if (!all_unwound_) {
            begin_unwinding();
            fault(no_context, "SimGrid ended the run: no stack could go on");
        }
        counters_ = counters_at_end_;
        stack_ = {};
        return end();
    }

    void abandon(std::string message) override {
        XSKSIM_CHECK(sitting_ != nullptr && sitting_ != &conductor_, "no stack to abandon");
        if (!unwinding()) end_run(EndReason::stopped, std::move(message));
        std::longjmp(sitting_->base, 1);
    }

private:
    struct Seat {
        s4u::SemaphorePtr turn;
        StackRange stack;
        bool occupied = false;
        std::jmp_buf base{};  // below everything that abandon() skips
    };

    void conduct() {
        measure_stack(conductor_, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
        std::string failure;
        try {
            give_way(no_context);
        } catch (const std::exception& exception) {
            failure = exception.what();
        }
        if (!failure.empty()) fault(no_context, failure);
        counters_at_end_ = counters_;
        begin_unwinding();
        for (Seat& seat : seats_) {
            if (!seat.occupied) continue;
            seat.turn->release();
            sit_down(conductor_);
        }
        all_unwound_ = true;
    }

    void switch_stack(ContextId from, ContextId to) override {
        if (to != no_context && to >= seats_.size()) seats_.resize(to + 1);
        Seat& target = to == no_context ? conductor_ : seats_[to];
        if (target.turn)
            target.turn->release();
        else
            start(to, target);
        if (from == no_context) {
            wait_for_turn(conductor_);
        } else if (!is_gone(from)) {
            wait_for_turn(seats_[from]);
        }
    }

    void wait_for_turn(Seat& seat) {
        sit_down(seat);
        if (unwinding()) throw Unwinding();
        catch_up();
    }

    void sit_down(Seat& seat) {
        seat.turn->acquire();
        sitting_ = &seat;
        stack_ = seat.stack;
        sanitizer_enters_stack(stack_);
    }

    // `frame` is that of the first of our functions on the stack.
    void measure_stack(Seat& seat, std::uintptr_t frame) {
        constexpr std::uintptr_t size = stack_kib * 1024 - stack_margin;
        sitting_ = &seat;
        seat.stack = stack_ = {frame - size, size};
        sanitizer_enters_stack(stack_);
    }

    void start(ContextId id, Seat& seat) {
        seat.turn = s4u::Semaphore::create(0);
        seat.occupied = true;
        s4u::Actor::create(std::string(name_of(id)), host_, [this, id, &seat] {
            live(id, seat);
            seat.occupied = false;
            if (unwinding())
                conductor_.turn->release();
            else
                give_way(id);
            sanitizer_enters_stack(seat.stack);  // SimGrid throws as an actor's last act
        });
    }

    // The handlers only take notes: stacks must not be switched while an exception is being
    // handled, since what is being handled is kept for each thread.
    void live(ContextId id, Seat& seat) {
        measure_stack(seat, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
        std::string failure;
        try {
            catch_up();
            run_until_left(id, seat);
        } catch (const Unwinding&) {
        } catch (const simgrid::ForcefulKillException&) {
            throw;
        } catch (const std::exception& exception) {
            failure = exception.what();
            if (failure.empty()) failure = "an exception without a text";
        } catch (...) {
            failure = "an exception that is no std::exception";
        }
        if (!failure.empty()) fault(id, failure);
        retire(id);
    }

    // Nothing here has a destructor, as abandon() comes back over it. An exception that was under
    // way then is forgotten: the count of them is kept for each thread.
    void run_until_left(ContextId id, Seat& seat) {
        auto* const exceptions = reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
        if (setjmp(seat.base) == 0)
            run_body(id);
        else
            *exceptions = {};
    }

    // The one conversion between our nanoseconds and SimGrid's seconds.
    void catch_up() {
        constexpr double half_ns = 0.5e-9;
        const double ours = base_s_ + static_cast<double>(now_.ns) * 1e-9;
        if (ours - s4u::Engine::get_clock() > half_ns / 2) {
            s4u::this_actor::sleep_until(ours);
            sanitizer_enters_stack(stack_);  // an actor may have ended meanwhile, see start()
        }
        // Weeks of simulated time into a process a double no longer tells half nanoseconds apart.
        const double resolution = 4 * ours * std::numeric_limits<double>::epsilon();
        XSKSIM_CHECK(std::abs(s4u::Engine::get_clock() - ours) < std::max(half_ns, resolution),
                     "SimGrid's clock and ours disagree");
    }

    s4u::Host* const host_;
    bool started_ = false;
    bool all_unwound_ = false;
    double base_s_ = 0;
    Seat conductor_;
    Seat* sitting_ = nullptr;  // whose stack runs
    std::deque<Seat> seats_;   // by ContextId; a deque, because those who wait hold on to theirs
    EngineCounters counters_at_end_;
};

}  // namespace

std::unique_ptr<Engine> make_simgrid_engine(Engine::Options options) {
    return std::make_unique<SimGridEngine>(options);
}

}  // namespace xsksim
