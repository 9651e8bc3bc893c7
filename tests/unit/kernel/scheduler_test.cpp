// SPDX-License-Identifier: GPL-2.0-only
// Tasks: slices, pre-emption by tasks, sleeping and waking, the end of an idle guest.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("sched: two busy tasks share a vCPU in slices of a tick") {
    Machine m;  // HZ 250: 4 ms
    m.task(0, "a", [&] {
        m.cpus().tasks().spend_user(ms(7), Operation::local());
        m.note("a");
    });
    m.task(0, "b", [&] {
        m.cpus().tasks().spend_user(ms(10), Operation::local());
        m.note("b");
    });
    const RunEnd end = m.run();
    // a 0-4, b 4-8, a 8-11, b 11-17: alone from 11 on.
    CHECK(m.notes == Notes{"a@11000", "b@17000"});
    CHECK(end.reason == EndReason::idle);
    CHECK(m.count(EventKind::sched_switch) == 4);
}

TEST_CASE("sched: a task alone is not ticked: an idle guest is idle at once") {
    Machine m;
    m.task(0, "a", [&] { m.cpus().tasks().spend_user(ms(100), Operation::local()); });
    const RunEnd end = m.run();
    CHECK(end.reason == EndReason::idle);
    CHECK(end.at == Instant{} + ms(100));
    CHECK(m.engine->counters().steps < 5);
}

TEST_CASE("sched: kernel code of a task is not pre-empted by a task; leaving the kernel is") {
    Machine m;
    m.task(0, "a", [&] {
        m.cpus().tasks().enter_kernel();
        m.spend(ms(10));
        m.note("a leaves");
        m.cpus().tasks().leave_kernel();
        m.note("a left");
    });
    m.task(0, "b", [&] {
        m.cpus().tasks().spend_user(ms(1), Operation::local());
        m.note("b");
    });
    m.run();
    CHECK(m.notes == Notes{"a leaves@10000", "b@11000", "a left@11000"});
}

TEST_CASE("sched: a task that polls in user mode is pre-empted by ksoftirqd at the tick") {
    Machine m;
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) {
        m.spend(us(10));
        m.note(m.where());
    });
    ContextId app = no_context;
    app = m.task(0, "app", [&] {
        m.cpus().tasks().enter_kernel();
        m.cpus().softirqs().raise(softirq_net_rx);
        m.cpus().tasks().leave_kernel();
        m.cpus().tasks().spin_until(Instant::never());
        m.note("app");
    });
    m.at(at_us(4005), [&] { m.cpus().tasks().wake_task(app); });
    m.run();
    // The wake comes while it is pre-empted and is not lost.
    CHECK(m.notes == Notes{"cpu0/ksoftirqd@4010", "app@4010"});
    CHECK(m.cpus().vcpus().cpu_time(app) == ms(4));
}

TEST_CASE("sched: with wake-up pre-emption ksoftirqd runs when the task returns to user mode") {
    KernelOptions options = free_of_charge();
    options.cpus.wakeup_preemption = true;
    Machine m(options);
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) { m.note(m.where()); });
    m.task(0, "app", [&] {
        m.cpus().tasks().enter_kernel();
        m.cpus().softirqs().raise(softirq_net_rx);
        m.spend(us(3));
        m.cpus().tasks().leave_kernel();
        m.note("app");
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/ksoftirqd@3", "app@3"});
}

TEST_CASE("sched: spinning ends at its instant, busy all the while, interrupts included") {
    Machine m;
    const ContextId app = m.task(0, "app", [&] {
        m.cpus().tasks().spin_until(at_us(10));
        m.note("app");
    });
    m.interrupt_at(at_us(4), 0, us(3));
    m.run();
    CHECK(m.notes == Notes{"app@10"});  // an instant, not an amount of work
    CHECK(m.cpus().vcpus().cpu_time(app) == us(7));
}

TEST_CASE("sched: spinning that ends inside an interrupt ends when the interrupt does") {
    Machine m;
    m.task(0, "app", [&] {
        m.cpus().tasks().spin_until(at_us(5));
        m.note("app");
    });
    m.interrupt_at(at_us(4), 0, us(3));
    m.run();
    CHECK(m.notes == Notes{"app@7"});
}

TEST_CASE("sched: a sleeping task leaves the vCPU to others and comes back at its time") {
    Machine m;
    m.task(0, "sleeper", [&] {
        m.cpus().tasks().sleep_until(at_us(100));
        m.note("woke");
    });
    m.task(0, "worker", [&] {
        m.cpus().tasks().spend_user(us(10), Operation::local());
        m.note("worked");
    });
    m.run();
    CHECK(m.notes == Notes{"worked@10", "woke@100"});
}

TEST_CASE("sched: a wake-up that comes before the sleep is remembered, once") {
    Machine m;
    ContextId sleeper = no_context;
    sleeper = m.task(0, "sleeper", [&] {
        m.cpus().tasks().spend_user(us(10), Operation::local());
        m.cpus().tasks().sleep_until(at_us(50));
        m.note("first");
        m.cpus().tasks().sleep_until(at_us(70));
        m.note("second");
    });
    m.at(at_us(3), [&] { m.cpus().tasks().wake_task(sleeper); });
    m.at(at_us(4), [&] { m.cpus().tasks().wake_task(sleeper); });
    m.run();
    CHECK(m.notes == Notes{"first@10", "second@70"});
}

TEST_CASE("sched: waking a task on an idle vCPU costs a context switch") {
    KernelOptions options = free_of_charge();
    options.costs.context_switch = us(2);
    Machine m(options);
    ContextId sleeper = no_context;
    sleeper = m.task(0, "sleeper", [&] {
        m.cpus().tasks().sleep_until(Instant::never());
        m.note("woke");
    });
    m.at(at_us(50), [&] { m.cpus().tasks().wake_task(sleeper); });
    m.run();
    CHECK(m.notes == Notes{"woke@52"});
}

TEST_CASE("sched: a switch that ends inside an interrupt takes effect when the interrupt is over") {
    KernelOptions options = free_of_charge();
    options.costs.context_switch = us(5);
    Machine m(options);
    m.task(0, "app", [&] { m.note("app"); });
    m.interrupt_at(at_us(3), 0, us(10), [&] { m.note("handled"); });
    m.run();
    CHECK(m.notes == Notes{"handled@13", "app@13"});
}

TEST_CASE("sched: sleeping in atomic context is a finding, whatever makes it atomic") {
    Machine m;
    const auto sleep_with = [&](const std::function<void()>& enter,
                                const std::function<void()>& leave) {
        enter();
        m.cpus().tasks().block(m.now() + us(1), "test");
        leave();
    };
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        sleep_with([] {}, [] {});
        CHECK(m.findings().empty());
        sleep_with([&] { m.cpus().softirqs().bh_disable(); },
                   [&] { m.cpus().softirqs().bh_enable(); });
        CHECK(m.findings().size() == 1);
        sleep_with([&] { m.cpus().hardirqs().disable(); }, [&] { m.cpus().hardirqs().enable(); });
        CHECK(m.findings().size() == 2);
        sleep_with([&] { m.kernel.rcu().read_lock(); }, [&] { m.kernel.rcu().read_unlock(); });
        CHECK(m.findings().size() == 3);
        sleep_with([&] { m.kernel.locks().lock(&lock, "l"); },
                   [&] { m.kernel.locks().unlock(&lock); });
        CHECK(m.findings().size() == 4);
    });
    m.interrupt_at(at_us(100), 0, us(1), [&] { m.cpus().tasks().block(m.now() + us(1), "test"); });
    m.run();
    CHECK(m.findings() == std::vector<std::string>(5, "sleeping in atomic context: test"));
}

TEST_CASE("sched: returning to user mode with bottom halves disabled is a finding") {
    Machine m;
    m.kernel_task(0, "worker", [&] { m.cpus().softirqs().bh_disable(); });
    m.run();
    CHECK(m.finding() == "cpu0/worker returns to user mode with bottom halves disabled");
}

TEST_CASE("sched: msleep rounds up to the tick after next and ignores wake-ups") {
    Machine m;
    ContextId sleeper = no_context;
    sleeper = m.kernel_task(0, "sleeper", [&] {
        m.spend(ms(1));
        m.cpus().tasks().msleep(1, "test");
        m.note("woke");
        m.cpus().tasks().block(Instant::never(), "test");  // the wake-up is still there
        m.note("ended");
    });
    m.at(at_us(3000), [&] { m.cpus().tasks().wake_task(sleeper); });
    const RunEnd end = m.run();
    CHECK(m.notes == Notes{"woke@8000", "ended@8000"});
    CHECK(end.reason == EndReason::idle);
}
