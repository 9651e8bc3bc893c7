// SPDX-License-Identifier: GPL-2.0-only
// Softirqs: where they run, when ksoftirqd takes over (facts §2.3), and what waits for the tick
// (decision 0008). HZ is 250: the first tick is at 4000 us.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// A NET_RX action that takes `length` and notes where it ran.
void open_net_rx(Machine& m, Duration length) {
    m.cpus().softirqs().open(softirq_net_rx, [&m, length](CpuId) {
        m.spend(length);
        m.note(m.where());
    });
}

void raise_by_interrupt(Machine& m, Instant when) {
    m.interrupt_at(when, 0, us(1), [&m] { m.cpus().softirqs().raise(softirq_net_rx); });
}

}  // namespace

TEST_CASE("softirq: raised by an interrupt, it runs at its exit, above the task") {
    Machine m;
    open_net_rx(m, us(5));
    m.task(0, "worker", [&] {
        m.cpus().tasks().spend_user(us(10), Operation::local());
        m.note("done");
    });
    raise_by_interrupt(m, at_us(2));
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@8", "done@16"});
    CHECK(m.count(EventKind::ksoftirqd_wake) == 0);
}

TEST_CASE("softirq: an interrupt in a BH-disabled region leaves it to local_bh_enable") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().bh_disable();
        m.spend(us(10));
        m.note("enables");
        m.cpus().softirqs().bh_enable();
        m.note("enabled");
    });
    raise_by_interrupt(m, at_us(2));
    m.run();
    // On the caller's own stack, synchronously.
    CHECK(m.notes == Notes{"enables@11", "cpu0/worker@16", "enabled@16"});
    CHECK(m.count(EventKind::ksoftirqd_wake) == 0);
}

TEST_CASE("softirq: only the outermost local_bh_enable runs it") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().bh_disable();
        m.cpus().softirqs().bh_disable();
        m.cpus().softirqs().raise(softirq_net_rx);
        m.cpus().softirqs().bh_enable();
        m.note("inner");
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.notes == Notes{"inner@0", "cpu0/worker@5"});
}

TEST_CASE("softirq: raised in process context it goes to ksoftirqd, not to the caller") {
    KernelOptions options = free_of_charge();
    options.costs.context_switch = us(1);
    Machine m(options);
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().raise(softirq_net_rx);
        m.spend(us(10));
        m.note("done");
    });
    m.run();
    // 1 us to switch the worker in, 1 us to switch to ksoftirqd when the worker is gone.
    CHECK(m.notes == Notes{"done@11", "cpu0/ksoftirqd@17"});
    CHECK(m.count(EventKind::ksoftirqd_wake) == 1);
}

TEST_CASE("softirq: disabled interrupts do not count as interrupt context") {
    Machine m;
    open_net_rx(m, us(1));
    m.kernel_task(0, "worker", [&] {
        m.cpus().hardirqs().disable();
        m.cpus().softirqs().raise(softirq_net_rx);
        m.cpus().hardirqs().enable();
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/ksoftirqd@1"});
}

TEST_CASE("softirq: while ksoftirqd is runnable, interrupt exit and local_bh_enable leave it") {
    Machine m;
    open_net_rx(m, us(1));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().raise(softirq_net_rx);  // ksoftirqd is runnable from here on
        m.spend(us(10));                            // an interrupt comes at 5
        m.cpus().softirqs().bh_disable();
        m.cpus().softirqs().raise(softirq_net_rx);
        m.cpus().softirqs().bh_enable();
        m.note("leaves");
    });
    raise_by_interrupt(m, at_us(5));
    m.run();
    CHECK(m.notes == Notes{"leaves@11", "cpu0/ksoftirqd@12"});
}

TEST_CASE("softirq: only marked by a task, it waits for the tick and runs at its exit") {
    KernelOptions options = free_of_charge();
    options.costs.hardirq = us(2);
    Machine m(options);
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.spend(us(100));
        m.cpus().softirqs().mark(softirq_net_rx);
        m.spend(ms(5));
        m.note("done");
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@4007", "done@5107"});
    CHECK(m.count(EventKind::softirq_left) == 1);
    CHECK(m.count(EventKind::irq_enter) == 1);  // the tick at 8000 would have nothing to do
    CHECK(m.count(EventKind::ksoftirqd_wake) == 0);
}

TEST_CASE("softirq: a vCPU that becomes idle keeps its tick for what was left, and only for that") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] { m.cpus().softirqs().mark(softirq_net_rx); });
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@4005"});
    CHECK(m.now() == at_us(4005));
}

TEST_CASE("softirq: an interrupt or a BH-disabled region before the tick runs it, and no tick") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().mark(softirq_net_rx);
        m.spend(us(100));
        m.cpus().softirqs().mark(softirq_net_rx);
        m.cpus().softirqs().bh_disable();
        m.cpus().softirqs().bh_enable();
    });
    m.interrupt_at(at_us(10), 0, us(1));
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@16", "cpu0/worker@111"});
    CHECK(m.count(EventKind::irq_enter) == 1);
    CHECK(m.now() == at_us(111));
}

TEST_CASE("softirq: the timer interrupt that ends a sleep runs it, on its vCPU") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "sleeper", [&] {
        m.cpus().softirqs().mark(softirq_net_rx);
        m.cpus().tasks().sleep_until(at_us(100));
        m.note("awake");
    });
    m.kernel_task(1, "other", [&] { m.cpus().tasks().sleep_until(at_us(50)); });
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@105", "awake@105"});
    CHECK(m.count(EventKind::irq_enter) == 1);
}

TEST_CASE("softirq: a tick in a BH-disabled region leaves it to local_bh_enable") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().mark(softirq_net_rx);
        m.cpus().softirqs().bh_disable();
        m.spend(ms(5));
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.all(EventKind::irq_enter).at(0).at == at_us(4000));
    CHECK(m.notes == Notes{"cpu0/worker@5005"});
}

TEST_CASE("softirq: a tick leaves it to ksoftirqd where that is runnable") {
    Machine m;
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().mark(softirq_net_rx);
        m.cpus().softirqs().raise(softirq_net_tx);  // this one wakes ksoftirqd
        m.spend(ms(5));
        m.note("leaves");
    });
    m.run();
    CHECK(m.all(EventKind::irq_enter).at(0).at == at_us(4000));
    CHECK(m.notes == Notes{"leaves@5000", "cpu0/ksoftirqd@5005"});
}

TEST_CASE("softirq: without the tick it stays pending, and the machine is idle") {
    KernelOptions options = free_of_charge();
    options.cpus.softirqs.at_tick = false;
    Machine m(options);
    open_net_rx(m, us(5));
    m.kernel_task(0, "worker", [&] { m.cpus().softirqs().mark(softirq_net_rx); });
    CHECK(m.run().reason == EndReason::idle);
    CHECK(m.notes.empty());
    CHECK(m.now() == at_us(0));
}

TEST_CASE("softirq: no softirq above a softirq: an interrupt's is one more round of the first") {
    Machine m;
    open_net_rx(m, us(5));
    raise_by_interrupt(m, at_us(1));
    raise_by_interrupt(m, at_us(4));
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@8", "cpu0/softirq@13"});
    CHECK(m.count(EventKind::softirq_enter) == 1);
}

TEST_CASE("softirq: after ten rounds ksoftirqd goes on") {
    Machine m;
    std::vector<std::string> where;
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) {
        m.spend(us(1));
        where.push_back(m.where());
        if (where.size() < 12) m.cpus().softirqs().raise(softirq_net_rx);
    });
    raise_by_interrupt(m, at_us(1));
    m.run();
    REQUIRE(where.size() == 12);
    CHECK(std::count(where.begin(), where.end(), "cpu0/softirq") == 10);
    CHECK(where[9] == "cpu0/softirq");
    CHECK(where[10] == "cpu0/ksoftirqd");
    CHECK(m.count(EventKind::ksoftirqd_wake) == 1);
}

TEST_CASE("softirq: after 2 ms ksoftirqd goes on, counted in jiffies") {
    KernelOptions options = free_of_charge();
    options.cpus.hz = 1000;
    Machine m(options);
    std::vector<std::string> where;
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) {
        m.spend(us(700));
        where.push_back(m.where());
        if (where.size() < 6) m.cpus().softirqs().raise(softirq_net_rx);
    });
    raise_by_interrupt(m, at_us(99));  // softirqs begin at 0.1 ms, in jiffy 0: until jiffy 2
    m.run();
    // Rounds end at 0.8, 1.5 and 2.2 ms; the third is past the limit.
    REQUIRE(where.size() == 6);
    CHECK(where[2] == "cpu0/softirq");
    CHECK(where[3] == "cpu0/ksoftirqd");
}

TEST_CASE("softirq: ksoftirqd's wake-up latency on an idle vCPU") {
    KernelOptions options = free_of_charge();
    options.costs.ksoftirqd_wakeup = us(5);
    Machine m(options);
    int rounds = 0;
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) {
        if (++rounds <= 10) m.cpus().softirqs().raise(softirq_net_rx);
        if (rounds == 11) m.note(m.where());
    });
    raise_by_interrupt(m, at_us(1));
    m.run();
    CHECK(m.notes == Notes{"cpu0/ksoftirqd@7"});
}

TEST_CASE("softirq: local_bh_enable without local_bh_disable is a finding") {
    Machine m;
    m.kernel_task(0, "worker", [&] { m.cpus().softirqs().bh_enable(); });
    m.run();
    CHECK(m.finding() == "local_bh_enable without local_bh_disable");
}
