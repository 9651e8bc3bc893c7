// SPDX-License-Identifier: GPL-2.0-only
// The search, on made-up results: it must find the flip that was put there, and say how sure it is.
#include <catch2/catch.hpp>

#include <functional>

#include "sim/sweep/search.hpp"
#include "tests/unit/sweep/sweep_files.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

using Law = std::function<double(const RunOrder&)>;  // the figure kept; below 0: a stall

std::string find_keys(const std::string& axis, const std::string& find,
                      const std::string& rest = "") {
    return R"("keep": ["kicks"], "axes": [{"name": "t", "at": "/driver/parameters/xsk_check_timeout", )" +
           axis + "}" + rest + R"(], "find": {"axis": "t", )" + find + "}";
}

struct Searched {
    std::vector<Boundary> boundaries;
    std::vector<RunRow> rows;
};

RunRow row_for(const RunOrder& order, const Law& law) {
    const double figure = law(order);
    RunRow row;
    row.run = order.run;
    row.point = order.point;
    row.seed = order.seed;
    row.searched = order.searched;
    row.verdict = figure < 0 ? "stalled" : "pass";
    row.figures = {figure};
    return row;
}

// At most `limit` runs, each written as a sweep writes it.
Searched search(const Plan& plan, Store& store, const Law& law, std::size_t limit = 10'000,
                const Shard& shard = {}) {
    Search source(plan, shard, store);
    Searched result;
    while (result.rows.size() < limit) {
        const auto order = source.next();
        if (!order) break;
        const RunRow row = row_for(*order, law);
        store.write({row}, {source.take(row)});
        result.rows.push_back(row);
        for (const Boundary& boundary : source.boundaries()) result.boundaries.push_back(boundary);
    }
    // Cells that the store holds whole.
    for (const Boundary& boundary : source.boundaries()) result.boundaries.push_back(boundary);
    return result;
}

Searched search(const Plan& plan, const Folder& folder, const Law& law) {
    Store store = Store::create(folder.file("s.sqlite"), plan, "build");
    return search(plan, store, law);
}

}  // namespace

TEST_CASE("search: finds every flip of a range, with as few runs as halving takes") {
    const Folder folder;
    const Plan plan = plan_of(folder, find_keys(R"("from": 0, "to": 64)", R"("want": "smallest")"));
    for (int flip = 1; flip <= 64; ++flip) {
        const Searched found = search(plan, Folder(), [&](const RunOrder& order) {
            return *order.searched >= flip ? 1 : -1;
        });
        REQUIRE(found.boundaries.size() == 1);
        CHECK(found.boundaries[0].good == flip);
        CHECK(found.boundaries[0].bad == flip - 1);
        CHECK(found.rows.size() <= 2 + 6);
        CHECK(found.boundaries[0].runs == found.rows.size());
    }
}

TEST_CASE("search: the largest good value, on a logarithmic scale, to a tolerance") {
    const Folder folder;
    const Plan plan = plan_of(folder, find_keys(R"("from": 1, "to": 1000000, "scale": "log")",
                                                R"("want": "largest", "tolerance": 0.05)"));
    const Searched found = search(
        plan, folder, [](const RunOrder& order) { return *order.searched <= 4321 ? 1 : -1; });
    REQUIRE(found.boundaries.size() == 1);
    const Boundary& boundary = found.boundaries[0];
    CHECK(*boundary.good <= 4321);
    CHECK(*boundary.bad > 4321);
    CHECK(*boundary.bad - *boundary.good <= 0.05 * *boundary.bad);
    CHECK(found.rows.size() < 14);
}

TEST_CASE("search: no value good, and every value good") {
    const Folder folder;
    const Plan plan =
        plan_of(folder, find_keys(R"("from": 0, "to": 64, "unit": "us")", R"("want": "smallest")"));
    const Searched none = search(plan, Folder(), [](const RunOrder&) { return -1; });
    REQUIRE(none.boundaries.size() == 1);
    CHECK_FALSE(none.boundaries[0].good);
    CHECK(none.boundaries[0].text == "no t is good: 64 us is not good with its one seed");
    CHECK(none.rows.size() == 1);
    const Searched all = search(plan, Folder(), [](const RunOrder&) { return 1; });
    REQUIRE(all.boundaries.size() == 1);
    CHECK(all.boundaries[0].good == 0);
    CHECK_FALSE(all.boundaries[0].bad);
    CHECK(all.boundaries[0].text == "good from 0 us to 64 us: 0 us is good with its one seed");
}

TEST_CASE("search: seeds that differ are counted, and the confidence is said") {
    const Folder folder;
    const Plan plan =
        plan_of(folder, R"("seeds": 10, )" + find_keys(R"("from": 0, "to": 10)",
                                                       R"("want": "smallest", "good_share": 0.5)"));
    // At value v, the seeds up to v are good.
    const Searched found = search(plan, folder, [](const RunOrder& order) {
        return static_cast<double>(order.seed) <= *order.searched ? 1 : -1;
    });
    REQUIRE(found.boundaries.size() == 1);
    CHECK(found.boundaries[0].good == 5);
    CHECK(found.boundaries[0].good_runs == 5);
    CHECK(found.boundaries[0].bad_good_runs == 4);
    CHECK_THAT(found.boundaries[0].text,
               Catch::Contains("good in 5 of 10 runs: 18.7 to 81.3 % at 95 % confidence"));
}

TEST_CASE("search: good may be measured against the end of the range") {
    const Folder folder;
    const Plan plan =
        plan_of(folder, R"("good": "kicks >= 0.9 * reference_kicks", )" +
                            find_keys(R"("from": 0, "to": 100)", R"("want": "largest")"));
    const Searched found =
        search(plan, folder, [](const RunOrder& order) { return 1000 - *order.searched * 5; });
    REQUIRE(found.boundaries.size() == 1);
    CHECK(found.boundaries[0].good == 20);
}

TEST_CASE("search: interrupted anywhere, it goes on and comes to the same") {
    const Folder folder;
    const Plan plan =
        plan_of(folder, R"("seeds": 3, )" + find_keys(R"("from": 0, "to": 100)",
                                                      R"("want": "smallest")", ", " + ring_axis));
    const Law law = [](const RunOrder& order) {
        return *order.searched >= 30 + 10.0 * order.point ? 1 : -1;
    };
    const Searched whole = search(plan, Folder(), law);
    REQUIRE(whole.boundaries.size() == 2);
    for (std::size_t stop = 1; stop < whole.rows.size(); ++stop) {
        const Folder scratch;
        Store store = Store::create(scratch.file("s.sqlite"), plan, "build");
        const Searched first = search(plan, store, law, stop);
        const Searched second = search(plan, store, law);
        CHECK(first.rows.size() + second.rows.size() == whole.rows.size());
        std::vector<Boundary> boundaries = second.boundaries;
        REQUIRE(boundaries.size() == 2);
        CHECK(boundaries[0].good == whole.boundaries[0].good);
        CHECK(boundaries[1].good == whole.boundaries[1].good);
    }
}

TEST_CASE("search: shards divide the cells") {
    const Folder folder;
    const Plan plan = plan_of(
        folder, find_keys(R"("from": 0, "to": 100)", R"("want": "smallest")", ", " + ring_axis));
    const Law law = [](const RunOrder& order) { return *order.searched >= 30 ? 1 : -1; };
    Store store = Store::create(folder.file("s.sqlite"), plan, "build");
    const Searched first = search(plan, store, law, 1000, {0, 2});
    const Searched second = search(plan, store, law, 1000, {1, 2});
    REQUIRE(first.boundaries.size() == 1);
    REQUIRE(second.boundaries.size() == 1);
    CHECK(first.boundaries[0].point == 0);
    CHECK(second.boundaries[0].point == 1);
}
