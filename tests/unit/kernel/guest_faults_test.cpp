// SPDX-License-Identifier: GPL-2.0-only
// Faults of the guest kernel: what a stolen vCPU, a starved ksoftirqd, a late timer and a failed
// allocation look like from inside.
#include <catch2/catch.hpp>

#include "tests/support/made_up_faults.hpp"
#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

Machine with(FaultSource& faults, const KernelOptions& options = free_of_charge()) {
    return Machine(options, {}, 1, {}, &faults);
}

FaultRule stealing(CpuId cpu, Duration time) {
    FaultRule rule = made_up_fault(FaultWhat::vcpu_stolen, time);
    rule.cpu = cpu;
    return rule;
}

void work(Machine& m, CpuId cpu, Duration time) {
    m.task(cpu, "worker", [&m, time] {
        m.spend(time);
        m.note(m.where());
    });
}

}  // namespace

TEST_CASE("stolen vCPU: nothing runs on it and nothing is delivered to it; the others go on") {
    MadeUpFaults faults(stealing(0, us(5)));
    Machine m(with(faults));
    work(m, 0, us(10));
    work(m, 1, us(10));
    m.at(at_us(2), [&] { faults.happen(); });
    m.interrupt_at(at_us(3), 0, us(1), [&] { m.note("interrupt"); });
    m.run();
    CHECK(m.notes == Notes{"interrupt@8", "cpu1/worker@10", "cpu0/worker@16"});
    REQUIRE(m.count(EventKind::vcpu_steal) == 1);
    CHECK(arg(m.all(EventKind::vcpu_steal)[0], 1) == 5000);
}

TEST_CASE("stolen vCPU: a theft while it is away lasts from then on") {
    MadeUpFaults faults(stealing(0, us(5)));
    Machine m(with(faults));
    work(m, 0, us(10));
    m.at(at_us(2), [&] { faults.happen(); });
    m.at(at_us(4), [&] { faults.happen(); });
    m.run();
    CHECK(m.notes == Notes{"cpu0/worker@17"});
}

TEST_CASE("stolen vCPU: an idle one, one that switches tasks and one that spins are taken, too") {
    MadeUpFaults faults(stealing(0, us(10)));
    KernelOptions options = free_of_charge();
    options.costs.context_switch = us(2);
    Machine m(with(faults, options));
    m.at(at_us(1), [&] { faults.happen(); });  // the worker is being switched in until 2
    work(m, 0, us(3));
    m.task(0, "spinner", [&] {
        m.cpus().tasks().spin_until(at_us(30));
        m.note("spun");
    });
    m.at(at_us(25), [&] { faults.happen(); });  // until 35
    m.at(at_us(50), [&] { faults.happen(); });  // idle
    m.interrupt_at(at_us(52), 0, us(1), [&] { m.note("interrupt"); });
    m.run();
    CHECK(m.notes == Notes{"cpu0/worker@14", "spun@35", "interrupt@61"});
}

TEST_CASE("starved ksoftirqd: it is woken but gets its turn only so much later") {
    MadeUpFaults faults(made_up_fault(FaultWhat::ksoftirqd_starved, us(100)));
    Machine m(with(faults));
    m.cpus().softirqs().open(softirq_net_rx, [&](CpuId) { m.note(m.where()); });
    m.kernel_task(0, "worker", [&] { m.cpus().softirqs().raise(softirq_net_rx); });
    m.at(at_us(500), [&] {
        m.task(0, "later", [&] {
            m.cpus().tasks().enter_kernel();
            m.cpus().softirqs().raise(softirq_net_rx);
            m.cpus().tasks().leave_kernel();
        });
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/ksoftirqd@100", "cpu0/ksoftirqd@500"});
    CHECK(m.count(EventKind::ksoftirqd_wake) == 2);
    CHECK(faults.effects == 1);
}

TEST_CASE("late timer: it fires so much later, and says how late it is") {
    MadeUpFaults faults(made_up_fault(FaultWhat::timer_late, us(50)));
    Machine m(with(faults));
    std::uint64_t timer = 0;
    const auto start = [&](Duration d) { m.kernel.timers().start(&timer, timer, d); };
    m.kernel_task(1, "worker", [&] {
        timer = m.kernel.timers().initialise(&timer, [&] {
            m.note("fires");
            return 0;
        });
        start(us(100));
        m.cpus().tasks().msleep(1, "test");
        start(us(100));
    });
    m.run();
    const auto fired = m.all(EventKind::hrtimer_fire);
    REQUIRE(fired.size() == 2);
    CHECK(fired[0].at == at_us(150));
    CHECK(arg(fired[0], 2) == 50'000);
    CHECK(arg(fired[1], 2) == 0);
    CHECK(faults.effects == 1);
}

TEST_CASE("late timer: meanwhile it is queued and can be cancelled") {
    MadeUpFaults faults(made_up_fault(FaultWhat::timer_late, us(50)));
    Machine m(with(faults));
    std::uint64_t timer = 0;
    m.kernel_task(0, "worker", [&] {
        timer = m.kernel.timers().initialise(&timer, [] { return 0; });
        m.kernel.timers().start(&timer, timer, us(100));
        m.spend(us(120));
        CHECK(m.kernel.timers().active(&timer));
        CHECK(m.kernel.timers().try_to_cancel(&timer, timer) == 1);
    });
    m.run();
    CHECK(m.count(EventKind::hrtimer_fire) == 0);
}

TEST_CASE("failed allocation: the one that is struck is NULL, and the trace says so") {
    MadeUpFaults faults(made_up_fault(FaultWhat::allocation_failed), 2);
    Machine m(with(faults));
    m.kernel_task(0, "worker", [&] {
        CHECK(m.kernel.kmalloc().allocate({64, false, true}) != nullptr);
        CHECK(m.kernel.kmalloc().allocate({96, false, true}) == nullptr);
        CHECK(m.kernel.kmalloc().allocate({64, false, true}) != nullptr);
    });
    m.run();
    REQUIRE(m.count(EventKind::alloc_failed) == 1);
    CHECK(arg(m.all(EventKind::alloc_failed)[0], 0) == 96);
    CHECK(faults.effects == 1);
}

TEST_CASE("failing add: the queue is told the rule's error, once") {
    FaultRule rule = made_up_fault(FaultWhat::add_failed);
    rule.error = 12;
    MadeUpFaults faults(rule, 2);
    Machine m(with(faults));
    CHECK(m.kernel.add_error(1) == 0);
    CHECK(m.kernel.add_error(1) == 12);
    CHECK(m.kernel.add_error(1) == 0);
}
