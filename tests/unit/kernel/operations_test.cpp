// SPDX-License-Identifier: GPL-2.0-only
// What the kernel's own scheduling points say: the object and the call.
#include <catch2/catch.hpp>

#include "kernel_machine.hpp"
#include "tests/support/recorded_operations.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

Operation call(Operation::Call call, std::uint64_t number) { return Operation::call(call, number); }

}  // namespace

TEST_CASE("operations: locks, timers, work, RCU and memory, in the order of the calls") {
    Machine m;
    RecordedOperations done(*m.engine, "cpu0/driver");
    const char lock = 0;
    const char timer = 0;
    const char work = 0;
    std::uint64_t freed = 0;
    m.kernel_task(0, "driver", [&] {
        done.operations.clear();
        m.kernel.locks().lock(&lock, "probe", 0);
        m.kernel.locks().unlock(&lock);
        CHECK(m.kernel.locks().try_lock(&lock, "probe", 0));
        m.kernel.locks().unlock(&lock);
        const std::uint64_t base = m.kernel.timers().initialise(&timer, [] { return 0; });
        m.kernel.timers().start(&timer, base, ms(1));
        m.kernel.timers().cancel(&timer, base);
        m.kernel.works().cancel_sync(&work);
        m.kernel.works().schedule(
            &work, [] {}, 1000);
        m.kernel.works().cancel_sync(&work);
        void* object = m.kernel.kmalloc().allocate({24, true, false});
        freed = m.memory.physical(object).value;
        m.kernel.kmalloc().free(object);
        m.cpus().softirqs().bh_disable();
        m.cpus().softirqs().bh_enable();
        m.cpus().hardirqs().disable();
        m.cpus().hardirqs().enable();
    });
    m.run();
    std::vector<Operation> wanted{call({ObjectKind::spin_lock, Act::acquire}, 1),
                                  call({ObjectKind::spin_lock, Act::release}, 1),
                                  call({ObjectKind::spin_lock, Act::try_acquire}, 1),
                                  call({ObjectKind::spin_lock, Act::release}, 1),
                                  call({ObjectKind::timer, Act::start}, 1),
                                  Operation::local(),
                                  call({ObjectKind::timer, Act::cancel}, 1),
                                  call({ObjectKind::timer, Act::cancel}, 1),
                                  Operation::local(),
                                  call({ObjectKind::work, Act::cancel}, 0),
                                  call({ObjectKind::work, Act::schedule}, 1),
                                  call({ObjectKind::work, Act::cancel}, 1),
                                  call({ObjectKind::memory, Act::allocate}, 0),
                                  call({ObjectKind::memory, Act::free}, freed),
                                  call({ObjectKind::softirqs, Act::enable}, 0),
                                  call({ObjectKind::interrupts, Act::enable}, 0),
                                  call({ObjectKind::interrupts, Act::enable}, 0)};
    REQUIRE(done.operations.size() > wanted.size());
    done.operations.resize(wanted.size(), Operation::local());
    CHECK(done.operations == wanted);
}

TEST_CASE("operations: each change of a NAPI's state, and its poll") {
    Machine m;
    const int weight = 64;
    const char napi = 0;
    m.kernel.napi().add(&napi, {[](int) { return 0; }, &weight, /*is_tx=*/true});
    RecordedOperations driver(*m.engine, "cpu0/driver");
    m.kernel_task(0, "driver", [&] {
        driver.operations.clear();
        m.kernel.napi().enable(&napi);
        m.kernel.napi().if_scheduled_mark_missed(&napi);
        m.cpus().softirqs().bh_disable();
        REQUIRE(m.kernel.napi().schedule_prep(&napi));
        m.kernel.napi().schedule(&napi);
        m.cpus().softirqs().bh_enable();  // polls
        m.kernel.napi().complete_done(&napi, 0);
    });
    m.run();
    constexpr NapiId id = 1;  // the first that is registered
    const std::vector<Operation> wanted{call({ObjectKind::napi, Act::enable}, id),
                                        call({ObjectKind::napi, Act::mark_missed}, id),
                                        call({ObjectKind::napi, Act::prepare}, id),
                                        call({ObjectKind::napi, Act::schedule}, id),
                                        call({ObjectKind::softirqs, Act::enable}, 0),
                                        call({ObjectKind::softirqs, Act::run}, 0),
                                        call({ObjectKind::napi, Act::poll}, id),
                                        call({ObjectKind::napi, Act::complete}, id)};
    REQUIRE(driver.operations.size() > wanted.size());
    driver.operations.resize(wanted.size(), Operation::local());
    CHECK(driver.operations == wanted);
}

TEST_CASE("operations: what a suspended context does next is known from outside") {
    Machine m;
    std::optional<Operation> next;
    const ContextId task = m.kernel_task(0, "driver", [&] {
        m.cpus().execution().spend(us(3), Operation::access(plain_read, 0x1000, 4));
    });
    m.interrupt_at(at_us(1), 0, us(5));
    m.at(at_us(2), [&] { next = m.engine->next_of(task); });
    m.run();
    CHECK(next == Operation::access(plain_read, 0x1000, 4));
}
