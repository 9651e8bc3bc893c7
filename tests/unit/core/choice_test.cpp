// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>

#include "sim/core/check.hpp"
#include "sim/core/choice.hpp"

using namespace xsksim;

namespace {

std::vector<std::uint64_t> draw(Choice& choice, StreamId stream, std::uint64_t bound, int count) {
    std::vector<std::uint64_t> answers;
    for (int i = 0; i < count; ++i) answers.push_back(choice.below(stream, bound));
    return answers;
}

std::vector<std::uint64_t> draw(std::uint64_t seed, const char* name) {
    const auto choice = make_seeded_choice(seed);
    return draw(*choice, choice->stream(name), 1'000'000, 64);
}

}  // namespace

TEST_CASE("choice: the same seed and name give the same answers, another of either does not") {
    CHECK(draw(1, "loss") == draw(1, "loss"));
    CHECK(draw(1, "loss") != draw(2, "loss"));
    CHECK(draw(1, "loss") != draw(1, "delay"));
    CHECK(draw(0, "") != draw(1, ""));
}

TEST_CASE("choice: the generator is the published one, so that seeds mean the same for ever") {
    const auto choice = make_seeded_choice(42);
    const auto stream = choice->stream("irq/loss");
    CHECK(draw(*choice, stream, 1000, 5) == std::vector<std::uint64_t>{310, 420, 432, 964, 925});
}

TEST_CASE("choice: streams are independent of each other and of the order they were looked up in") {
    const auto alone = draw(7, "b");
    const auto choice = make_seeded_choice(7);
    const auto a = choice->stream("a");
    const auto b = choice->stream("b");
    CHECK(choice->stream("b") == b);
    std::vector<std::uint64_t> answers;
    for (int i = 0; i < 64; ++i) {
        draw(*choice, a, 3, i % 5);
        answers.push_back(choice->below(b, 1'000'000));
    }
    CHECK(answers == alone);
}

TEST_CASE("choice: below() is uniform (chi-square), for bounds that do not divide 2^64 either") {
    const std::uint64_t bound = GENERATE(2U, 3U, 10U, 64U, 100U);
    const auto choice = make_seeded_choice(bound);
    const auto stream = choice->stream("uniform");
    constexpr int draws_per_cell = 1000;
    const int draws = draws_per_cell * static_cast<int>(bound);
    std::vector<int> cells(bound);
    for (int i = 0; i < draws; ++i) ++cells.at(choice->below(stream, bound));
    double chi_square = 0;
    for (const int count : cells) {
        const double off = count - draws_per_cell;
        chi_square += off * off / draws_per_cell;
    }
    // Mean bound - 1, deviation sqrt(2 (bound - 1)); six deviations off is a fault.
    const double freedom = static_cast<double>(bound) - 1;
    CHECK(chi_square < freedom + 6 * std::sqrt(2 * freedom));
}

TEST_CASE("choice: a bound just above half the range is rejected without bias") {
    // A plain multiply-shift would give every third value twice as often as the others.
    const auto choice = make_seeded_choice(5);
    const auto stream = choice->stream("wide");
    constexpr std::uint64_t bound = 3ULL << 62;
    int thirds[3] = {};
    for (int i = 0; i < 30000; ++i) ++thirds[choice->below(stream, bound) % 3];
    for (const int count : thirds) CHECK(std::abs(count - 10000) < 500);
}

TEST_CASE("choice: certain questions draw nothing; a half is about a half") {
    const auto choice = make_seeded_choice(11);
    const auto asked = choice->stream("s");
    CHECK_FALSE(choice->chance(asked, Probability{0}));
    CHECK(choice->chance(asked, Probability{1'000'000'000}));
    CHECK(choice->between(asked, Duration{5}, Duration{5}) == Duration{5});
    const auto fresh = make_seeded_choice(11);
    CHECK(draw(*choice, asked, 1000, 8) == draw(*fresh, fresh->stream("s"), 1000, 8));

    int hits = 0;
    for (int i = 0; i < 10000; ++i) hits += choice->chance(asked, Probability{500'000'000});
    CHECK(std::abs(hits - 5000) < 300);
}

TEST_CASE("choice: between() reaches both ends and nothing beyond") {
    const auto choice = make_seeded_choice(3);
    const auto stream = choice->stream("s");
    std::vector<bool> seen(5);
    for (int i = 0; i < 500; ++i)
        seen.at(static_cast<std::size_t>(choice->between(stream, Duration{-2}, Duration{2}).ns +
                                         2)) = true;
    CHECK(seen == std::vector<bool>(5, true));
    CHECK_THROWS_AS(choice->between(stream, Duration{1}, Duration{0}), SimulatorFault);
    CHECK_THROWS_AS(choice->below(stream, 0), SimulatorFault);
    CHECK_THROWS_AS(choice->below(99, 2), SimulatorFault);
}

TEST_CASE("choice: a record played back gives the answers again") {
    std::vector<ChoiceRecord> record;
    const auto recording = make_recording_choice(make_seeded_choice(9), record);
    const auto loss = recording->stream("loss");
    const auto delay = recording->stream("delay");
    std::vector<std::uint64_t> answers;
    for (std::uint64_t i = 1; i < 20; ++i) {
        answers.push_back(recording->below(loss, i * 10));
        answers.push_back(recording->below(delay, i * 7));
    }
    CHECK(record.size() == answers.size());
    CHECK(record[1].stream == "delay");
    CHECK(record[1].bound == 7);

    const auto replay = make_replay_choice(record);
    const auto replay_delay = replay->stream("delay");  // looked up in another order
    const auto replay_loss = replay->stream("loss");
    std::vector<std::uint64_t> replayed;
    for (std::uint64_t i = 1; i < 20; ++i) {
        replayed.push_back(replay->below(replay_loss, i * 10));
        replayed.push_back(replay->below(replay_delay, i * 7));
    }
    CHECK(replayed == answers);
    CHECK_THROWS_AS(replay->below(replay_loss, 200), SimulatorFault);
}

TEST_CASE("choice: a replay that asks something else is a simulator fault") {
    const std::vector<ChoiceRecord> record{{"loss", 10, 3}};
    const auto replay = make_replay_choice(record);
    const auto loss = replay->stream("loss");
    const auto delay = replay->stream("delay");
    CHECK_THROWS_AS(replay->below(delay, 10), SimulatorFault);
    CHECK_THROWS_AS(replay->below(loss, 11), SimulatorFault);
    CHECK(replay->below(loss, 10) == 3);
    const auto broken = make_replay_choice({{"loss", 10, 10}});
    CHECK_THROWS_AS(broken->below(broken->stream("loss"), 10), SimulatorFault);
}
