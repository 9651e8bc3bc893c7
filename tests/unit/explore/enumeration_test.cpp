// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/enumeration.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <tuple>

using namespace xsksim;

namespace {

const ExploreOptions enumerated_options{};
const PointMap few_points{
    1'000,
    {{10, 20, 30}, {40}, {500}},
    {{10, 500}, {20, 30}, {40}},
    {},
    {{{10, {100}}, {500, {2'000}}}, {{20, {600'000'000}}}, {{30, {7}}}, {{40, {50}}}}};

using HeldUp = std::tuple<std::uint64_t, std::int64_t, bool>;

// How often each schedule comes.
std::map<std::set<HeldUp>, int> all_of(const Enumeration& enumeration) {
    std::map<std::set<HeldUp>, int> all;
    for (std::uint64_t number = 0; number < enumeration.count(); ++number) {
        std::set<HeldUp> held_up;
        for (const PlannedHoldUp& h : enumeration.schedule(number))
            held_up.emplace(h.point, h.how.length.ns, h.how.only_context);
        ++all[held_up];
    }
    return all;
}

}  // namespace

TEST_CASE("enumeration: every one and every two, each once, wherever it begins") {
    for (const Strategy strategy : {Strategy::delays, Strategy::preemptions})
        for (const std::uint64_t from : {0ULL, 5ULL, 1'000'003ULL}) {
            const Enumeration enumeration(strategy, enumerated_options, few_points, from);
            const auto all = all_of(enumeration);
            std::map<std::size_t, std::uint64_t> by_size;
            for (const auto& [schedule, times] : all) {
                CHECK(times == 1);
                ++by_size[schedule.size()];
            }
            CHECK(by_size[1] == enumeration.ones());
            CHECK(by_size[2] == enumeration.twos());
            CHECK(enumeration.count() == enumeration.ones() + enumeration.twos());
            CHECK(all == all_of(Enumeration(strategy, enumerated_options, few_points, 0)));
        }
}

TEST_CASE("enumeration: delays are at all points that contexts share, for four lengths") {
    const Enumeration enumeration(Strategy::delays, enumerated_options, few_points, 0);
    CHECK(enumeration.ones() == 5 * 4 * 2);
    CHECK(enumeration.twos() == 3);
    std::set<std::uint64_t> points;
    std::set<std::int64_t> lengths;
    for (std::uint64_t number = 0; number < enumeration.ones(); ++number) {
        points.insert(enumeration.schedule(number).front().point);
        lengths.insert(enumeration.schedule(number).front().how.length.ns);
    }
    CHECK(points == std::set<std::uint64_t>{10, 20, 30, 40, 500});
    CHECK(lengths == std::set<std::int64_t>{976, 7'812, 62'500, 500'000});
}

TEST_CASE("enumeration: pre-emptions last until the other context has come, if it does in time") {
    const Enumeration enumeration(Strategy::preemptions, enumerated_options, few_points, 0);
    CHECK(enumeration.ones() == 4 * 2);
    CHECK(enumeration.twos() == 3);
    std::map<std::uint64_t, std::int64_t> lengths;
    for (std::uint64_t number = 0; number < enumeration.ones(); ++number) {
        const PlannedHoldUp held_up = enumeration.schedule(number).front();
        lengths[held_up.point] = held_up.how.length.ns;
    }
    CHECK(lengths.size() == 4);
    CHECK(!lengths.contains(20));
    CHECK((lengths[10] > 100 && lengths[10] < 1'000));
    CHECK((lengths[500] > 2'000 && lengths[500] < 3'000));
}

TEST_CASE("enumeration: of more than can be made another part the next time, of none nothing") {
    PointMap many{100'000, {}, {{}}};
    for (std::uint64_t point = 0; point < 50'000; ++point) many.places[0].push_back(point);
    const Enumeration here(Strategy::delays, enumerated_options, many, 0);
    CHECK(here.count() == Enumeration::schedules_max);
    const Enumeration there(Strategy::delays, enumerated_options, many, 20'000);
    CHECK(here.schedule(0).front().point == 0);
    CHECK(there.schedule(0).front().point == 20'000);
    const PointMap none{10, {}, {}};
    CHECK(Enumeration(Strategy::delays, enumerated_options, none, 3).count() == 0);
    CHECK(Enumeration(Strategy::preemptions, enumerated_options, none, 3).count() == 0);
}
