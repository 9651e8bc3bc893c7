// SPDX-License-Identifier: GPL-2.0-only
// NAPI: the state bits and the poll list (facts §2.3).
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// A NAPI whose poll notes where it runs, then does what the test says.
struct Instance {
    Instance(Machine& m, std::function<int(int)> poll) : machine(m) {
        m.kernel.napi().add(this, {.poll =
                                       [this, poll = std::move(poll)](int budget) {
                                           ++polls;
                                           return poll(budget);
                                       },
                                   .weight = &weight,
                                   .is_tx = true});
    }
    Instance(const Instance&) = delete;

    void schedule() {
        if (machine.kernel.napi().schedule_prep(this)) machine.kernel.napi().schedule(this);
    }
    bool complete(int work = 0) { return machine.kernel.napi().complete_done(this, work); }
    void enable() { machine.kernel.napi().enable(this); }

    Machine& machine;
    int weight = 64;
    int polls = 0;
};

}  // namespace

TEST_CASE("napi: scheduled by an interrupt, it is polled at its exit and completes") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int budget) {
        m.note(m.where());
        CHECK(budget == 64);
        CHECK(self->complete());
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "open", [&] { napi.enable(); });
    m.interrupt_at(at_us(5), 0, us(1), [&] { napi.schedule(); });
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@6"});
}

TEST_CASE("napi: scheduled in process context, it waits for the tick; ksoftirqd is not woken") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int) {
        m.note(m.where());
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "worker", [&] {
        napi.enable();
        m.cpus().softirqs().bh_disable();
        m.cpus().softirqs().bh_enable();
        napi.schedule();  // after local_bh_enable, as the patch's wakeup does
        m.spend(us(10));
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/softirq@4000"});
    CHECK(m.count(EventKind::ksoftirqd_wake) == 0);
}

TEST_CASE("napi: scheduled with bottom halves disabled, it runs inside local_bh_enable") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int) {
        m.note(m.where());
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "worker", [&] {
        napi.enable();
        m.cpus().softirqs().bh_disable();
        napi.schedule();
        m.cpus().softirqs().bh_enable();
        m.note("enabled");
    });
    m.run();
    CHECK(m.notes == Notes{"cpu0/worker@0", "enabled@0"});
}

TEST_CASE("napi: registered disabled: it refuses until napi_enable") {
    Machine m;
    Instance napi(m, [](int) { return 0; });
    m.kernel_task(0, "worker", [&] {
        CHECK_FALSE(m.kernel.napi().schedule_prep(&napi));
        CHECK(arg(m.all(EventKind::napi_schedule)[0], 1) ==
              static_cast<std::uint64_t>(NapiSchedule::disabled));
        napi.enable();
        m.cpus().softirqs().bh_disable();
        CHECK(m.kernel.napi().schedule_prep(&napi));
        CHECK_FALSE(m.kernel.napi().schedule_prep(&napi));
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(napi.polls == 0);  // prepared, but never put on a list
}

TEST_CASE("napi: a schedule during the poll makes it MISSED: it is polled once more") {
    Machine m;
    Instance* self = nullptr;
    std::vector<bool> completed;
    Instance napi(m, [&](int) {
        m.spend(us(10));
        completed.push_back(self->complete());
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "open", [&] { napi.enable(); });
    m.interrupt_at(at_us(5), 0, us(1), [&] { napi.schedule(); });
    m.interrupt_at(at_us(8), 0, us(1), [&] { napi.schedule(); });
    m.run();
    CHECK(completed == std::vector<bool>{false, true});
    CHECK(napi.polls == 2);
    // The second attempt did not queue it; completion did.
    CHECK(m.count(EventKind::napi_queue) == 2);
}

TEST_CASE("napi: napi_if_scheduled_mark_missed does the same without scheduling") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int) {
        if (self->polls == 1) CHECK(m.kernel.napi().if_scheduled_mark_missed(self));
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "open", [&] {
        napi.enable();
        CHECK_FALSE(m.kernel.napi().if_scheduled_mark_missed(&napi));
    });
    m.interrupt_at(at_us(5), 0, us(1), [&] { napi.schedule(); });
    m.run();
    CHECK(napi.polls == 2);
    // Only the one that marked is an event: it takes the place of a schedule attempt.
    const auto attempts = m.all(EventKind::napi_schedule);
    REQUIRE(attempts.size() == 2);
    CHECK(arg(attempts[1], 1) == static_cast<std::uint64_t>(NapiSchedule::already_scheduled));
}

TEST_CASE("napi: napi_if_scheduled_mark_missed counts a disabled NAPI as scheduled") {
    Machine m;
    Instance napi(m, [](int) { return 0; });
    m.kernel_task(0, "open", [&] {
        CHECK(m.kernel.napi().if_scheduled_mark_missed(&napi));
        napi.enable();
        CHECK_FALSE(m.kernel.napi().if_scheduled_mark_missed(&napi));
    });
    m.run();
    CHECK(arg(m.all(EventKind::napi_schedule).at(0), 1) ==
          static_cast<std::uint64_t>(NapiSchedule::disabled));
}

TEST_CASE("napi: returning the budget means once more, a round of softirqs later") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int budget) {
        if (self->polls < 4) return budget;
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "open", [&] { napi.enable(); });
    m.interrupt_at(at_us(5), 0, us(1), [&] { napi.schedule(); });
    m.run();
    CHECK(napi.polls == 4);
    CHECK(m.count(EventKind::napi_queue) == 1);
    CHECK(m.count(EventKind::napi_complete) == 1);
    CHECK(m.kernel.napi().time_squeezes() == 0);
}

TEST_CASE("napi: a budget of 300 is five polls of 64, then the softirq is squeezed") {
    Machine m;
    std::vector<std::unique_ptr<Instance>> napis;
    std::vector<std::string> order;
    for (int i = 0; i < 6; ++i) {
        napis.push_back(std::make_unique<Instance>(m, [&, i](int) {
            order.push_back(std::to_string(i));
            if (napis[static_cast<std::size_t>(i)]->polls == 1) return 64;
            napis[static_cast<std::size_t>(i)]->complete();
            return 0;
        }));
    }
    m.kernel_task(0, "open", [&] {
        for (auto& napi : napis) napi->enable();
    });
    m.interrupt_at(at_us(5), 0, us(1), [&] {
        for (auto& napi : napis) napi->schedule();
    });
    m.run();
    // The sixth goes first in the next round, ahead of those that want more.
    CHECK(order ==
          std::vector<std::string>{"0", "1", "2", "3", "4", "5", "0", "1", "2", "3", "4", "5"});
    CHECK(m.kernel.napi().time_squeezes() == 1);
    const auto raises = m.all(EventKind::softirq_raise);
    CHECK(raises.size() == 6 + 1 + 1);  // six schedules, the squeeze, the round after it
}

TEST_CASE("napi: two jiffies end net_rx_action whatever the budget") {
    KernelOptions options = free_of_charge();
    options.cpus.hz = 1000;
    Machine m(options);
    std::vector<std::unique_ptr<Instance>> napis;
    for (int i = 0; i < 4; ++i)
        napis.push_back(std::make_unique<Instance>(m, [&, i](int) {
            m.spend(us(900));
            napis[static_cast<std::size_t>(i)]->complete();
            return 1;
        }));
    m.kernel_task(0, "open", [&] {
        for (auto& napi : napis) napi->enable();
    });
    m.interrupt_at(at_us(99), 0, us(1), [&] {
        for (auto& napi : napis) napi->schedule();
    });
    m.run();
    CHECK(m.kernel.napi().time_squeezes() == 1);  // polls end at 1.0, 1.9, 2.8 ms: limit at 2
    CHECK(napis[3]->polls == 1);
}

TEST_CASE("napi: the weight is read at each poll, and more work than that is a finding") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int budget) {
        self->complete();
        return budget + 1;
    });
    self = &napi;
    m.kernel_task(0, "open", [&] { napi.enable(); });
    m.interrupt_at(at_us(5), 0, us(1), [&] {
        napi.weight = 10;
        napi.schedule();
    });
    m.run();
    CHECK(m.findings()[0] == "the poll of tx returns 11, more than its weight of 10");
}

TEST_CASE("napi: a poll that keeps a lock is a finding") {
    Machine m;
    int lock = 0;
    Instance* self = nullptr;
    Instance napi(m, [&](int) {
        m.kernel.locks().lock(&lock, "lock");
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "open", [&] { napi.enable(); });
    m.interrupt_at(at_us(5), 0, us(1), [&] { napi.schedule(); });
    m.run();
    CHECK(m.finding() == "cpu0/softirq returns from the poll of tx with spin lock lock held");
}

TEST_CASE("napi: napi_disable waits for the poll to end and then refuses schedules") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int budget) {
        m.spend(ms(1));
        if (self->polls < 3) return budget;  // wants more, but a disable is pending
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(1, "admin", [&] {
        napi.enable();
        m.spend(us(100));  // the poll begins at 6 us on the other vCPU
        m.kernel.napi().disable(&napi);
        m.note("disabled");
        CHECK_FALSE(m.kernel.napi().schedule_prep(&napi));
        m.kernel.napi().enable(&napi);
        m.cpus().softirqs().bh_disable();
        CHECK(m.kernel.napi().schedule_prep(&napi));
        m.cpus().softirqs().bh_enable();
    });
    m.interrupt_at(at_us(5), 0, us(1), [&] { napi.schedule(); });
    m.run();
    // One poll: with the disable pending the kernel completes it instead of polling again.
    CHECK(napi.polls == 1);
    // msleep(1) at HZ 250 ends at the tick after next.
    CHECK(m.notes == Notes{"disabled@8000"});
    CHECK(m.findings().empty());
}

TEST_CASE("napi: a schedule while it is disabled is not lost on the books: MISSED stays set") {
    Machine m;
    Instance* self = nullptr;
    Instance napi(m, [&](int) {
        self->complete();
        return 0;
    });
    self = &napi;
    m.kernel_task(0, "worker", [&] {
        CHECK_FALSE(m.kernel.napi().schedule_prep(&napi));
        napi.enable();
        m.cpus().softirqs().bh_disable();
        napi.schedule();
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(napi.polls == 2);
}

TEST_CASE("napi: napi_disable in atomic context is a finding") {
    Machine m;
    Instance napi(m, [](int) { return 0; });
    m.kernel_task(0, "worker", [&] {
        napi.enable();
        m.cpus().softirqs().bh_disable();
        m.kernel.napi().disable(&napi);
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.finding() == "sleeping in atomic context: napi_disable");
}

TEST_CASE("napi: one that nobody registered and a second napi_enable end the run") {
    Machine unknown;
    unknown.kernel_task(0, "worker", [&] { unknown.kernel.napi().schedule_prep(&unknown); });
    CHECK(unknown.run().reason == EndReason::stopped);
    CHECK(unknown.finding() == "napi_schedule_prep of a NAPI that is not registered");

    Machine twice;
    Instance napi(twice, [](int) { return 0; });
    twice.kernel_task(0, "worker", [&] {
        napi.enable();
        napi.enable();
        twice.note("impossible");
    });
    CHECK(twice.run().reason == EndReason::stopped);
    CHECK(twice.notes.empty());
}

TEST_CASE("napi: one that was deleted while disabled refuses to be scheduled, as its bits say") {
    Machine m;
    int weight = 64;
    m.kernel_task(0, "worker", [&] {
        Napi& napi = m.kernel.napi();
        napi.add(&weight, {[](int) { return 0; }, &weight, true});
        napi.enable(&weight);
        napi.disable(&weight);
        napi.remove(&weight);
        CHECK_FALSE(napi.schedule_prep(&weight));
        CHECK(napi.if_scheduled_mark_missed(&weight));
    });
    m.run();
    CHECK(m.findings().empty());
}
