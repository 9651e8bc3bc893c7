// SPDX-License-Identifier: GPL-2.0-only
// What would deadlock some day is found the first time its order or usage is seen.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// Takes the locks in this order and releases them.
void nest(Machine& m, const void* outer, const char* outer_class, const void* inner,
          const char* inner_class) {
    m.kernel.locks().lock(outer, outer_class);
    m.kernel.locks().lock(inner, inner_class);
    m.kernel.locks().unlock(inner);
    m.kernel.locks().unlock(outer);
}

}  // namespace

TEST_CASE("lock order: two classes both ways round are one finding, at different times too") {
    Machine m;
    int a = 0, b = 0;
    m.kernel_task(0, "one", [&] { nest(m, &a, "a", &b, "b"); });
    m.kernel_task(1, "two", [&] {
        m.spend(us(100));
        nest(m, &b, "b", &a, "a");
        nest(m, &b, "b", &a, "a");
    });
    m.run();
    CHECK(m.finding() ==
          "lock order: a is taken while b is held, and elsewhere the other way round");
}

TEST_CASE("lock order: a cycle over three classes is found, a chain is none") {
    Machine m;
    int a = 0, b = 0, c = 0;
    const bool closed = GENERATE(false, true);
    m.kernel_task(0, "worker", [&] {
        nest(m, &a, "a", &b, "b");
        nest(m, &b, "b", &c, "c");
        nest(m, &a, "a", &c, "c");
        if (closed) nest(m, &c, "c", &a, "a");
    });
    m.run();
    CHECK(m.findings().size() == (closed ? 1 : 0));
}

TEST_CASE(
    "lock order: two locks of one class together are a finding, one after the other are not") {
    Machine m;
    int a = 0, b = 0;
    const bool together = GENERATE(false, true);
    m.kernel_task(0, "worker", [&] {
        if (together) return nest(m, &a, "_xmit_lock", &b, "_xmit_lock");
        m.kernel.locks().lock(&a, "_xmit_lock");
        m.kernel.locks().unlock(&a);
        m.kernel.locks().lock(&b, "_xmit_lock");
        m.kernel.locks().unlock(&b);
    });
    m.run();
    CHECK(m.finding() ==
          (together ? "lock order: a second lock of the class _xmit_lock is taken while one is held"
                    : ""));
}

TEST_CASE("lock order: a trylock makes no order") {
    Machine m;
    int a = 0, b = 0;
    m.kernel_task(0, "worker", [&] {
        nest(m, &a, "a", &b, "b");
        m.kernel.locks().lock(&b, "b");
        CHECK(m.kernel.locks().try_lock(&a, "a"));
        m.kernel.locks().unlock(&a);
        m.kernel.locks().unlock(&b);
    });
    m.run();
    CHECK(m.findings().empty());
}

TEST_CASE("lock order: a sleeping lock and a spin lock, both ways round") {
    Machine m;
    KernelMutex& rtnl = m.kernel.net_device().rtnl();
    KernelMutex other(*m.engine, m.kernel.findings(), m.cpus(), m.kernel.locks().order(), "other");
    m.kernel_task(0, "worker", [&] {
        rtnl.lock();
        other.lock();
        other.unlock();
        rtnl.unlock();
        other.lock();
        rtnl.lock();
        rtnl.unlock();
        other.unlock();
    });
    m.run();
    CHECK(m.finding() ==
          "lock order: rtnl is taken while other is held, and elsewhere the other way round");
}

TEST_CASE("lock order: a lock of softirqs is taken with bottom halves disabled") {
    Machine m;
    int lock = 0;
    const bool disabled = GENERATE(false, true);
    const auto take = [&] {
        m.kernel.locks().lock(&lock, "_xmit_lock");
        m.kernel.locks().unlock(&lock);
    };
    m.cpus().softirqs().open(5, [&](CpuId) { take(); });
    m.interrupt_at(at_us(5), 0, us(1), [&] { m.cpus().softirqs().raise(5); });
    m.kernel_task(1, "worker", [&] {
        m.spend(us(50));
        if (disabled) m.cpus().softirqs().bh_disable();
        take();
        if (disabled) m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.finding() == (disabled ? ""
                                   : "lock order: _xmit_lock is taken in a softirq and elsewhere "
                                     "with softirqs enabled"));
}

TEST_CASE("lock order: a lock of hard interrupts is taken with interrupts disabled") {
    Machine m;
    int lock = 0;
    m.interrupt_at(at_us(5), 0, us(1), [&] {
        m.kernel.locks().lock(&lock, "lock");
        m.kernel.locks().unlock(&lock);
    });
    m.kernel_task(1, "worker", [&] {
        m.spend(us(50));
        m.cpus().softirqs().bh_disable();
        m.kernel.locks().lock(&lock, "lock");
        m.kernel.locks().unlock(&lock);
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(
        m.finding() ==
        "lock order: lock is taken in a hard interrupt and elsewhere with hard interrupts enabled");
}

TEST_CASE("locks: memory is freed that holds a lock which somebody holds") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        void* object = m.kernel.kmalloc().allocate({64, true, true});
        void* lock = static_cast<std::byte*>(object) + 8;
        m.kernel.locks().lock(lock, "sq_lock");
        m.kernel.kmalloc().free(object);
        m.kernel.locks().unlock(lock);
    });
    m.run();
    CHECK(m.finding() == "memory is freed that holds spin lock sq_lock, which cpu0/worker holds");
}
