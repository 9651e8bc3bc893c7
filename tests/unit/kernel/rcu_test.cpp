// SPDX-License-Identifier: GPL-2.0-only
// RCU grace periods (facts §2.5).
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// An updater that synchronises at 10 us on vCPU 1.
void updater(Machine& m) {
    m.kernel_task(1, "updater", [&m] {
        m.spend(us(10));
        m.kernel.rcu().synchronize();
        m.note("synchronized");
    });
}

}  // namespace

TEST_CASE("rcu: synchronize_rcu takes a grace period even without readers, and blocks") {
    KernelOptions options = free_of_charge();
    options.costs.rcu_grace_period = ms(8);
    Machine m(options);
    updater(m);
    m.task(1, "worker", [&] {
        m.cpus().tasks().spend_user(us(100), Operation::local());
        m.note("worked");
    });
    m.run();
    CHECK(m.notes == Notes{"worked@110", "synchronized@8010"});
}

TEST_CASE("rcu: it waits for a reader that was there, not for one that came later") {
    Machine m;
    updater(m);
    m.kernel_task(0, "reader", [&] {
        m.kernel.rcu().read_lock();
        m.kernel.rcu().read_lock();
        m.spend(us(30));
        m.kernel.rcu().read_unlock();
        m.spend(us(20));
        m.kernel.rcu().read_unlock();
        m.note("first reader leaves");
        m.kernel.rcu().read_lock();
        m.spend(us(100));
        m.kernel.rcu().read_unlock();
        m.note("second reader leaves");
    });
    m.run();
    CHECK(m.notes ==
          Notes{"first reader leaves@50", "synchronized@50", "second reader leaves@150"});
}

TEST_CASE("rcu: bottom halves or interrupts disabled, a softirq, a handler: all are readers") {
    const auto synchronized_at = [](const std::function<void(Machine&)>& set_up) {
        Machine m;
        updater(m);
        set_up(m);
        m.run();
        for (const std::string& note : m.notes)
            if (note.rfind("synchronized", 0) == 0) return note;
        return std::string("never");
    };
    CHECK(synchronized_at([](Machine&) {}) == "synchronized@10");
    CHECK(synchronized_at([](Machine& m) {
              m.kernel_task(0, "reader", [&m] { m.spend(us(50)); });
          }) == "synchronized@10");
    CHECK(synchronized_at([](Machine& m) {
              m.kernel_task(0, "reader", [&m] {
                  m.cpus().softirqs().bh_disable();
                  m.spend(us(50));
                  m.cpus().softirqs().bh_enable();
              });
          }) == "synchronized@50");
    CHECK(synchronized_at([](Machine& m) {
              m.kernel_task(0, "reader", [&m] {
                  m.cpus().hardirqs().disable();
                  m.spend(us(50));
                  m.cpus().hardirqs().enable();
              });
          }) == "synchronized@50");
    CHECK(synchronized_at([](Machine& m) { m.interrupt_at(at_us(5), 0, us(45)); }) ==
          "synchronized@50");
    CHECK(synchronized_at([](Machine& m) {
              m.cpus().softirqs().open(softirq_net_rx, [&m](CpuId) { m.spend(us(40)); });
              m.interrupt_at(at_us(5), 0, us(1),
                             [&m] { m.cpus().softirqs().raise(softirq_net_rx); });
          }) == "synchronized@46");
}

TEST_CASE("rcu: a reader that is interrupted stays a reader") {
    Machine m;
    updater(m);
    m.kernel_task(0, "reader", [&] {
        m.kernel.rcu().read_lock();
        m.spend(us(20));
        m.kernel.rcu().read_unlock();
    });
    m.interrupt_at(at_us(5), 0, us(40));
    m.run();
    CHECK(m.notes == Notes{"synchronized@60"});
}

TEST_CASE("rcu: synchronize_rcu inside a read-side section is a finding") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        m.kernel.rcu().read_lock();
        m.kernel.rcu().synchronize();
        m.kernel.rcu().read_unlock();
    });
    m.run();
    CHECK(m.findings().at(0) == "sleeping in atomic context: synchronize_rcu");
}

TEST_CASE("rcu: an unlock without a lock is a finding") {
    Machine m;
    m.kernel_task(0, "worker", [&] { m.kernel.rcu().read_unlock(); });
    m.run();
    CHECK(m.finding() == "rcu_read_unlock without rcu_read_lock");
}
