// SPDX-License-Identifier: GPL-2.0-only
// Holds: who stands still, what still happens meanwhile, and what ends it.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

Machine with_holds(const std::vector<HoldRule>& holds) {
    return Machine(free_of_charge(), {}, 1, holds);
}

HoldRule hold_at(const std::string& point, const std::string& until) {
    HoldRule rule;
    rule.at.name = point;
    rule.until.name = until;
    rule.at_most = ms(1);
    return rule;
}

Place event_place(EventKind kind) { return {"event:" + std::string(info_of(kind).name)}; }

// Stands for driver code that comes to a named point.
void pass(Machine& m, const std::string& point) {
    m.cpus().execution().point(Operation::local());
    m.kernel.places().pass_point(point, Operation::local());
}

// A task on vCPU 0 at f:a at 1 us, and one on vCPU 1 at g:b at 20 us.
void run_two(Machine& m) {
    m.kernel_task(0, "first", [&] {
        m.spend(us(1));
        pass(m, "f:a");
        m.note("first goes on");
    });
    m.kernel_task(1, "second", [&] {
        m.spend(us(20));
        pass(m, "g:b");
        m.note("second passed");
    });
    m.run();
}

}  // namespace

TEST_CASE("holds: a context waits at its place until the other has got to its own") {
    Machine m(with_holds({hold_at("f:a", "g:b")}));
    run_two(m);
    CHECK(m.notes == Notes{"second passed@20", "first goes on@20"});
    CHECK(m.all(EventKind::hold_begin).at(0).at == at_us(1));
    CHECK(args(m.all(EventKind::hold_end).at(0)) == std::array<std::uint64_t, 4>{1, 0, 19'000, 0});
}

TEST_CASE("holds: without what it waits for, it gives up after at_most, and says so") {
    HoldRule rule = hold_at("f:a", "g:never");
    rule.at_most = us(5);
    Machine m(with_holds({rule}));
    run_two(m);
    CHECK(m.notes == Notes{"first goes on@6", "second passed@20"});
    CHECK(arg(m.all(EventKind::hold_end).at(0), 3) == 1);
}

TEST_CASE("holds: without until, time ends it, which is no giving up") {
    HoldRule rule = hold_at("f:a", "");
    rule.at_most = us(5);
    Machine m(with_holds({rule}));
    run_two(m);
    CHECK(m.notes.front() == "first goes on@6");
    CHECK(arg(m.all(EventKind::hold_end).at(0), 3) == 0);
}

TEST_CASE("holds: a held vCPU takes no interrupt, a vCPU whose context alone is held does") {
    const bool only_context = GENERATE(false, true);
    HoldRule rule = hold_at("f:a", "g:b");
    rule.only_context = only_context;
    Machine m(with_holds({rule}));
    m.interrupt_at(at_us(10), 0, us(2), [&] { m.note("handled"); });
    run_two(m);
    if (only_context)
        CHECK(m.notes == Notes{"handled@12", "second passed@20", "first goes on@20"});
    else
        CHECK(m.notes == Notes{"second passed@20", "handled@22", "first goes on@22"});
}

TEST_CASE("holds: the interrupt may run past the place that ends the hold of its own vCPU's task") {
    HoldRule rule = hold_at("f:a", "g:irq");
    rule.only_context = true;
    Machine m(with_holds({rule}));
    m.interrupt_at(at_us(10), 0, us(2), [&] {
        pass(m, "g:irq");
        m.spend(us(3));
        m.note("handled");
    });
    run_two(m);
    CHECK(m.notes == Notes{"handled@15", "first goes on@15", "second passed@20"});
}

TEST_CASE("holds: hit and times count passes, cpu and level say whose") {
    HoldRule rule = hold_at("f:a", "");
    rule.at_most = us(10);
    rule.hit = 2;
    rule.times = 2;
    rule.cpu = 0;
    rule.level = Level::task;
    Machine m(with_holds({rule}));
    for (const CpuId cpu : {0U, 1U})
        m.kernel_task(cpu, "worker" + std::to_string(cpu), [&m, cpu] {
            for (int i = 0; i < 4; ++i) {
                m.spend(us(1));
                pass(m, "f:a");
            }
            m.note(std::to_string(cpu));
        });
    m.run();
    CHECK(m.notes == Notes{"1@4", "0@24"});
}

TEST_CASE("holds: with after, passes count once that hold has begun") {
    HoldRule second = hold_at("g:b", "");
    second.at_most = us(3);
    second.after = 1;
    const bool first_begins = GENERATE(true, false);
    Machine m(with_holds({hold_at(first_begins ? "f:a" : "f:x", "g:b"), second}));
    run_two(m);
    if (first_begins)
        CHECK(m.notes == Notes{"first goes on@20", "second passed@23"});
    else
        CHECK(m.notes == Notes{"first goes on@1", "second passed@20"});
}

TEST_CASE("holds: an event ends a hold, if its fields are the ones asked for") {
    HoldRule rule = hold_at("f:a", "");
    rule.until = event_place(EventKind::softirq_raise);
    rule.until.where = {{"cpu", 1}};
    rule.at_most = ms(1);
    Machine m(with_holds({rule}));
    m.at(at_us(5), [&] { m.trace.emit(event::SoftirqRaise{.cpu = 0, .nr = Softirq::net_rx}); });
    m.at(at_us(9), [&] { m.trace.emit(event::SoftirqRaise{.cpu = 1, .nr = Softirq::net_rx}); });
    run_two(m);
    CHECK(m.notes.front() == "first goes on@9");
}

TEST_CASE("holds: at an event, the context stops at its next scheduling point") {
    HoldRule rule = hold_at("", "g:b");
    rule.at = event_place(EventKind::app_submit);
    Machine m(with_holds({rule}));
    m.kernel_task(0, "first", [&] {
        m.spend(us(1));
        m.trace.emit(event::AppSubmit{});
        m.note("still goes on");
        m.cpus().execution().point(Operation::local());
        m.note("first goes on");
    });
    m.kernel_task(1, "second", [&] {
        m.spend(us(20));
        pass(m, "g:b");
    });
    m.run();
    CHECK(m.notes == Notes{"still goes on@1", "first goes on@20"});
}
