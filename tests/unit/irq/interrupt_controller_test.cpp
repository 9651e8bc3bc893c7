// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "controller_bench.hpp"
#include "tests/support/raw_fields.hpp"

using namespace xsksim;
using test::ControllerBench;
using Times = std::vector<std::int64_t>;
using Numbers = std::vector<std::uint64_t>;

TEST_CASE("irq: a raised vector arrives after the latency on the vCPU it is routed to") {
    ControllerBench bench;
    bench.run([&] {
        bench.controller.route(1, 1);
        bench.wait_until(500);
        bench.controller.raise(1, 1);
        bench.controller.raise(0, 0);
    });
    CHECK(bench.delivered_at == Times{2500, 2500});
    CHECK(bench.cpus == std::vector<CpuId>{1, 0});
    const Event delivery = bench.log.of(EventKind::irq_deliver)[0];
    CHECK(args(delivery) == std::array<std::uint64_t, 4>{1, 1, 1, 0});
}

TEST_CASE("irq: messages under way are separate, each with its own latency") {
    ControllerBench bench;
    bench.run([&] { bench.raise_every(300, 5); });
    CHECK(bench.delivered_at == Times{2000, 2300, 2600, 2900, 3200});
    CHECK(bench.log.args(EventKind::irq_raise, 1) == Numbers{1, 2, 3, 4, 5});
    CHECK(bench.log.args(EventKind::irq_deliver, 2) == Numbers{1, 2, 3, 4, 5});
}

TEST_CASE("irq: vectors that arrive together are delivered in the order of raising") {
    ControllerBench bench;
    bench.run([&] {
        for (const Vector vector : {3U, 0U, 2U, 1U}) bench.controller.raise(vector, vector);
    });
    CHECK(bench.log.args(EventKind::irq_deliver, 0) == Numbers{3, 0, 2, 1});
}

TEST_CASE("irq: messages of one vector that arrive together are one interrupt") {
    ControllerBench bench;
    bench.run([&] { bench.raise_every(0, 3); });
    CHECK(bench.delivered_at == Times{2000});
    CHECK(bench.log.args(EventKind::irq_coalesce, 1) == Numbers{2, 3});
}

TEST_CASE("irq: a message merges while the previous one waits for its handler to begin") {
    ControllerBench bench;
    bench.remember_pending = true;
    bench.run([&] {
        bench.raise_every(300, 3);
        bench.wait_until(2700);
        bench.pending = false;  // the handler began
        bench.controller.raise(1, 1);
    });
    CHECK(bench.delivered_at == Times{2000, 4700});
    CHECK(bench.log.args(EventKind::irq_coalesce, 1) == Numbers{2, 3});
}

TEST_CASE("irq: a masked vector is pending once and is sent when unmasked") {
    ControllerBench bench;
    bench.run([&] {
        bench.controller.mask(1, true);
        bench.raise_every(100, 3);
        CHECK(bench.controller.is_pending(1));
        bench.wait_until(50'000);
        bench.controller.route(1, 1);
        bench.controller.mask(1, false);
        CHECK_FALSE(bench.controller.is_pending(1));
    });
    CHECK(bench.delivered_at == Times{52'000});
    CHECK(bench.cpus == std::vector<CpuId>{1});
    CHECK(bench.log.args(EventKind::irq_masked, 1) == Numbers{1});
    CHECK(bench.log.args(EventKind::irq_coalesce, 1) == Numbers{2, 3});
    CHECK(bench.log.args(EventKind::irq_deliver, 2) == Numbers{1});
}

TEST_CASE("irq: unmasking without a pending bit sends nothing, other vectors are not masked") {
    ControllerBench bench;
    bench.run([&] {
        bench.controller.mask(1, true);
        bench.controller.raise(3, 3);
        bench.controller.mask(1, false);
    });
    CHECK(bench.delivered_at.size() == 1);
    CHECK(bench.log.args(EventKind::irq_deliver, 0) == Numbers{3});
}

TEST_CASE("irq: masking does not call back a message that has left") {
    ControllerBench bench;
    bench.run([&] {
        bench.controller.raise(1, 1);
        bench.wait_until(1000);
        bench.controller.mask(1, true);
    });
    CHECK(bench.delivered_at == Times{2000});
}
