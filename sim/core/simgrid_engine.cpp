// SPDX-License-Identifier: GPL-2.0-only
// The stacks of the engine, carried by SimGrid 3.32. The conductor and every context that needs a
// stack are actors with a semaphore each; the one whose turn it is runs, all others wait on theirs.
// SimGrid supplies stacks and a clock, the order is Scheduler's. Its own kill would unwind stacks,
// too, but in an order of its own and behind the sanitizer's back.
#include "sim/core/simgrid_engine.hpp"

#include <xbt/log.h>
#include <simgrid/Exception.hpp>
#include <simgrid/s4u.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <deque>
#include <limits>
#include <string>

#include "sim/core/check.hpp"
#include "sim/core/sanitizer.hpp"
#include "sim/core/stack_carrier.hpp"

namespace xsksim {
namespace {

namespace s4u = simgrid::s4u;

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

class SimGridEngine : public StackCarrier {
public:
    explicit SimGridEngine(const Options& options) : StackCarrier(options), host_(platform()) {}

private:
    void carry() override {
        base_s_ = s4u::Engine::get_clock();  // SimGrid's clock goes on from run to run
        turn_of(no_context) = s4u::Semaphore::create(0);
        s4u::Actor::create("conductor", host_, [this] { conduct(); });
        s4u::Engine::get_instance()->run();
    }

    void change(ContextId from, ContextId to) override {
        leave(to);
        turn_of(from)->acquire();
    }

    void leave(ContextId to) override {
        s4u::SemaphorePtr& turn = turn_of(to);
        if (turn) return turn->release();
        turn = s4u::Semaphore::create(0);
        s4u::Actor::create(std::string(name_of(to)), host_, [this, to] {
            occupy(to);
            sanitizer_enters_stack(stack_of(to));  // SimGrid throws as an actor's last act
        });
    }

    s4u::SemaphorePtr& turn_of(ContextId id) {
        const std::size_t place = place_of(id);
        if (place >= turns_.size()) turns_.resize(place + 1);
        return turns_[place];
    }

    bool is_own_exception() const override {
        try {
            throw;
        } catch (const simgrid::ForcefulKillException&) {
            return true;
        } catch (...) {
            return false;
        }
    }

    // The one conversion between our nanoseconds and SimGrid's seconds.
    void catch_up() override {
        constexpr double half_ns = 0.5e-9;
        const double ours = base_s_ + static_cast<double>(now_.ns) * 1e-9;
        if (ours - s4u::Engine::get_clock() > half_ns / 2) {
            s4u::this_actor::sleep_until(ours);
            sanitizer_enters_stack(stack_);  // an actor may have ended meanwhile, see leave()
        }
        // Weeks of simulated time into a process a double no longer tells half nanoseconds apart.
        const double resolution = 4 * ours * std::numeric_limits<double>::epsilon();
        XSKSIM_CHECK(std::abs(s4u::Engine::get_clock() - ours) < std::max(half_ns, resolution),
                     "SimGrid's clock and ours disagree");
    }

    s4u::Host* const host_;
    double base_s_ = 0;
    std::deque<s4u::SemaphorePtr> turns_;  // by place; a deque: who waits holds on to its own
};

}  // namespace

std::unique_ptr<Engine> make_simgrid_engine(Engine::Options options) {
    return std::make_unique<SimGridEngine>(options);
}

}  // namespace xsksim
