// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/jobs/shard.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/merge.hpp"
#include "tests/unit/sweep/sweep_files.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

const std::string keys = "\"seeds\": 4, \"keep\": [\"kicks\"], \"axes\": [" + ring_axis + "]";

RunRow made_up(const RunOrder& order) {
    RunRow row;
    row.run = order.run;
    row.point = order.point;
    row.seed = order.seed;
    row.verdict = order.seed == 3 ? "stalled" : "pass";
    row.reason = order.seed == 3 ? "a reason; with \"quotes\"" : "";
    row.figures = {100.5 * static_cast<double>(order.run)};
    row.codes = order.seed == 3 ? "lock.taken_twice" : "";
    row.findings = {{"lock.taken_twice", "locks", "a message", 17}};
    row.histograms = {{"submit_to_wire", {{0, 5}, {128, 7}}}};
    if (order.wants_explanation) row.explanation = "because\nof this";
    return row;
}

void sweep_all(const Plan& plan, Store& store, const Shard& shard = {}, std::size_t limit = 1000) {
    Grid grid(plan, shard, store);
    for (auto order = grid.next(); order && limit > 0; order = grid.next(), --limit) {
        const RunRow row = made_up(*order);
        store.write({row}, {grid.take(row)});
    }
}

std::string digest(const std::string& file) {
    Database database(file, Database::Mode::read);
    return content_digest(database);
}

std::string problem(const std::function<void()>& action) {
    try {
        action();
    } catch (const StoreProblem& error) {
        return error.what();
    }
    return "no problem";
}

Shard shard(const std::string& text, std::map<std::string, std::string> environment = {}) {
    return parse_shard(text, [&](const char* name) -> const char* {
        const auto found = environment.find(name);
        return found == environment.end() ? nullptr : found->second.c_str();
    });
}

}  // namespace

TEST_CASE("rows: cross from process to process unchanged") {
    RunOrder order{7, 3, 9, {{"/a/b", "\"x\ny\""}}, true, 2.5};
    const RunOrder again = decode_order(encode(order));
    CHECK(again.settings[0].value == "\"x\ny\"");
    CHECK(again.searched == 2.5);
    RunRow row = made_up(order);
    row.figures = {1.0 / 3, 1e300, 0};
    CHECK(decode_row(encode(row)) == row);
}

TEST_CASE("store: what is written is read, under the names of axes and figures") {
    const Folder folder;
    const Plan plan = plan_of(folder, keys);
    Store store = Store::create(folder.file("s.sqlite"), plan, "build");
    sweep_all(plan, store);
    auto query =
        store.database().prepare("SELECT ring, kicks, verdict, good FROM result WHERE run = 6");
    REQUIRE(query.row());
    CHECK(query.integer(0) == 1024);
    CHECK(query.real(1) == 603);
    CHECK(query.text(2) == "stalled");
    CHECK(query.integer(3) == 0);
}

TEST_CASE("store: order, interruptions and shards do not change its content") {
    const Folder folder;
    const Plan plan = plan_of(folder, keys);
    {
        Store store = Store::create(folder.file("whole.sqlite"), plan, "build");
        sweep_all(plan, store);
        store.close();
        Store first = Store::create(folder.file("broken.sqlite"), plan, "build");
        sweep_all(plan, first, {}, 3);
        first.close();
        Store second = Store::resume(folder.file("broken.sqlite"), plan, "build");
        CHECK(second.runs().size() == 3);
        sweep_all(plan, second);
        second.close();
        for (std::uint32_t i : {1U, 0U}) {
            Store part = Store::create(folder.file("part" + std::to_string(i)), plan, "build");
            sweep_all(plan, part, {i, 2});
            part.close();
        }
    }
    const MergeReport report =
        merge_stores({folder.file("part1"), folder.file("part0")}, folder.file("merged.sqlite"));
    CHECK(report.runs == 8);
    CHECK(report.missing == 0);
    CHECK(report.parts[0].new_runs == 4);
    const std::string whole = digest(folder.file("whole.sqlite"));
    CHECK(digest(folder.file("broken.sqlite")) == whole);
    CHECK(digest(folder.file("merged.sqlite")) == whole);
    CHECK(digest(folder.file("part0")) != whole);
}

TEST_CASE("store: a complete one is not touched by --resume") {
    const Folder folder;
    const Plan plan = plan_of(folder, keys);
    const std::string file = folder.file("s.sqlite");
    const auto bytes = [&] {
        std::ifstream in(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    {
        Store store = Store::create(file, plan, "build");
        sweep_all(plan, store);
        store.close();
    }
    const std::string before = bytes();
    Store store = Store::resume(file, plan, "build");
    Grid grid(plan, {}, store);
    CHECK_FALSE(grid.next());
    store.close();
    CHECK(bytes() == before);
}

TEST_CASE("store: refuses what does not belong together") {
    using Catch::Matchers::Contains;
    const Folder folder, other_folder;
    const Plan plan = plan_of(folder, keys);
    const Plan other = plan_of(other_folder, keys + R"(, "good": "kicks > 1")");
    Store::create(folder.file("a"), plan, "build").close();
    Store::create(folder.file("b"), plan, "another build").close();
    Store::create(folder.file("c"), other, "build").close();
    folder.write("text",
                 "no database, but a text that is long enough to be taken for one at first");
    CHECK_THAT(problem([&] { Store::create(folder.file("a"), plan, "build"); }),
               Contains("exists; go on with it by --resume"));
    CHECK_THAT(problem([&] { Store::resume(folder.file("b"), plan, "build"); }),
               Contains("another build of xsksim: wanted build, got another build"));
    CHECK_THAT(problem([&] { Store::resume(folder.file("c"), plan, "build"); }),
               Contains("another version of this sweep"));
    CHECK_THAT(problem([&] { Store::resume(folder.file("text"), plan, "build"); }),
               Contains("wanted a store that `xsksim sweep` wrote"));
    const auto merge = [&](const std::string& with) {
        return problem([&] {
            merge_stores({folder.file("a"), folder.file(with)}, folder.file("m"));
        });
    };
    CHECK_THAT(merge("b"), Contains("its build is another build, not build"));
    CHECK_THAT(merge("c"), Contains("does not belong to"));
    CHECK_THAT(merge("text"), Contains("wanted a store"));
    CHECK_FALSE(std::filesystem::exists(folder.file("m")));
}

TEST_CASE("merge: the same run twice is counted, a run that differs refused") {
    const Folder folder;
    const Plan plan = plan_of(folder, keys);
    for (const char* name : {"a", "b", "c"}) {
        Store store = Store::create(folder.file(name), plan, "build");
        sweep_all(plan, store, {}, 2);
        if (name[0] == 'c')
            store.database().execute("UPDATE scalar SET value = value + 1 WHERE run = 1");
        store.close();
    }
    const MergeReport report = merge_stores({folder.file("a"), folder.file("b")}, folder.file("m"));
    CHECK(report.runs == 2);
    CHECK(report.parts[1].new_runs == 0);
    CHECK(report.missing == 6);
    CHECK_THAT(problem([&] {
                   merge_stores({folder.file("a"), folder.file("c")}, folder.file("n"));
               }),
               Catch::Contains("its run 1 differs"));
    CHECK_FALSE(std::filesystem::exists(folder.file("n")));
}

TEST_CASE("shard: as said, or of an array job") {
    CHECK(shard("3/8").index == 2);
    CHECK(shard("3/8").count == 8);
    const Shard slurm = shard("auto", {{"SLURM_ARRAY_TASK_ID", "7"},
                                       {"SLURM_ARRAY_TASK_MIN", "5"},
                                       {"SLURM_ARRAY_TASK_MAX", "8"},
                                       {"SLURM_ARRAY_TASK_STEP", "1"}});
    CHECK(slurm.index == 2);
    CHECK(slurm.count == 4);
    const Shard stepped = shard("auto", {{"SGE_TASK_ID", "5"},
                                         {"SGE_TASK_FIRST", "1"},
                                         {"SGE_TASK_LAST", "9"},
                                         {"SGE_TASK_STEPSIZE", "2"}});
    CHECK(stepped.index == 2);
    CHECK(stepped.count == 5);
    for (const char* bad : {"0/8", "9/8", "3", "x/8", "3/", "auto"})
        CHECK_THROWS_AS(shard(bad), std::invalid_argument);
    CHECK_THROWS_AS(shard("auto", {{"PBS_ARRAY_INDEX", "3"}}), std::invalid_argument);
}
