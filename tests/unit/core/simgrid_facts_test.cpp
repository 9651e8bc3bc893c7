// SPDX-License-Identifier: GPL-2.0-only
// What SimGrid 3.32 does and the engine relies on, or has reason not to rely on. If one of these
// fails after an upgrade, read sim/core/simgrid_engine.cpp again.
#include <catch2/catch.hpp>

#include <simgrid/Exception.hpp>
#include <simgrid/s4u.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/core/sanitizer.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "tests/unit/core/captured_output.hpp"

namespace s4u = simgrid::s4u;

namespace {

// The engine's own SimGrid, as it is configured there.
s4u::Host* machine() {
    xsksim::make_simgrid_engine({})->run();
    return s4u::Engine::get_instance()->host_by_name("machine");
}

// An actor's stack, as far as the sanitizer needs to know it: SimGrid throws as its last act.
void enter_own_stack() {
    constexpr std::uintptr_t part = 64 * 1024;
    const auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    xsksim::sanitizer_enters_stack({frame - part, part});
}

void spawn(s4u::Host* host, std::function<void()> body) {
    s4u::Actor::create("actor", host, [body = std::move(body)] {
        enter_own_stack();
        body();
        enter_own_stack();
    });
}

void run() {
    const auto own = xsksim::sanitizer_stack();
    s4u::Engine::get_instance()->run();
    xsksim::sanitizer_enters_stack(own);
}

// 24,000 sleeps until whole nanoseconds, up to 1,000 s after the start, in groups a few nanoseconds
// apart; how many do not wake at the nanosecond they asked for?
int wakeups_off() {
    s4u::Host* host = machine();
    std::mt19937_64 random(1);
    std::vector<std::int64_t> groups(3000);
    for (auto& group : groups) group = static_cast<std::int64_t>(random() % 1'000'000'000'000);
    std::sort(groups.begin(), groups.end());
    int off = 0;
    const double base = s4u::Engine::get_clock();
    for (std::int64_t sleeper = 0; sleeper < 8; ++sleeper) {
        spawn(host, [&, sleeper] {
            for (const std::int64_t group : groups) {
                const std::int64_t due_ns = group + sleeper;
                s4u::this_actor::sleep_until(base + static_cast<double>(due_ns) * 1e-9);
                if (std::llround((s4u::Engine::get_clock() - base) * 1e9) != due_ns) ++off;
            }
        });
    }
    run();
    return off;
}

std::string wake_order(bool armed_together) {
    s4u::Host* host = machine();
    std::string order;
    const double base = s4u::Engine::get_clock();
    for (int i = 0; i < 8; ++i) {
        spawn(host, [&, i] {
            if (!armed_together) s4u::this_actor::sleep_until(base + 1e-9 * (1 + i));
            s4u::this_actor::sleep_until(base + 1e-6);
            order += static_cast<char>('0' + i);
        });
    }
    run();
    return order;
}

}  // namespace

TEST_CASE("SimGrid: with precision 1e-12 no sleep_until is a nanosecond off; with 1e-9 many are") {
    CHECK(wakeups_off() == 0);
    s4u::Engine::set_config("surf/precision:1e-9");
    const int off = wakeups_off();
    s4u::Engine::set_config("surf/precision:1e-12");
    CHECK(off > 100);
}

TEST_CASE(
    "SimGrid: actors that wake at one instant do so repeatably, but not first in, first out") {
    CHECK(wake_order(true) == "76543210");
    CHECK(wake_order(true) == "76543210");
    CHECK(wake_order(false) == "01234567");
}

TEST_CASE("SimGrid: a semaphore hands over first in, first out") {
    s4u::Host* host = machine();
    const auto semaphore = s4u::Semaphore::create(0);
    std::string order;
    for (int i = 0; i < 5; ++i) {
        spawn(host, [&, i] {
            semaphore->acquire();
            order += static_cast<char>('0' + i);
        });
    }
    spawn(host, [&] {
        s4u::this_actor::sleep_for(1);
        for (int i = 0; i < 5; ++i) semaphore->release();
    });
    run();
    CHECK(order == "01234");
}

TEST_CASE("SimGrid: a deadlock returns normally from run, and the next run goes well") {
    s4u::Host* host = machine();
    bool unwound = false;
    std::string printed;
    {
        const xsksim::test::CapturedOutput output;
        const auto semaphore = s4u::Semaphore::create(0);
        spawn(host, [&] {
            try {
                semaphore->acquire();
            } catch (const simgrid::ForcefulKillException&) {
                unwound = true;
                throw;
            }
        });
        run();
        printed = output.text();
    }
    CHECK(unwound);
    CHECK_THAT(printed, Catch::Contains("Deadlock"));  // which is why the engine never has one
    bool ran = false;
    spawn(host, [&] { ran = true; });
    run();
    CHECK(ran);
}

TEST_CASE("SimGrid: its notes about itself are switched off by the engine") {
    machine();
    std::string printed;
    {
        const xsksim::test::CapturedOutput output;
        s4u::Engine::set_config("surf/precision:1e-12");  // a change of configuration is noted
        printed = output.text();
    }
    CHECK(printed.empty());
}

TEST_CASE("SimGrid: its clock goes on from one run to the next") {
    s4u::Host* host = machine();
    const double before = s4u::Engine::get_clock();
    for (int i = 0; i < 2; ++i) {
        spawn(host, [] { s4u::this_actor::sleep_for(2); });
        run();
    }
    CHECK(std::abs(s4u::Engine::get_clock() - before - 4) < 1e-9);
}

TEST_CASE("SimGrid: the exception that kills an actor is no std::exception") {
    CHECK_FALSE(std::is_base_of_v<std::exception, simgrid::ForcefulKillException>);
}
