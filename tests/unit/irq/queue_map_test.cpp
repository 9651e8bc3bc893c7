// SPDX-License-Identifier: GPL-2.0-only
// Which queue is for what, in a device whose numbers cannot be computed from each other: vector 0
// tells of the configuration, the control queue comes first and belongs to no pair.
#include "tests/unit/irq/controller_bench.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

QueueMap odd_device() {
    QueueMap map;
    map.set(0, {QueueRole::control, 0, 3});
    map.set(1, {QueueRole::transmit, 0, 1});
    map.set(2, {QueueRole::receive, 0, 2});
    map.set(3, {QueueRole::transmit, 1, 5});
    return map;
}

}  // namespace

TEST_CASE("queue map: roles, pairs and vectors are what was told") {
    const QueueMap map = odd_device();
    CHECK(map.transmits(1));
    CHECK(map.transmits(3));
    CHECK_FALSE(map.transmits(0));
    CHECK_FALSE(map.transmits(2));
    CHECK_FALSE(map.transmits(4));
    CHECK(map.pair(3) == 1);
    CHECK(map.queue(QueueRole::transmit, 1) == 3);
    CHECK(map.queue(QueueRole::receive, 1) == no_queue);
    CHECK(map.queue(true, 0) == 2);
    CHECK(map.vector(QueueRole::transmit, 1) == 5);
    CHECK(map.vector(QueueRole::receive, 1) == no_vector);
    CHECK(map.queue_of_vector(3) == 0);
    CHECK(map.queue_of_vector(0) == no_queue);  // the configuration's
    CHECK(map.queue_of_vector(4) == no_queue);
    CHECK(map.queue_of_vector(99) == no_queue);
    CHECK(map.queues() == 4);
    CHECK(map.vectors() == 6);
}

TEST_CASE("queue map: a net device's receive queues and transmit queues") {
    const QueueMap map = net_queue_layout(2);
    CHECK(map.queue(QueueRole::receive, 0) == 0);
    CHECK(map.queue(QueueRole::transmit, 0) == 1);
    CHECK(map.queue(QueueRole::receive, 1) == 2);
    CHECK(map.queue(QueueRole::transmit, 1) == 3);
    CHECK(map.vectors() == 4);
    for (QueueIndex queue = 0; queue < 4; ++queue) CHECK(map.find(queue)->vector == queue);
}

TEST_CASE("queue map: a rule about the TX queue strikes its vector, not the one of its number") {
    FaultRule rule{.what = FaultWhat::interrupt_lost, .pair = 1};
    ControllerBench bench({rule}, 1, odd_device());
    bench.run([&] {
        for (const Vector vector : {0U, 1U, 2U, 3U, 5U}) bench.controller.raise(vector, 0);
    });
    CHECK(bench.log.args(EventKind::irq_lost, 0) == std::vector<std::uint64_t>{5});
    CHECK(bench.delivered_at.size() == 4);
}

TEST_CASE("queue map: an interrupt out of nothing comes on the queue's vector") {
    FaultRule rule{.what = FaultWhat::interrupt_invented, .pair = 0, .from = Instant{1000}};
    rule.rx = true;
    ControllerBench bench({rule}, 1, odd_device());
    bench.run([&] { bench.wait_until(10'000); });
    CHECK(bench.log.args(EventKind::irq_deliver, 0) == std::vector<std::uint64_t>{2});
}
