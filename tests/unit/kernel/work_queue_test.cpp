// SPDX-License-Identifier: GPL-2.0-only
// Delayed work (Linux 5.11, Documentation/core-api/workqueue.rst and kernel/workqueue.c).
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("work: it runs in a task of the vCPU that queued it, where it may sleep") {
    Machine m;
    const int work = 0;
    m.kernel_task(1, "driver", [&] {
        CHECK(m.kernel.works().schedule(
            &work,
            [&] {
                m.note(m.where());
                CHECK_FALSE(m.cpus().sections().in_atomic());
                m.cpus().tasks().block(m.now() + us(7), "a sleep");
                m.note("done");
            },
            0));
        m.note("goes on");
    });
    m.run();
    CHECK(m.notes == Notes{"goes on@0", "cpu1/kworker@0", "done@7"});
}

TEST_CASE("work: a delay counts ticks") {
    Machine m;  // 250 Hz: a tick each 4 ms
    const int work = 0;
    m.kernel_task(0, "driver", [&] {
        m.spend(us(1000));
        m.kernel.works().schedule(
            &work, [&] { m.note("runs"); }, 2);
    });
    m.run();
    CHECK(m.notes == Notes{"runs@8000"});
}

TEST_CASE("work: what is pending is not queued twice, what runs is queued once more") {
    Machine m;
    const int work = 0;
    int runs = 0;
    std::function<void()> body = [&] {
        if (++runs == 1) {
            CHECK(m.kernel.works().schedule(&work, body, 0));
            CHECK_FALSE(m.kernel.works().schedule(&work, body, 0));
        }
    };
    m.kernel_task(0, "driver", [&] {
        CHECK(m.kernel.works().schedule(&work, body, 0));
        CHECK_FALSE(m.kernel.works().schedule(&work, body, 1));
    });
    m.run();
    CHECK(runs == 2);
}

TEST_CASE("work: work that runs is queued where it runs") {
    Machine m;
    const int work = 0;
    std::function<void()> body = [&] {
        m.note(m.where());
        m.spend(us(10));
    };
    m.kernel_task(0, "driver", [&] { m.kernel.works().schedule(&work, body, 0); });
    m.kernel_task(1, "other", [&] {
        m.spend(us(5));
        m.kernel.works().schedule(&work, body, 0);
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/kworker@0", "cpu0/kworker@10"});
}

TEST_CASE("work: cancel_sync takes pending work away") {
    Machine m;
    const int queued = 0, delayed = 0, unknown = 0;
    m.kernel_task(0, "driver", [&] {
        auto& works = m.kernel.works();
        works.schedule(
            &queued, [&] { m.note("queued runs"); }, 0);
        works.schedule(
            &delayed, [&] { m.note("delayed runs"); }, 3);
        CHECK(works.cancel_sync(&queued));
        CHECK(works.cancel_sync(&delayed));
        CHECK_FALSE(works.cancel_sync(&delayed));
        CHECK_FALSE(works.cancel_sync(&unknown));
    });
    m.run();
    CHECK(m.notes.empty());
}

TEST_CASE("work: cancel_sync waits for work that runs and keeps it from queueing itself") {
    Machine m;
    const int work = 0;
    std::function<void()> body = [&] {
        m.spend(us(10));
        m.note(m.kernel.works().schedule(&work, body, 0) ? "queued again" : "not queued");
    };
    m.kernel_task(0, "driver", [&] { m.kernel.works().schedule(&work, body, 0); });
    m.kernel_task(1, "closer", [&] {
        m.spend(us(5));
        CHECK_FALSE(m.kernel.works().cancel_sync(&work));
        m.note("cancelled");
    });
    m.run();
    CHECK(m.notes == Notes{"not queued@10", "cancelled@10"});
}

TEST_CASE("work: memory freed under pending work is a finding") {
    Machine m;
    m.kernel_task(0, "driver", [&] {
        void* const object = m.kernel.kmalloc().allocate({.bytes = 64});
        m.kernel.works().schedule(
            object, [] {}, 1);
        m.kernel.kmalloc().free(object);
        m.kernel.works().cancel_sync(object);
    });
    m.run();
    CHECK(m.findings() == Notes{"memory is freed in which delayed work is pending"});
}

TEST_CASE("work: cancel_sync in atomic context is a finding") {
    Machine m;
    const int work = 0;
    m.kernel_task(0, "driver", [&] {
        m.kernel.works().schedule(
            &work, [] {}, 1);
        m.cpus().softirqs().bh_disable();
        m.kernel.works().cancel_sync(&work);
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.findings() == Notes{"sleeping in atomic context: cancel_delayed_work_sync"});
}

TEST_CASE("work: flush waits for what is queued and runs, and not for a delay") {
    Machine m;
    const int queued = 0, delayed = 0;
    m.kernel_task(0, "driver", [&] {
        CHECK_FALSE(m.kernel.works().flush(&queued));  // never seen
        m.kernel.works().schedule(
            &queued,
            [&] {
                m.cpus().tasks().block(m.now() + us(7), "a sleep");
                m.note("has run");
            },
            0);
        m.kernel.works().schedule(
            &delayed, [&] { m.note("delayed"); }, 1);
        CHECK(m.kernel.works().flush(&queued));
        m.note("flushed");
        CHECK_FALSE(m.kernel.works().flush(&queued));
        CHECK_FALSE(m.kernel.works().flush(&delayed));
        m.note("goes on");
    });
    m.run();
    CHECK(m.notes == Notes{"has run@7", "flushed@7", "goes on@7", "delayed@4000"});
}

TEST_CASE("work: cancel takes pending work away, lets go who flushes it, and waits for none") {
    Machine m;
    const int work = 0;
    m.kernel_task(0, "driver", [&] {
        m.kernel.works().schedule(
            &work,
            [&] {
                m.cpus().tasks().block(m.now() + us(7), "a sleep");
                m.note("has run");
            },
            0);
        m.cpus().tasks().block(m.now() + us(2), "a sleep");
        CHECK_FALSE(m.kernel.works().cancel(&work));  // it runs, and is not pending
        m.note("not waited for");
        m.kernel.works().schedule(
            &work, [&] { m.note("never"); }, 1);
        CHECK(m.kernel.works().cancel(&work));
    });
    m.run();
    CHECK(m.notes == Notes{"not waited for@2", "has run@7"});
}
