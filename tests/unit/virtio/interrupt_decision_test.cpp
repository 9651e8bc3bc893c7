// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/interrupt_decision.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace xsksim;

namespace {

// The law by enumeration: is `event` one of before, before+1, ..., after-1?
bool is_among(std::uint16_t event, std::uint16_t before, std::uint16_t after) {
    for (std::uint16_t i = before; i != after; ++i)
        if (i == event) return true;
    return false;
}

bool by_event(InterruptDecision& decision, std::uint16_t event, std::uint16_t used_index) {
    return decision.decide({EventWish::When::at_index, event}, used_index);
}

}  // namespace

TEST_CASE("EVENT_IDX: the law holds for random indices and events, through every wrap") {
    std::mt19937 random(7);
    const auto draw = [&random](unsigned bound) {
        return static_cast<std::uint16_t>(random() % bound);
    };
    int passed = 0;
    for (int i = 0; i < 200'000; ++i) {
        const std::uint16_t before = draw(65536);
        const auto after = static_cast<std::uint16_t>(before + draw(i % 100 == 0 ? 65536 : 300));
        const auto event = static_cast<std::uint16_t>(before - 20 + draw(340));
        const bool expected = is_among(event, before, after);
        REQUIRE(ring::passes_event(event, before, after) == expected);
        passed += expected ? 1 : 0;
    }
    CHECK(passed > 50'000);
    CHECK(passed < 150'000);
}

TEST_CASE("EVENT_IDX: decisions over a long run follow the law from the second one on") {
    std::mt19937 random(11);
    InterruptDecision decision;
    std::uint16_t index = 65'400;  // wraps soon
    std::uint16_t decided = 0;
    bool is_first = true;
    for (int i = 0; i < 20'000; ++i) {
        const auto before = index;
        index = static_cast<std::uint16_t>(index + 1 + random() % 64);
        decision.published(before, index);
        if (random() % 4 == 0) continue;  // one decision may cover several publications
        const auto event = static_cast<std::uint16_t>(index - random() % 200);
        const bool wanted = by_event(decision, event, index);
        REQUIRE(wanted == (is_first || is_among(event, decided, index)));
        is_first = false;
        decided = index;
    }
}

TEST_CASE("EVENT_IDX: the first decision is an interrupt whatever used_event says") {
    InterruptDecision decision;
    decision.published(0, 4);
    CHECK(by_event(decision, 1000, 4));
    decision.published(4, 5);
    CHECK_FALSE(by_event(decision, 1000, 5));
    decision.reset();
    CHECK(by_event(decision, 1000, 6));
}

TEST_CASE("EVENT_IDX: after a full turn without a decision the next one is an interrupt") {
    InterruptDecision decision;
    decision.published(0, 10);
    by_event(decision, 9, 10);
    std::uint16_t index = 10;
    for (int i = 0; i < 1024; ++i) {
        decision.published(index, static_cast<std::uint16_t>(index + 64));
        index = static_cast<std::uint16_t>(index + 64);
    }
    REQUIRE(index == 10);
    CHECK(by_event(decision, 60'000, index));
}

TEST_CASE("without EVENT_IDX: only the driver's NO_INTERRUPT flag counts") {
    InterruptDecision decision;
    const auto by_flags = [&decision](std::uint64_t flags) {
        return decision.decide(EventWish::of_split(flags, false), 7);
    };
    CHECK(by_flags(0));
    CHECK_FALSE(by_flags(1));
    CHECK(by_flags(2));
}

TEST_CASE("a packed ring's wish: the flags of its event suppression, and the buffer") {
    const auto told = [](std::uint16_t flags, std::uint16_t buffer) {
        return EventWish::of_packed(EventWish::told_of_packed(flags, buffer));
    };
    CHECK(told(0, 5).when == EventWish::When::always);
    CHECK(told(1, 5).when == EventWish::When::never);
    CHECK(told(2, 65535).when == EventWish::When::at_index);
    CHECK(told(2, 65535).index == 65535);
}
