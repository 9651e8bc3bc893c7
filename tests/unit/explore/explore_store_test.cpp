// SPDX-License-Identifier: GPL-2.0-only
// What an exploration keeps: the same however it came there, and nothing that does not belong
// together. Reports are made up here; whole explorations are tests/cli/explore_store_test.sh's.
#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/explore/explore_store.hpp"
#include "sim/explore/explore_store_tables.hpp"
#include "sim/explore/merge_explorations.hpp"

using namespace xsksim;

namespace {

namespace fs = std::filesystem;

class StoreFolder {
public:
    StoreFolder()
        : path_(fs::temp_directory_path() /
                ("xsksim-explore-store-" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~StoreFolder() { fs::remove_all(path_); }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    fs::path path_;
};

const std::vector<ExploreIdentity> one_scenario{{{"seed", "1"}, {"build", "a"}}};

WorkloadReport made_up_report(std::uint64_t number) {
    WorkloadReport report;
    report.executions = 16;
    report.cut_off = number % 3;
    report.shared = number % 2;
    if (number % 4 == 1) report.met.push_back({"fail wire.missing", "a reason", number, 3, 2});
    if (number == 5) report.met.push_back({"stalled", "another", number, 7, 1});
    for (const CoverageClass met : {CoverageClass{1}, 2 + number % 3, 100 + number})
        report.coverage.add(met);
    return report;
}

void write_those(const std::string& file, const std::vector<std::uint64_t>& numbers) {
    ExploreStore store = ExploreStore::resume(file, one_scenario);
    store.begin_session(0);
    for (const std::uint64_t number : numbers) store.write({{number, made_up_report(number)}}, 1.5);
    store.close();
}

std::string digest_in(const std::string& file) {
    Database database(file, Database::Mode::read);
    return explore_digest(database);
}

std::string store_problem(const std::function<void()>& action) {
    try {
        action();
    } catch (const StoreProblem& error) {
        return error.what();
    }
    return "no problem";
}

}  // namespace

TEST_CASE("explore store: what is written is read") {
    const StoreFolder folder;
    write_those(folder.file("s"), {0, 1, 5});
    ExploreStore store = ExploreStore::resume(folder.file("s"), one_scenario);
    store.begin_session(0);
    const auto reports = store.reports();
    REQUIRE(reports.size() == 3);
    CHECK(reports.at(5).cut_off == 2);
    REQUIRE(reports.at(5).met.size() == 2);
    CHECK(reports.at(5).met[1].signature == "stalled");
    CHECK(reports.at(5).met[1].schedule == 7);
    CHECK(reports.at(1).met[0].times == 2);
    const CoverageCounts coverage = store.coverage();
    CHECK(coverage.all().at(1) == ClassCount{3, 0});
    CHECK(coverage.all().at(105) == ClassCount{1, 5});
    CHECK(store.seconds_before() == 1.5);
    // Of another scenario there is nothing.
    store.begin_session(1);
    CHECK(store.reports().empty());
    CHECK(store.coverage().size() == 0);
}

TEST_CASE("explore store: what was asked of the reference is remembered") {
    const StoreFolder folder;
    ExploreStore store = ExploreStore::create(folder.file("s"), one_scenario);
    const MetFailure met{"stalled", "words", 3, 1, 1};
    CHECK_FALSE(store.own(met));
    store.write_own(met, false);
    CHECK(store.own(met) == false);
    CHECK_FALSE(store.own({"stalled", "words", 4, 1, 1}));
}

TEST_CASE("explore store: order, interruptions and shards do not change its content") {
    const StoreFolder folder;
    write_those(folder.file("whole"), {0, 1, 2, 3, 4, 5});
    write_those(folder.file("broken"), {0, 1});
    write_those(folder.file("broken"), {2, 3, 4});
    write_those(folder.file("broken"), {5});
    write_those(folder.file("odd"), {5, 1, 3});
    write_those(folder.file("even"), {0, 2, 4});
    const ExploreMergeReport report =
        merge_explorations({folder.file("odd"), folder.file("even")}, folder.file("merged"));
    CHECK(report.workloads == 6);
    CHECK(report.executions == 96);
    CHECK(report.missing == 0);
    const std::string whole = digest_in(folder.file("whole"));
    CHECK(digest_in(folder.file("broken")) == whole);
    CHECK(digest_in(folder.file("merged")) == whole);
    CHECK(digest_in(folder.file("odd")) != whole);
}

TEST_CASE("explore store: a merge says what is missing, and counts nothing twice") {
    const StoreFolder folder;
    write_those(folder.file("a"), {0, 3});
    write_those(folder.file("b"), {4, 6});
    CHECK(merge_explorations({folder.file("a"), folder.file("b")}, folder.file("m")).missing == 3);
    write_those(folder.file("c"), {4});
    CHECK_THAT(store_problem([&] {
                   merge_explorations({folder.file("b"), folder.file("c")}, folder.file("n"));
               }),
               Catch::Contains("its workload 4 is in another of the stores, too"));
    CHECK_FALSE(fs::exists(folder.file("n")));
    CHECK_FALSE(fs::exists(folder.file("n") + ".partial"));
}

TEST_CASE("explore store: refuses what does not belong together") {
    using Catch::Matchers::Contains;
    const StoreFolder folder;
    write_those(folder.file("a"), {0});
    CHECK_THAT(store_problem([&] { ExploreStore::create(folder.file("a"), one_scenario); }),
               Contains("exists; go on with it by --resume"));
    const auto resume = [&](const std::vector<ExploreIdentity>& scenarios) {
        return store_problem([&] { ExploreStore::resume(folder.file("a"), scenarios); });
    };
    CHECK_THAT(resume({{{"seed", "2"}, {"build", "a"}}}),
               Contains("it is of another exploration: its seed is 1, not 2"));
    CHECK_THAT(resume({one_scenario[0], one_scenario[0]}),
               Contains("its number of scenarios is 1, not 2"));
    ExploreStore::create(folder.file("b"), {{{"seed", "1"}, {"build", "b"}}}).close();
    CHECK_THAT(store_problem([&] {
                   merge_explorations({folder.file("a"), folder.file("b")}, folder.file("m"));
               }),
               Contains("does not belong to") && Contains("its build is b, not a"));
    std::ofstream(folder.file("text")) << "no database, but a text that is long enough to be one";
    CHECK_THAT(store_problem([&] { ExploreStore::resume(folder.file("text"), one_scenario); }),
               Contains("wanted a store that `xsksim explore` wrote"));
}

TEST_CASE("documentation: docs/explore-store.md shows the tables as they are made") {
    std::ostringstream text;
    text << std::ifstream(XSKSIM_SOURCE_DIR "/docs/explore-store.md").rdbuf();
    std::istringstream lines(explore_store_tables);
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(text.str().find(line) != std::string::npos);
    }
    CHECK(text.str().find(explore_store_format) != std::string::npos);
}
