// SPDX-License-Identifier: GPL-2.0-only
// A line whose interrupts nobody handles is given up and polled.
#include <catch2/catch.hpp>

#include "controller_bench.hpp"

using namespace xsksim;
using test::ControllerBench;
using Times = std::vector<std::int64_t>;

namespace {

constexpr std::int64_t ms = 1'000'000;

FaultRule killed(std::uint64_t interrupts) {
    return {.what = FaultWhat::interrupt_killed, .interrupts = interrupts};
}

// Raises one, waits for it, says what its handler said.
void interrupt(ControllerBench& bench, bool handled, std::int64_t spacing_ns = 10'000) {
    const std::int64_t at = bench.engine->now().ns;
    bench.controller.raise(bench.tx, bench.tx);
    bench.wait_until(at + 3000);
    bench.controller.handled(bench.tx, handled);
    bench.wait_until(at + spacing_ns);
}

}  // namespace

TEST_CASE("interrupt_killed: the line is silent, its one request kept, its handler polled") {
    ControllerBench bench({killed(3)});
    bench.run([&] {
        for (int i = 0; i < 3; ++i) interrupt(bench, false);  // given up at 23 us
        CHECK(bench.faults.fired(1) == 1);
        bench.controller.raise(bench.tx, bench.tx);
        bench.controller.raise(bench.tx, bench.tx);
        bench.controller.raise(0, 0);  // another line
        bench.wait_until(250 * ms);
        bench.engine->stop("enough");
    });
    CHECK(bench.delivered_at ==
          Times{2000, 12'000, 22'000, 32'000, 100 * ms + 23'000, 200 * ms + 23'000});
    CHECK(bench.log.count(EventKind::irq_masked) == 1);
    CHECK(bench.log.count(EventKind::irq_coalesce) == 1);
    CHECK(bench.log.args(EventKind::irq_deliver, 0)[3] == 0);
}

TEST_CASE("interrupt_killed: one handled of so few keeps the line") {
    ControllerBench bench({killed(3)});
    bench.run([&] {
        for (int round = 0; round < 4; ++round) {
            interrupt(bench, false);
            interrupt(bench, false);
            interrupt(bench, true);
        }
    });
    CHECK(bench.faults.fired(1) == 0);
    CHECK(bench.delivered_at.size() == 12);
}

TEST_CASE("interrupt_killed: ones that are more than 100 ms apart do not add up") {
    ControllerBench bench({killed(3)});
    bench.run([&] {
        for (int i = 0; i < 6; ++i) interrupt(bench, false, 101 * ms);
    });
    CHECK(bench.faults.fired(1) == 0);
}

TEST_CASE("interrupt_killed: a message that is on its way finds the line given up") {
    ControllerBench bench({killed(1)});
    bench.run([&] {
        bench.controller.raise(bench.tx, bench.tx);
        bench.wait_until(2500);
        bench.controller.raise(bench.tx, bench.tx);
        bench.wait_until(3000);
        bench.controller.handled(bench.tx, false);
        bench.wait_until(50'000);
        CHECK(bench.controller.is_pending(bench.tx));
        bench.engine->stop("enough");
    });
    CHECK(bench.delivered_at == Times{2000});
}
