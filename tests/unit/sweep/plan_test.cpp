// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "tests/unit/sweep/sweep_files.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

std::vector<std::string> labels(const PlannedAxis& axis) {
    std::vector<std::string> all;
    for (const AxisValue& value : axis.values) all.push_back(value.label);
    return all;
}

std::string settings(const Plan& plan, PointIndex point) {
    std::string text;
    for (const Override& s : plan.settings_of(point)) text += s.pointer + "=" + s.value + " ";
    return text;
}

std::string problem(const std::string& keys) {
    const Folder folder;
    try {
        plan_of(folder, keys);
    } catch (const BadInput& error) {
        std::string text = error.what();
        const std::string file = folder.file("sweep.json");
        return text.substr(text.find(file) == 0 ? file.size() : 0);
    }
    return "no problem";
}

std::string axes(const std::string& inside) { return "\"axes\": [" + inside + "]"; }
std::string range(const std::string& rest) {
    return axes(R"({"name": "t", "at": "/driver/parameters/xsk_check_timeout", )" + rest + "}");
}

}  // namespace

TEST_CASE("plan: a product takes each value with each, the first axis slowest") {
    const Folder folder;
    const Plan plan = plan_of(folder, axes(percent_axis + "," + ring_axis) + R"(, "seeds": 3)");
    CHECK(labels(plan.axes[0]) == std::vector<std::string>{"5", "40", "80"});
    CHECK(plan.points ==
          std::vector<std::vector<std::uint32_t>>{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {2, 1}});
    CHECK(settings(plan, 3) == "/driver/parameters/xsk_num_percent=40 /device/ring_size=1024 ");
    CHECK(plan.runs() == 18);
    CHECK(plan.point_of(17) == 5);
    CHECK(plan.seed_of(17) == 3);
}

TEST_CASE("plan: zip takes the values side by side, as the file lists them") {
    const Folder folder;
    const Plan plan = plan_of(
        folder,
        axes(R"({"name": "a", "at": "/driver/parameters/xsk_num_percent", "values": [80, 5]},)" +
             ring_axis) +
            R"(, "combine": "zip")");
    REQUIRE(plan.points.size() == 2);
    CHECK(settings(plan, 0) == "/driver/parameters/xsk_num_percent=80 /device/ring_size=256 ");
    CHECK(settings(plan, 1) == "/driver/parameters/xsk_num_percent=5 /device/ring_size=1024 ");
}

TEST_CASE("plan: ranges, linear and logarithmic, and values that change several keys") {
    const Folder folder;
    CHECK(labels(plan_of(folder, range(R"("from": 5, "to": 20, "step": 5)")).axes[0]) ==
          std::vector<std::string>{"5", "10", "15", "20"});
    CHECK(labels(plan_of(folder, range(R"("from": 1, "to": 1000, "count": 4, "scale": "log")"))
                     .axes[0]) == std::vector<std::string>{"1", "10", "100", "1000"});
    // Rounded to integers, four values of 1 to 3 are three.
    CHECK(labels(plan_of(folder, range(R"("from": 1, "to": 3, "count": 4)")).axes[0]) ==
          std::vector<std::string>{"1", "2", "3"});
    const Plan plan = plan_of(folder, axes(R"({"name": "traffic", "values": [
        {"label": "quiet", "set": {"/application/batch": 1, "/device/ring_size": 512}}]})"));
    CHECK(settings(plan, 0) == "/application/batch=1 /device/ring_size=512 ");
    CHECK(plan.axes[0].values[0].label == "quiet");
}

TEST_CASE("plan: constraints leave points out") {
    const Folder folder;
    const Plan plan = plan_of(folder, axes(percent_axis + "," + ring_axis) +
                                          R"(, "constraints": ["percent > 5 || ring == 1024"])");
    CHECK(plan.points.size() == 5);
    CHECK(plan.points[0] == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("plan: equal files make equal texts, a changed base another") {
    const Folder folder;
    const std::string keys = axes(ring_axis);
    const std::string text = plan_of(folder, keys).text;
    CHECK(plan_of(folder, keys).text == text);
    CHECK(plan_of(folder, keys + R"(, "set": {"/application/batch": 7})").text != text);
    CHECK(plan_of(folder, axes(percent_axis)).text != text);
}

TEST_CASE("plan: bad input names the place, the value and what was wanted") {
    using Catch::Matchers::Contains;
    CHECK_THAT(problem(axes(ring_axis) + R"(, "sedes": 2)"),
               Contains("/sedes: wanted a known key"));
    CHECK_THAT(problem(range(R"("from": 5)")), Contains(":1: /axes/0: wanted a \"to\""));
    CHECK_THAT(problem(range(R"("from": 5, "to": 5, "count": 2)")),
               Contains("/axes/0/to: wanted more than \"from\", 5, got 5"));
    CHECK_THAT(problem(range(R"("from": 0, "to": 5, "count": 2, "scale": "log")")),
               Contains("/axes/0/from: wanted more than 0 on a logarithmic scale, got 0"));
    CHECK_THAT(problem(range(R"("from": 0, "to": 5)")),
               Contains("wanted a \"step\" or a \"count\""));
    CHECK_THAT(problem(axes(R"({"name": "r", "at": "/device/rign_size", "values": [256]})")),
               Contains("/axes/0/values/0: wanted a known key for /device/rign_size"));
    CHECK_THAT(
        problem(axes(R"({"name": "r", "at": "/device/ring_size", "values": [256, 100]})")),
        Contains("/axes/0/values/1: wanted an integer, power of two") && Contains("got 100"));
    CHECK_THAT(problem(axes(R"({"name": "kicks", "at": "/device/ring_size", "values": [256]})")),
               Contains("a name that is no verdict or figure"));
    CHECK_THAT(problem(axes(R"({"name": "seed", "at": "/device/ring_size", "values": [256]})")),
               Contains("a name that no column of the results has"));
    CHECK_THAT(problem(axes(ring_axis + "," + ring_axis)), Contains("a name of its own"));
    CHECK_THAT(problem(axes(ring_axis) + R"(, "constraints": ["rang > 1"])"),
               Contains("/constraints/0: wanted an expression") && Contains("known are ring"));
    CHECK_THAT(problem(axes(ring_axis) + R"(, "constraints": ["ring > 5000"])"),
               Contains("at least one point"));
    CHECK_THAT(problem(axes(ring_axis) + R"(, "good": "pass &&")"),
               Contains("/good: wanted an expression"));
    CHECK_THAT(problem(axes(percent_axis + "," + ring_axis) + R"(, "combine": "zip")"),
               Contains("axes of equal length"));
    CHECK_THAT(problem(axes(ring_axis) + R"(, "find": {"axis": "ring"})"),
               Contains("a range, as this axis is searched"));
}

TEST_CASE("plan: values that only go wrong together are no bad input") {
    CHECK(problem(axes(
              R"({"name": "batch", "at": "/application/batch", "values": [1, 100000]})")) != "");
}

TEST_CASE("plan: a sample has its number of points, and the same for the same seed") {
    for (const char* kind : {"random", "latin_hypercube", "sobol"}) {
        const Folder folder;
        const auto sample = [&](int seed) {
            return plan_of(folder, range(R"("from": 1, "to": 100000)") +
                                       R"(, "points": 64, "combine": ")" + kind +
                                       R"(", "sample_seed": )" + std::to_string(seed));
        };
        const Plan first = sample(1);
        CHECK(first.points.size() == 64);
        CHECK(labels(first.axes[0]) == labels(sample(1).axes[0]));
        CHECK(labels(first.axes[0]) != labels(sample(2).axes[0]));
    }
}
