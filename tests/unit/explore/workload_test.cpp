// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/workload.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace xsksim;

namespace {

using Draw = ExploreOptions::Draw;

Draw listed(const std::string& at, std::vector<std::string> values) {
    Draw draw;
    if (!at.empty()) draw.at = at;
    draw.values = std::move(values);
    return draw;
}

Draw range(const std::string& at, std::int64_t from, std::int64_t to) {
    Draw draw;
    draw.at = at;
    draw.from = from;
    draw.to = to;
    return draw;
}

ExploreOptions options() {
    ExploreOptions explore;
    explore.draws["range"] = range("/device/service_ns", 5, 7);
    explore.draws["word"] = listed("/memory", {"\"sc\"", "\"tso\""});
    explore.draws["both"] = listed("", {"{}", R"({"/guest/vcpus": 3, "/application/cpu": 2})"});
    return explore;
}

std::map<std::string, std::string> drawn(const ExploreOptions& explore, std::uint64_t number) {
    std::map<std::string, std::string> values;
    for (const Override& setting : draw_workload(explore, 1, number))
        values[setting.pointer] = setting.value;
    return values;
}

}  // namespace

TEST_CASE("workloads: each draw gets one of its values, and in time all") {
    std::map<std::string, std::set<std::string>> seen;
    for (std::uint64_t number = 0; number < 100; ++number) {
        const auto values = drawn(options(), number);
        CHECK(values == drawn(options(), number));
        CHECK(values.contains("/guest/vcpus") == values.contains("/application/cpu"));
        for (const auto& [pointer, value] : values) seen[pointer].insert(value);
    }
    CHECK(seen["/device/service_ns"] == std::set<std::string>{"5", "6", "7"});
    CHECK(seen["/memory"] == std::set<std::string>{"\"sc\"", "\"tso\""});
    CHECK(seen["/guest/vcpus"] == std::set<std::string>{"3"});
}

TEST_CASE("workloads: a draw more does not move the others") {
    ExploreOptions more = options();
    more.draws["added"] = range("/seed", 1, 1'000);
    for (std::uint64_t number = 0; number < 30; ++number) {
        auto values = drawn(more, number);
        values.erase("/seed");
        CHECK(values == drawn(options(), number));
    }
}

TEST_CASE("workloads: a value that its key does not take is refused, with the draw's name") {
    const ScenarioFile file(XSKSIM_SOURCE_DIR "/scenarios/hunts/zero-copy.json");
    ExploreOptions explore;
    explore.draws["odd"] = listed("/device/ring_size", {"32", "33"});
    try {
        check_draws(explore, file, {});
        FAIL("not refused");
    } catch (const BadInput& error) {
        const std::string text = error.what();
        INFO(text);
        CHECK(text.find("/explore/draws/odd: wanted an integer, power of two") !=
              std::string::npos);
        CHECK(text.find("got 33") != std::string::npos);
    }
    explore.draws["odd"].values = {"32", "64"};
    check_draws(explore, file, {});
}
