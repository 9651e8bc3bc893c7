// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/table.hpp"

#include <catch2/catch.hpp>

namespace xsksim {

TEST_CASE("ring queue: what was pushed comes out in order, however far it grows") {
    RingQueue<std::uint64_t> queue;
    CHECK(queue.empty());
    std::uint64_t pushed = 0, popped = 0;
    for (std::uint64_t round = 1; round < 200; ++round) {
        for (std::uint64_t i = 0; i < round; ++i) queue.push(pushed++);
        for (std::uint64_t i = 0; i < round / 2; ++i, ++popped, queue.pop())
            REQUIRE(queue.front() == popped);
    }
    CHECK(queue.size() == pushed - popped);
    CHECK(queue.at(popped) == popped);
}

TEST_CASE("ring queue: a thousand of those that were popped can still be read") {
    RingQueue<std::uint64_t> queue;
    CHECK(queue.oldest() == 0);
    for (std::uint64_t i = 0; i < 1024; ++i) {
        queue.push(i);
        queue.pop();
        REQUIRE(queue.oldest() == 0);
        REQUIRE(queue.at(0) == 0);
    }
    for (std::uint64_t i = 1024; i < 5000; ++i) {
        queue.push(i);
        queue.pop();
    }
    CHECK(queue.oldest() == 5000 - 1024);
    CHECK(queue.at(queue.oldest()) == queue.oldest());
}

}  // namespace xsksim
