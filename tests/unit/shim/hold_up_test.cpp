// SPDX-License-Identifier: GPL-2.0-only
// When an explorer's choice is asked for a hold-up: at the points of the driver that it named, by
// their number, on the fast path as on the slow one.
#include <catch2/catch.hpp>

#include "models/shim/hooks/access_state.hpp"
#include "tests/unit/shim/probe_world.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

struct Asked {
    std::string context;
    Operation next;
    unsigned long word;  // what the driver has written so far
    std::uint64_t place;

    bool operator==(const Asked&) const = default;
};

// Holds up at the points with these numbers, from 0.
class PlannedChoice final : public Choice {
public:
    explicit PlannedChoice(std::vector<std::uint64_t> points) : points_(std::move(points)) {}

    StreamId stream(std::string_view name) override { return inner_->stream(name); }
    std::uint64_t below(StreamId stream, std::uint64_t bound) override {
        return inner_->below(stream, bound);
    }
    bool holds_up() const override { return true; }
    std::uint64_t points_before_hold_up() override {
        return asked.size() < points_.size() ? points_[asked.size()] - passed_ : no_hold_up;
    }
    std::optional<HoldUp> hold_up(const DriverPoint& point) override {
        passed_ = points_.at(asked.size()) + 1;
        asked.push_back(
            {std::string(engine->name_of(point.context)), point.next, *word, point.place});
        if (length.ns == 0) return std::nullopt;
        return HoldUp{length, true};
    }

    const Engine* engine = nullptr;
    const unsigned long* word = nullptr;
    Duration length;
    std::vector<Asked> asked;

private:
    std::unique_ptr<Choice> inner_ = make_seeded_choice(1);
    std::vector<std::uint64_t> points_;
    std::uint64_t passed_ = 0;
};

struct HeldWorld {
    HeldWorld(std::vector<std::uint64_t> points, const ShimOptions& shim)
        : world(options(shim, std::move(points))) {
        choice->engine = world.engine.get();
        word = static_cast<unsigned long*>(world.memory.allocate(sizeof *word, true));
        choice->word = word;
    }

    void count_up_to(unsigned long times) {
        world.function<void(unsigned long*, unsigned long)>("count_accesses_in")(word, times);
    }

    PlannedChoice* choice = nullptr;
    unsigned long* word = nullptr;
    ProbeWorld world;

private:
    ProbeOptions options(const ShimOptions& shim, std::vector<std::uint64_t> points) {
        ProbeOptions all;
        all.shim = shim;
        all.make_choice = [this, points = std::move(points)](std::uint64_t) {
            auto made = std::make_unique<PlannedChoice>(points);
            choice = made.get();
            return made;
        };
        return all;
    }
};

std::vector<unsigned long> words_of(const std::vector<Asked>& asked) {
    std::vector<unsigned long> words;
    for (const Asked& one : asked) words.push_back(one.word);
    return words;
}

}  // namespace

TEST_CASE("hold-ups: the choice is asked at the points that it names, by their numbers") {
    ShimOptions shim;
    shim.access_events = GENERATE(false, true);
    HeldWorld held({0, 1, 7, 300, 801}, shim);
    held.world.run([&] {
        held.count_up_to(500);  // points 0 to 499; each writes its number
        xs_barrier(XS_MB);      // 500
        held.count_up_to(500);  // 501 to 1000
    });
    CHECK(words_of(held.choice->asked) == std::vector<unsigned long>{0, 0, 6, 299, 299});
    CHECK(held.choice->asked[2].next ==
          Operation::access(marked_write, held.world.memory.physical(held.word).value, 8));
    CHECK(held.world.shim.accesses() == 1000);
}

TEST_CASE("hold-ups: a call is a point, what only the own function sees is none") {
    ShimOptions shim;
    shim.access_events = GENERATE(false, true);
    HeldWorld held({1, 20, 22}, shim);
    held.world.run([&] {
        for (unsigned i = 0; i < 10; ++i) {
            held.world.function<void()>("take_mixed_steps")();  // an access and a call
            held.world.function<int()>("use_own_stack")();
        }
        held.count_up_to(4);  // 20 to 23
    });
    REQUIRE(held.choice->asked.size() == 3);
    CHECK(held.choice->asked[0].next == Operation::local());
    CHECK(words_of(held.choice->asked) == std::vector<unsigned long>{0, 0, 1});
}

TEST_CASE("hold-ups: a context that is held up goes on when its time is over") {
    ShimOptions shim;
    HeldWorld held({3, 5}, shim);
    held.choice->length = Duration{700};
    held.world.run([&] { held.count_up_to(10); });
    const auto begins = held.world.log.of(EventKind::hold_begin);
    REQUIRE(begins.size() == 2);
    CHECK(begins[1].at - begins[0].at == Duration{700});
    CHECK(*held.word == 9);
}

TEST_CASE("hold-ups: points of all contexts are counted, also while one is held up") {
    const bool on_slow_path = GENERATE(false, true);
    ShimOptions shim;
    shim.access_events = on_slow_path;
    HeldWorld held({100, 150, 250}, shim);
    held.choice->length = Duration::microseconds(5);
    held.world.spawn(1, [&] { held.count_up_to(200); });
    held.world.run([&] { held.count_up_to(200); });
    REQUIRE(held.choice->asked.size() == 3);
    // They take turns, then the other one has 50 points alone, then they take turns again.
    CHECK(held.choice->asked[0].context != held.choice->asked[1].context);
    CHECK(words_of(held.choice->asked) == std::vector<unsigned long>{49, 98, 148});
}

TEST_CASE("hold-ups: being asked changes no budget, and no count") {
    const bool is_asked = GENERATE(false, true);
    std::vector<std::uint64_t> points;
    for (std::uint64_t point = 0; is_asked && point < 2000; point += 7) points.push_back(point);
    ShimOptions shim;
    shim.steps_per_call = 1000;
    HeldWorld held(std::move(points), shim);
    held.world.run([&] {
        const DriverCall call;
        held.count_up_to(5000);
    });
    REQUIRE(held.world.findings().size() == 1);
    CHECK(*held.word == 997);  // the 1000th step, after the function and 998 accesses, from 0
    CHECK(held.choice->asked.size() == (is_asked ? 143 : 0));
}

TEST_CASE("hold-ups: the choice hears the place in the driver's code, equal for equal code") {
    HeldWorld held({0, 7, 10, 11, 12, 13}, {});
    held.world.run([&] {
        held.count_up_to(10);  // points 0 to 9
        xs_barrier(XS_MB);
        xs_barrier(XS_RMB);  // the same call: which kind is no matter of its name
        held.count_up_to(1);
        held.world.function<void()>("take_mixed_steps")();  // an access elsewhere first
    });
    const std::vector<Asked>& asked = held.choice->asked;
    REQUIRE(asked.size() == 6);
    CHECK(asked[0].place == asked[1].place);
    CHECK(asked[4].place == asked[0].place);
    CHECK(asked[5].next.is_access());
    CHECK(asked[5].place != asked[0].place);
    CHECK(asked[2].place == asked[3].place);
    CHECK(asked[2].place != asked[0].place);
    const AddressRange& code = held.world.driver.text();
    CHECK(asked[0].place < code.end - code.begin);
}
