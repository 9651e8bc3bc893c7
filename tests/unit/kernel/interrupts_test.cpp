// SPDX-License-Identifier: GPL-2.0-only
// Hard interrupts: pre-emption, disabling, nesting.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("irq: a task that spends 10 us and is interrupted for 3 us ends at 13 us") {
    Machine m;
    m.task(0, "worker", [&] {
        m.cpus().tasks().spend_user(us(10), Operation::local());
        m.note("done");
    });
    m.interrupt_at(at_us(4), 0, us(3), [&] { m.note("handled"); });
    const RunEnd end = m.run();
    CHECK(end.reason == EndReason::idle);
    CHECK(m.notes == Notes{"handled@7", "done@13"});
    CHECK(m.cpus().vcpus().contexts().back().cpu_time == us(10));
}

TEST_CASE("irq: an interrupt on one vCPU leaves the other alone") {
    Machine m;
    m.task(1, "worker", [&] {
        m.cpus().tasks().spend_user(us(10), Operation::local());
        m.note("done");
    });
    m.interrupt_at(at_us(4), 0, us(30));
    m.run();
    CHECK(m.notes == Notes{"done@10"});
}

TEST_CASE("irq: the hard-interrupt cost is charged before the handler") {
    KernelOptions options = free_of_charge();
    options.costs.hardirq = Duration{400};
    Machine m(options);
    Instant handled;
    m.interrupt_at(at_us(1), 0, us(0), [&] { handled = m.now(); });
    m.run();
    CHECK(handled == Instant{1400});
}

TEST_CASE("irq: with interrupts disabled it waits, and comes right where they are enabled") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        m.cpus().hardirqs().disable();
        m.cpus().hardirqs().disable();
        m.spend(us(10));
        m.cpus().hardirqs().enable();
        m.note("still disabled");
        m.cpus().hardirqs().enable();
        m.note("enabled");
    });
    m.interrupt_at(at_us(4), 0, us(3), [&] { m.note("handled"); });
    m.run();
    CHECK(m.notes == Notes{"still disabled@10", "handled@13", "enabled@13"});
}

TEST_CASE("irq: handlers do not nest, they queue in order") {
    Machine m;
    m.interrupt_at(at_us(1), 0, us(5), [&] { m.note("first"); });
    m.interrupt_at(at_us(2), 0, us(5), [&] { m.note("second"); });
    m.interrupt_at(at_us(3), 0, us(5), [&] { m.note("third"); });
    m.run();
    CHECK(m.notes == Notes{"first@6", "second@11", "third@16"});
}

TEST_CASE("irq: one that is raised but not begun is pending") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        m.cpus().hardirqs().disable();
        m.spend(us(10));
        m.note(m.cpus().hardirqs().is_pending(0, 7) ? "pending" : "not pending");
        m.cpus().hardirqs().enable();
        m.note(m.cpus().hardirqs().is_pending(0, 7) ? "pending" : "not pending");
    });
    m.interrupt_at(at_us(4), 0, us(3));
    m.run();
    CHECK(m.notes == Notes{"pending@10", "not pending@13"});
}

TEST_CASE("irq: it interrupts a softirq, which goes on afterwards") {
    Machine m;
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) {
        m.note("softirq begins");
        m.spend(us(10));
        m.note("softirq ends");
    });
    m.interrupt_at(at_us(1), 0, us(1), [&] { m.cpus().softirqs().raise(softirq_net_rx); });
    m.interrupt_at(at_us(5), 0, us(2), [&] { m.note("handled"); });
    m.run();
    CHECK(m.notes == Notes{"softirq begins@2", "handled@7", "softirq ends@14"});
}

TEST_CASE("irq: a context may raise one on its own vCPU and is interrupted at its next point") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        m.cpus().hardirqs().raise(0, 9, [&] {
            m.spend(us(3));
            m.note("handled");
            return true;
        });
        m.note("raised");
        m.cpus().execution().point(Operation::local());
        m.note("after");
    });
    m.run();
    CHECK(m.notes == Notes{"raised@0", "handled@3", "after@3"});
}

TEST_CASE("irq: while the host holds the vCPU nothing runs there and nothing is delivered") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        m.spend(us(1));
        m.cpus().host().hold(us(10), Operation::local());
        m.note("goes on");
    });
    m.interrupt_at(at_us(4), 0, us(2), [&] { m.note("handled"); });
    m.run();
    CHECK(m.notes == Notes{"handled@13", "goes on@13"});
    CHECK(m.count(EventKind::vcpu_steal) == 1);
    CHECK(m.cpus().vcpus().contexts().back().cpu_time == us(1));
}

TEST_CASE("irq: a handler that leaves interrupts disabled is a finding") {
    Machine m;
    m.interrupt_at(at_us(1), 0, us(1), [&] { m.cpus().hardirqs().disable(); });
    m.run();
    CHECK(m.finding() == "cpu0/hardirq returns from an interrupt handler with interrupts disabled");
}
