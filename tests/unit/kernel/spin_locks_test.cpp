// SPDX-License-Identifier: GPL-2.0-only
// Spin locks: order, deadlocks, locks held where none may be.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("lock: handed over in the order in which it was asked for") {
    KernelOptions options = free_of_charge();
    options.cpus.vcpus = 4;
    Machine m(options);
    int lock = 0;
    const auto contender = [&](std::int64_t start_us, const std::string& name) {
        return [&m, &lock, start_us, name] {
            m.spend(us(start_us));
            m.kernel.locks().lock(&lock, "lock");
            m.note(name);
            m.spend(us(10));
            m.kernel.locks().unlock(&lock);
        };
    };
    m.kernel_task(0, "a", contender(1, "a"));
    m.kernel_task(1, "b", contender(4, "b"));
    m.kernel_task(2, "c", contender(2, "c"));
    m.kernel_task(3, "d", contender(3, "d"));
    m.run();
    CHECK(m.notes == Notes{"a@1", "c@11", "d@21", "b@31"});
    CHECK(m.count(EventKind::lock_contend) == 3);
    CHECK(m.count(EventKind::lock_acquire) == 4);
    CHECK(m.count(EventKind::lock_release) == 4);
    CHECK(m.findings().empty());
}

TEST_CASE("lock: waiting for it is CPU time, and interrupts still come") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "holder", [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.spend(us(20));
        m.kernel.locks().unlock(&lock);
    });
    const ContextId waiter = m.kernel_task(1, "waiter", [&] {
        m.spend(us(1));
        m.kernel.locks().lock(&lock, "lock");
        m.note("got it");
        m.kernel.locks().unlock(&lock);
    });
    m.interrupt_at(at_us(5), 1, us(3), [&] { m.note("handled"); });
    m.run();
    CHECK(m.notes == Notes{"handled@8", "got it@20"});
    CHECK(m.cpus().vcpus().cpu_time(waiter) == us(17));
}

TEST_CASE("lock: handed to a waiter that is interrupted, it waits for the interrupt's end") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "holder", [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.spend(us(20));
        m.kernel.locks().unlock(&lock);
    });
    m.kernel_task(1, "waiter", [&] {
        m.spend(us(1));
        m.kernel.locks().lock(&lock, "lock");
        m.note("goes on");
        m.kernel.locks().unlock(&lock);
    });
    m.interrupt_at(at_us(18), 1, us(5), [&] { m.note("handled"); });
    m.run();
    CHECK(m.notes == Notes{"handled@23", "goes on@23"});
}

TEST_CASE("lock: its class is in every event, also after a release") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        for (int i = 0; i < 2; ++i) {
            m.kernel.locks().lock(&lock, "class");
            m.kernel.locks().unlock(&lock);
        }
    });
    m.run();
    for (const Event& event : m.all(EventKind::lock_acquire))
        CHECK(m.trace.text_at({arg(event, 1)}) == "class");
    CHECK(m.trace.text("new").index == 2);  // one text so far
}

TEST_CASE("lock: trylock does not wait") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        SpinLocks& locks = m.kernel.locks();
        CHECK(locks.try_lock(&lock, "lock"));
        CHECK(locks.held_by_current(&lock));
        CHECK_FALSE(locks.try_lock(&lock, "lock"));
        locks.unlock(&lock);
        CHECK_FALSE(locks.held_by_current(&lock));
    });
    m.run();
    CHECK(m.findings().empty());
}

TEST_CASE("lock: taken twice by one context, it can never be had") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.kernel.locks().lock(&lock, "lock");
        m.note("impossible");
    });
    m.run();
    CHECK(m.finding() == "deadlock: cpu0/worker spins on lock, but it holds it already");
    CHECK(m.notes.empty());
}

TEST_CASE("lock: an interrupt that spins on what it interrupted holds can never have it") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.spend(us(10));
        m.kernel.locks().unlock(&lock);
    });
    m.interrupt_at(at_us(5), 0, us(0), [&] { m.kernel.locks().lock(&lock, "lock"); });
    m.run();
    CHECK(m.findings() ==
          Notes{"lock order: lock is taken in a hard interrupt and elsewhere with hard interrupts "
                "enabled",
                "deadlock: cpu0/hardirq spins on lock, but cpu0/worker holds lock and cannot go "
                "on: it is below it on the same vCPU"});
}

TEST_CASE("lock: the same interrupt on another vCPU simply waits") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.spend(us(10));
        m.kernel.locks().unlock(&lock);
    });
    m.interrupt_at(at_us(5), 1, us(0), [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.note("had it");
        m.kernel.locks().unlock(&lock);
    });
    m.run();
    CHECK(m.notes == Notes{"had it@10"});
    // On the worker's own vCPU it would have waited for ever.
    CHECK(m.finding() ==
          "lock order: lock is taken in a hard interrupt and elsewhere with hard interrupts "
          "enabled");
}

TEST_CASE("lock: two vCPUs that take two locks in opposite order") {
    Machine m;
    int a = 0;
    int b = 0;
    const auto take = [&](int& first, const char* first_name, int& second,
                          const char* second_name) {
        m.kernel.locks().lock(&first, first_name);
        m.spend(us(5));
        m.kernel.locks().lock(&second, second_name);
    };
    m.kernel_task(0, "x", [&] { take(a, "a", b, "b"); });
    m.kernel_task(1, "y", [&] {
        m.spend(us(1));
        take(b, "b", a, "a");
    });
    m.run();
    CHECK(m.findings() ==
          Notes{"lock order: a is taken while b is held, and elsewhere the other way round",
                "deadlock: cpu1/y spins on a, but its holder waits, in turn, for b, which it holds "
                "itself"});
}

TEST_CASE("lock: a cycle through an interrupted holder is found too") {
    Machine m;
    int a = 0;
    int b = 0;
    // Task x holds a; the interrupt above it waits for b; y holds b and asks for a.
    m.kernel_task(0, "x", [&] {
        m.kernel.locks().lock(&a, "a");
        m.spend(us(50));
    });
    m.interrupt_at(at_us(5), 0, us(0), [&] { m.kernel.locks().lock(&b, "b"); });
    m.kernel_task(1, "y", [&] {
        m.kernel.locks().lock(&b, "b");
        m.spend(us(10));
        m.kernel.locks().lock(&a, "a");
    });
    m.run();
    CHECK_THAT(m.findings().back(), Catch::StartsWith("deadlock: cpu1/y spins on a"));
}

TEST_CASE("lock: released by somebody who does not hold it") {
    Machine m;
    int lock = 0;
    m.kernel_task(0, "worker", [&] { m.kernel.locks().unlock(&lock); });
    m.run();
    CHECK(m.finding() == "spin lock unnamed released by cpu0/worker, which does not hold it");
}

TEST_CASE("lock: held on the way back to user mode, out of a handler, or at the end") {
    Machine m;
    int first = 0;
    int second = 0;
    m.kernel_task(0, "worker", [&] { m.kernel.locks().lock(&first, "first"); });
    m.interrupt_at(at_us(5), 1, us(0), [&] { m.kernel.locks().lock(&second, "second"); });
    m.run();
    m.kernel.locks().check_none_held_at_end();
    const std::vector<std::string> expected{
        "cpu0/worker returns to user mode with spin lock first held",
        "cpu0/worker exits with spin lock first held",
        "cpu1/hardirq returns from an interrupt handler with spin lock second held",
        "cpu0/worker still holds spin lock first at the end of the run",
        "cpu1/hardirq still holds spin lock second at the end of the run"};
    CHECK(m.findings() == expected);
}
