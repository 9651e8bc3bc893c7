// SPDX-License-Identifier: GPL-2.0-only
// High-resolution timers (facts §2.4).
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// A timer struct as a driver has it: the base word lies in it.
struct DriverTimer {
    std::uint64_t base = 0;
};

void initialise(Machine& m, DriverTimer& timer, HrTimers::Callback callback) {
    timer.base = m.kernel.timers().initialise(&timer, std::move(callback));
}
void start(Machine& m, DriverTimer& timer, Duration relative) {
    m.kernel.timers().start(&timer, timer.base, relative);
}
int try_to_cancel(Machine& m, DriverTimer& timer) {
    return m.kernel.timers().try_to_cancel(&timer, timer.base);
}

}  // namespace

TEST_CASE("hrtimer: it fires in hard interrupt on the vCPU that started it") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(1, "worker", [&] {
        initialise(m, timer, [&] {
            m.note(m.where());
            return 0;
        });
        start(m, timer, us(100));
        CHECK(m.kernel.timers().active(&timer));
    });
    m.run();
    CHECK(m.notes == Notes{"cpu1/hardirq@100"});
    CHECK_FALSE(m.kernel.timers().active(&timer));
    CHECK(arg(m.all(EventKind::irq_enter)[0], 1) == hrtimer_vector(1));
}

TEST_CASE("hrtimer: it interrupts a BH-disabled lock holder on its vCPU") {
    Machine m;
    DriverTimer timer;
    int lock = 0;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.note("fires");
            return 0;
        });
        start(m, timer, us(5));
        m.cpus().softirqs().bh_disable();
        m.kernel.locks().lock(&lock, "lock");
        m.spend(us(10));
        m.kernel.locks().unlock(&lock);
        m.note("released");
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.notes == Notes{"fires@5", "released@10"});
}

TEST_CASE("hrtimer: disabled interrupts make it late, and the lateness is reported") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [] { return 0; });
        start(m, timer, us(5));
        m.cpus().hardirqs().disable();
        m.spend(us(12));
        m.cpus().hardirqs().enable();
    });
    m.run();
    CHECK(arg(m.all(EventKind::hrtimer_fire)[0], 2) == 7000);
}

TEST_CASE("hrtimer: starting a queued one moves it") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.note("fires");
            return 0;
        });
        start(m, timer, us(10));
        m.spend(us(5));
        start(m, timer, us(10));
    });
    m.run();
    CHECK(m.notes == Notes{"fires@15"});
    const auto starts = m.all(EventKind::hrtimer_start);
    REQUIRE(starts.size() == 2);
    CHECK(arg(starts[0], 3) == 0);
    CHECK(arg(starts[1], 3) == 1);
}

TEST_CASE("hrtimer: try_to_cancel says 1 removed, 0 inactive, -1 running") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.spend(us(10));
            return 0;
        });
        CHECK(try_to_cancel(m, timer) == 0);
        start(m, timer, us(50));
        CHECK(try_to_cancel(m, timer) == 1);
        CHECK(try_to_cancel(m, timer) == 0);
        start(m, timer, us(100));
    });
    m.kernel_task(1, "other", [&] {
        m.spend(us(105));
        CHECK(try_to_cancel(m, timer) == -1);
        m.spend(us(10));
        CHECK(try_to_cancel(m, timer) == 0);
    });
    m.run();
    CHECK(m.count(EventKind::hrtimer_fire) == 1);
    std::vector<std::uint64_t> results;
    for (const Event& event : m.all(EventKind::hrtimer_cancel)) results.push_back(arg(event, 1));
    CHECK(results == std::vector<std::uint64_t>{1, 2, 1, 0, 1});
}

TEST_CASE("hrtimer: cancel spins until a running callback is over") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.spend(us(10));
            return 0;
        });
        start(m, timer, us(20));
    });
    m.kernel_task(1, "other", [&] {
        m.spend(us(25));
        CHECK(m.kernel.timers().cancel(&timer, timer.base) == 0);
        m.note("cancelled");
    });
    m.run();
    CHECK(m.notes == Notes{"cancelled@30"});
}

TEST_CASE("hrtimer: started on another vCPU while its callback runs, it stays on that base") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.note(m.where());
            m.spend(us(10));
            return 0;
        });
        start(m, timer, us(20));
    });
    m.kernel_task(1, "other", [&] {
        m.spend(us(25));
        start(m, timer, us(20));
        CHECK(arg(m.all(EventKind::hrtimer_start).back(), 2) == 0);
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/hardirq@20", "cpu0/hardirq@45"});
}

TEST_CASE("hrtimer: started elsewhere while queued, it moves to that vCPU's base") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.note(m.where());
            return 0;
        });
        start(m, timer, us(20));
    });
    m.kernel_task(1, "other", [&] {
        m.spend(us(5));
        start(m, timer, us(20));
    });
    m.run();
    CHECK(m.notes == Notes{"cpu1/hardirq@25"});
}

TEST_CASE("hrtimer: a callback may start its own timer and return NORESTART") {
    Machine m;
    DriverTimer timer;
    int fires = 0;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [&] {
            m.note("fires");
            if (++fires < 3) start(m, timer, us(10));
            return 0;
        });
        start(m, timer, us(10));
    });
    m.run();
    CHECK(m.notes == Notes{"fires@10", "fires@20", "fires@30"});
}

TEST_CASE("hrtimer: arming costs, and a new earliest expiry costs a reprogramming") {
    KernelOptions options = free_of_charge();
    options.costs.hrtimer_arm = Duration{100};
    options.costs.hrtimer_reprogram = Duration{900};
    Machine m(options);
    DriverTimer early;
    DriverTimer late;
    std::vector<std::int64_t> costs;
    m.kernel_task(0, "worker", [&] {
        initialise(m, early, [] { return 0; });
        initialise(m, late, [] { return 0; });
        const auto measure = [&](const std::function<void()>& act) {
            const Instant before = m.now();
            act();
            costs.push_back((m.now() - before).ns);
        };
        measure([&] { start(m, early, us(50)); });
        measure([&] { start(m, late, us(100)); });
        measure([&] { try_to_cancel(m, late); });
        measure([&] { try_to_cancel(m, late); });
        measure([&] { try_to_cancel(m, early); });
    });
    m.run();
    CHECK(costs == std::vector<std::int64_t>{1000, 100, 100, 0, 1000});
}

TEST_CASE("hrtimer: timers of one instant fire in the order of their starts, in one interrupt") {
    Machine m;
    DriverTimer a;
    DriverTimer b;
    m.kernel_task(0, "worker", [&] {
        initialise(m, a, [&] {
            m.note("a");
            return 0;
        });
        initialise(m, b, [&] {
            m.note("b");
            return 0;
        });
        start(m, b, us(10));
        start(m, a, us(10));
    });
    m.run();
    CHECK(m.notes == Notes{"b@10", "a@10"});
    CHECK(m.count(EventKind::irq_enter) == 1);
}

TEST_CASE("hrtimer: initialised while queued is a finding, and it does not fire") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [] { return 0; });
        start(m, timer, us(10));
        initialise(m, timer, [] { return 0; });
    });
    m.run();
    CHECK(m.finding() == "hrtimer initialised while queued");
    CHECK(m.count(EventKind::hrtimer_fire) == 0);
}

TEST_CASE("hrtimer: a cleared struct has no base: cancelling it ends the run") {
    Machine m;
    DriverTimer timer;
    m.kernel_task(0, "worker", [&] {
        initialise(m, timer, [] { return 0; });
        timer.base = 0;
        try_to_cancel(m, timer);
        m.note("impossible");
    });
    CHECK(m.run().reason == EndReason::stopped);
    CHECK(m.finding() ==
          "hrtimer_try_to_cancel of a timer without a base: never initialised, or cleared");
    CHECK(m.notes.empty());
}

TEST_CASE("hrtimer: memory freed while its timer is queued is found when it fires") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        void* timer = m.memory.allocate(64, true);
        const std::uint64_t base = m.kernel.timers().initialise(timer, [&] {
            m.note("impossible");
            return 0;
        });
        m.kernel.timers().start(timer, base, us(10));
        m.memory.release(timer);
    });
    m.run();
    CHECK(m.finding() == "an hrtimer fires in freed memory");
    CHECK(m.notes.empty());
}

TEST_CASE("hrtimer: memory freed in which a timer is queued, or its callback runs, is a finding") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        auto* object = static_cast<std::byte*>(m.kernel.kmalloc().allocate({64, true, true}));
        void* timer = object + 16;
        const std::uint64_t base = m.kernel.timers().initialise(timer, [&m, object] {
            m.kernel.kmalloc().free(object);
            return 0;
        });
        m.kernel.timers().start(timer, base, us(10));
        m.kernel.kmalloc().free(m.kernel.kmalloc().allocate({64, true, true}));  // another object
    });
    m.run();
    CHECK(m.finding() == "memory is freed in which an hrtimer's callback runs");
}

TEST_CASE("hrtimer: memory freed with a queued timer is found at the kfree, then when it fires") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        void* timer = m.kernel.kmalloc().allocate({64, true, true});
        const std::uint64_t base = m.kernel.timers().initialise(timer, [] { return 0; });
        m.kernel.timers().start(timer, base, us(10));
        m.kernel.kmalloc().free(timer);
    });
    m.run();
    CHECK(m.findings() == Notes{"memory is freed in which an hrtimer is queued",
                                "an hrtimer fires in freed memory"});
}
