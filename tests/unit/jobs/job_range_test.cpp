// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>

#include "sim/jobs/job_range.hpp"
#include "tests/unit/jobs/witness.hpp"

using namespace xsksim;

namespace {

// The first is the slowest.
std::string slow_first(const PoolJob& job) {
    if (job.number == 10) ::usleep(300'000);
    return std::to_string(job.number);
}

}  // namespace

TEST_CASE("job range: in the order of the numbers, each as soon as all earlier ones are there") {
    const test::Patience patience;
    Pool pool({.workers = 2, .fresh_process = true}, slow_first);
    std::vector<std::uint64_t> numbers;
    std::vector<std::size_t> progress, progress_at_end;
    make_in_order(
        pool, {10, 40},
        [&](const JobEnd& end) {
            CHECK(end.reply == std::to_string(end.job.number));
            numbers.push_back(end.job.number);
            progress_at_end.push_back(progress.back());
        },
        [&](std::size_t done) { progress.push_back(done); });
    std::vector<std::uint64_t> wanted(30);
    std::iota(wanted.begin(), wanted.end(), 10U);
    CHECK(numbers == wanted);
    std::vector<std::size_t> wanted_progress(30);
    std::iota(wanted_progress.begin(), wanted_progress.end(), 1U);
    CHECK(progress == wanted_progress);
    CHECK(progress_at_end.front() > 1);  // others were done before the first
}

TEST_CASE("job range: as they come") {
    const test::Patience patience;
    Pool pool({.workers = 2}, slow_first);
    std::vector<std::uint64_t> numbers;
    make_as_they_come(pool, {10, 40},
                      [&](const JobEnd& end) { numbers.push_back(end.job.number); });
    REQUIRE(numbers.size() == 30);
    CHECK(numbers.front() == 11);
    CHECK(numbers.back() == 10);
}

TEST_CASE("job range: a crash stands in its place of the order") {
    const test::Patience patience;
    Pool pool({.workers = 3, .fresh_process = true}, [](const PoolJob& job) {
        if (job.number % 7 == 3) std::abort();
        return std::to_string(job.number);
    });
    std::vector<std::string> told;
    make_in_order(
        pool, {0, 12},
        [&](const JobEnd& end) {
            told.push_back(end.how == JobEnd::How::done ? end.reply : end.problem);
        },
        [](std::size_t) {});
    CHECK(told == std::vector<std::string>{"0", "1", "2", "Aborted", "4", "5", "6", "7", "8", "9",
                                           "Aborted", "11"});
}

TEST_CASE("job range: none") {
    const test::Patience patience;
    Pool pool({}, slow_first);
    make_in_order(
        pool, {5, 5}, [](const JobEnd&) { FAIL(); }, [](std::size_t) { FAIL(); });
}

TEST_CASE("job range: an exception of the caller's leaves no process behind") {
    const test::Patience patience;
    test::LifeLine life;
    const auto make_some = [&] {
        Pool pool({.workers = 3}, [&](const PoolJob& job) {
            life.sign();
            if (job.number > 2) ::pause();
            return std::string();
        });
        std::size_t done = 0;
        make_as_they_come(pool, {0, 100}, [&](const JobEnd&) {
            if (++done == 3) throw std::runtime_error("the disk is full");
        });
    };
    CHECK_THROWS_WITH(make_some(), "the disk is full");
    CHECK(life.ends_soon());
}
