// SPDX-License-Identifier: GPL-2.0-only
// What a driver may not do to the kernel (Linux 5.11: BUG_ON, WARN_ON, lockdep and plain
// corruption) is a finding with its code.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// What is found when kernel code on vCPU 0 does so.
std::string found_when(const std::function<void(Machine&)>& misuse) {
    Machine m;
    m.kernel_task(0, "driver", [&] { misuse(m); });
    m.run();
    return m.codes();
}

// What is found when a NAPI is polled so.
std::string found_when_polled(const std::function<int(Machine&, const void*)>& poll) {
    Machine m;
    const int weight = 64;
    m.kernel_task(0, "driver", [&] {
        Napi& napi = m.kernel.napi();
        napi.add(&weight, {[&](int) { return poll(m, &weight); }, &weight, true});
        napi.enable(&weight);
        m.cpus().softirqs().bh_disable();
        CHECK(napi.schedule_prep(&weight));
        napi.schedule(&weight);
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    return m.codes();
}

}  // namespace

TEST_CASE("misuse: sections that are ended and were not begun, or end in the wrong order") {
    CHECK(found_when([](Machine& m) { m.cpus().hardirqs().enable(); }) ==
          "context.irqs_enabled_unpaired");
    CHECK(found_when([](Machine& m) {
              m.cpus().softirqs().bh_disable();
              m.cpus().hardirqs().disable();
              m.cpus().softirqs().bh_enable();
              m.cpus().hardirqs().enable();
          }) == "context.bh_enabled_irqs_off");
}

TEST_CASE("misuse: a lock that is held is initialised, memory is freed that nobody allocated") {
    const int lock = 0;
    CHECK(found_when([&](Machine& m) {
              m.kernel.locks().lock(&lock, "lock");
              m.kernel.locks().initialise(&lock, "lock");
              m.kernel.locks().unlock(&lock);
          }) == "lock.initialised_held");
    CHECK(found_when([&](Machine& m) { m.kernel.kmalloc().free(&lock); }) ==
          "memory.freed_unallocated");
}

TEST_CASE("misuse: a timer and a work that wait for themselves") {
    std::uint64_t base = 0;
    CHECK(found_when([&](Machine& m) {
              base = m.kernel.timers().initialise(&base, [&] {
                  m.kernel.timers().cancel(&base, base);
                  return 0;
              });
              m.kernel.timers().start(&base, base, us(1));
          }) == "timer.cancelled_in_itself");
    const int work = 0;
    CHECK(found_when([&](Machine& m) {
              m.kernel.works().schedule(
                  &work, [&] { m.kernel.works().cancel_sync(&work); }, 0);
          }) == "work.cancelled_in_itself");
}

TEST_CASE("misuse: a NAPI that is deleted, listed or completed out of turn") {
    const int weight = 64;
    const auto found = [&](const std::function<void(Machine&, Napi&)>& misuse) {
        return found_when([&](Machine& m) {
            Napi& napi = m.kernel.napi();
            napi.add(&weight, {[&](int) {
                                   napi.complete_done(&weight, 0);
                                   return 0;
                               },
                               &weight, true});
            napi.enable(&weight);
            m.cpus().softirqs().bh_disable();
            misuse(m, napi);
            m.cpus().softirqs().bh_enable();
        });
    };
    CHECK(found([&](Machine&, Napi& napi) { napi.complete_done(&weight, 0); }) ==
          "napi.completed_unscheduled");
    CHECK(found([&](Machine&, Napi& napi) {
              napi.schedule_prep(&weight);
              napi.schedule(&weight);
              napi.schedule(&weight);
          }) == "napi.listed_twice");
    CHECK(found([&](Machine&, Napi& napi) {
              napi.schedule_prep(&weight);
              napi.schedule(&weight);
              napi.remove(&weight);
          }) == "napi.deleted_listed");
}

TEST_CASE("misuse: a poll that returns with a section open, or scheduled and unfinished") {
    CHECK(found_when_polled([](Machine& m, const void* napi) {
              m.kernel.napi().complete_done(napi, 0);
              m.cpus().softirqs().bh_disable();
              return 0;
          }) == "napi.poll_unbalanced context.section_left_open");
    CHECK(found_when_polled([polls = 0](Machine& m, const void* napi) mutable {
              m.kernel.napi().complete_done(napi, 0);
              if (++polls > 1) return 0;
              CHECK(m.kernel.napi().schedule_prep(napi));
              m.kernel.napi().schedule(napi);
              return 64;
          }) == "napi.rescheduled_and_repolled");
}

TEST_CASE("misuse: a transmit queue that no interface has") {
    const int queue = 0, lock = 0;
    CHECK(found_when([&](Machine& m) {
              m.kernel.net_device().pair_of(&queue, "netif_tx_stop_queue");
          }) == "queue.unknown");
    CHECK(found_when([&](Machine& m) {
              m.kernel.net_device().add_queue(&queue, &lock, 0);
              m.kernel.net_device().forget(&queue, sizeof queue);
              m.kernel.net_device().pair_of(&queue, "netif_tx_stop_queue");
          }) == "queue.unknown");
    CHECK(found_when([&](Machine& m) {
              m.kernel.net_device().add_queue(&queue, &lock, 3);
              CHECK(m.kernel.net_device().pair_of(&queue, "netif_tx_stop_queue") == 3);
          }) == "");
}
