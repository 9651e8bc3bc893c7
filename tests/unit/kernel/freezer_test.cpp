// SPDX-License-Identifier: GPL-2.0-only
// The freezer: tasks stand still in user mode and in calls that a signal would end, and nowhere
// else.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

// Freezes from 100 us to 1000 us.
void freeze_in_between(Machine& m, CpuId cpu = 0) {
    m.task(cpu, "pm", [&m] {
        m.cpus().tasks().never_freeze();
        m.cpus().tasks().sleep_until(at_us(100));
        CHECK(m.cpus().freezer().freeze());
        m.note("frozen");
        m.cpus().tasks().sleep_until(at_us(1000));
        m.cpus().freezer().thaw();
    });
}

}  // namespace

TEST_CASE("freezer: user code stops where it is, and its time goes on after the thaw") {
    Machine m;
    freeze_in_between(m);
    m.task(1, "spends", [&] {
        m.cpus().tasks().spend_user(us(300), Operation::local());
        m.note("spent");
    });
    m.run();
    CHECK(m.notes == Notes{"frozen@100", "spent@1200"});
    CHECK(m.findings().empty());
}

TEST_CASE("freezer: a sleeper's time may come meanwhile; it goes on after the thaw") {
    Machine m;
    freeze_in_between(m);
    m.task(1, "sleeps", [&] {
        m.cpus().tasks().sleep_until(at_us(500));
        m.note("awake");
    });
    m.task(1, "spins", [&] {
        m.cpus().tasks().spin_until(at_us(200));
        m.note("spun");
    });
    m.run();
    REQUIRE(m.notes.size() == 3);
    CHECK(m.notes[0] == "frozen@100");
    for (const std::string& note : m.notes) CHECK((note == m.notes[0] || note.ends_with("@1000")));
}

TEST_CASE("freezer: kernel code goes on to the end of its call, a signal's victim does not") {
    Machine m;
    freeze_in_between(m);
    m.task(1, "calls", [&] {
        m.cpus().tasks().enter_kernel();
        m.cpus().tasks().block(at_us(400), "mutex");
        m.note("in kernel");
        m.cpus().tasks().leave_kernel();
        m.note("in user mode");
    });
    m.task(1, "polls", [&] {
        m.cpus().tasks().enter_kernel();
        m.cpus().tasks().block_interruptible(at_us(450), "poll");
        m.note("polled");
        m.cpus().tasks().leave_kernel();
    });
    m.run();
    REQUIRE(m.notes.size() == 4);
    CHECK(m.notes[0] == "in kernel@400");
    CHECK(m.notes[1].starts_with("frozen@4"));
    CHECK(m.notes[2].ends_with("@1000"));
    CHECK(m.notes[3].ends_with("@1000"));
}

TEST_CASE("freezer: a task that does not leave the kernel makes it give up, and all go on") {
    Machine m;
    m.task(0, "pm", [&] {
        m.cpus().tasks().never_freeze();
        m.cpus().tasks().sleep_until(at_us(5));
        CHECK_FALSE(m.cpus().freezer().freeze());
        m.note("gave up");
    });
    m.kernel_task(1, "stuck", [&] { m.cpus().tasks().block(Instant::never(), "mutex"); });
    m.task(1, "user", [&] {
        m.cpus().tasks().sleep_until(at_us(10));
        m.note("user");
    });
    m.run();
    CHECK(m.notes == Notes{"gave up@20000005", "user@20000005"});
}
