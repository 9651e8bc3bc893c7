// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <map>
#include <set>
#include <stdexcept>

#include "sim/core/check.hpp"
#include "sim/core/sanitizer.hpp"
#include "sim/jobs/job_range.hpp"
#include "sim/jobs/pool.hpp"
#include "tests/unit/jobs/witness.hpp"

using namespace xsksim;
using How = JobEnd::How;

namespace {

std::map<std::uint64_t, JobEnd> ends_of(Pool& pool, std::uint64_t jobs) {
    const test::Patience patience;
    std::map<std::uint64_t, JobEnd> ends;
    make_as_they_come(pool, {0, jobs}, [&](JobEnd end) {
        const std::uint64_t number = end.job.number;
        const bool is_first = ends.emplace(number, std::move(end)).second;
        CHECK(is_first);
    });
    return ends;
}

std::string own_pid(const PoolJob&) { return std::to_string(::getpid()); }

void check_done_but(const std::map<std::uint64_t, JobEnd>& ends, std::uint64_t jobs,
                    std::uint64_t exception) {
    REQUIRE(ends.size() == jobs);
    for (const auto& [number, end] : ends) {
        INFO("job " << number << ": " << end.problem);
        CHECK((end.how == How::done) == (number != exception));
    }
}

// The number, except of job 5, which does something else.
Pool::Work except_fifth(std::function<void()> act) {
    return [act](const PoolJob& job) {
        if (job.number == 5) act();
        return std::to_string(job.number);
    };
}

}  // namespace

TEST_CASE("pool: of many more jobs than workers each is made once, by few processes") {
    Pool pool({.workers = 3, .waiting_max = 2},
              [](const PoolJob& job) { return std::to_string(job.number) + " " + own_pid(job); });
    std::set<std::string> pids;
    const auto ends = ends_of(pool, 500);
    REQUIRE(ends.size() == 500);
    for (const auto& [number, end] : ends) {
        REQUIRE(end.how == How::done);
        const std::size_t space = end.reply.find(' ');
        CHECK(end.reply.substr(0, space) == std::to_string(number));
        pids.insert(end.reply.substr(space));
    }
    CHECK(pids.size() == 3);
}

TEST_CASE("pool: a worker is started when there is a job for it, and remembers what it did") {
    const test::Patience patience;
    int made = 0;
    Pool pool({.workers = 8}, [&made](const PoolJob&) { return std::to_string(++made); });
    for (const char* reply : {"1", "2", "3"}) {
        pool.hand_over({0, {}});
        const auto ends = pool.collect(-1);
        REQUIRE(ends.size() == 1);
        CHECK(ends[0].reply == reply);
    }
    CHECK(made == 0);
}

TEST_CASE("pool: a fresh process for each job sees the program as it is") {
    const test::Patience patience;
    int made = 0;
    Pool pool({.workers = 2, .fresh_process = true},
              [&made](const PoolJob& job) { return std::to_string(++made) + " " + own_pid(job); });
    std::set<std::string> pids;
    for (const char* reply : {"1 ", "11 ", "21 "}) {
        pool.hand_over({0, {}});
        const auto ends = pool.collect(-1);
        REQUIRE(ends.size() == 1);
        CHECK(ends[0].reply.starts_with(reply));
        pids.insert(ends[0].reply.substr(ends[0].reply.find(' ')));
        made += 10;
    }
    CHECK(pids.size() == 3);
}

TEST_CASE("pool: a job that crashes is named, and the jobs behind it are made") {
    for (const bool fresh : {false, true}) {
        Pool pool({.workers = 2, .waiting_max = fresh ? 0U : 2U, .fresh_process = fresh},
                  except_fifth([] { std::abort(); }));
        const auto ends = ends_of(pool, 30);
        check_done_but(ends, 30, 5);
        CHECK(ends.at(5).how == How::died);
        CHECK(ends.at(5).problem == "Aborted");
    }
}

TEST_CASE("pool: a job that exits has not been done, whatever its status") {
    for (const int status : {7, 0}) {
        Pool pool({.workers = 2, .waiting_max = 2}, except_fifth([=] { ::_exit(status); }));
        const auto ends = ends_of(pool, 30);
        check_done_but(ends, 30, 5);
        CHECK(ends.at(5).how == How::died);
        CHECK(ends.at(5).problem == "exit status " + std::to_string(status));
    }
}

TEST_CASE("pool: a job that throws costs no process") {
    Pool pool({.workers = 1, .waiting_max = 2}, [](const PoolJob& job) {
        if (job.number == 5) throw std::runtime_error("no such ring");
        return own_pid(job);
    });
    const auto ends = ends_of(pool, 30);
    check_done_but(ends, 30, 5);
    CHECK(ends.at(5).how == How::died);
    CHECK(ends.at(5).problem == "no such ring");
    CHECK(ends.at(4).reply == ends.at(6).reply);
}

TEST_CASE("pool: a job whose worker is killed from outside is made again") {
    test::SharedCount tries;
    Pool pool({.workers = 2, .waiting_max = 2, .tries_max = 3}, except_fifth([&] {
                  if (tries.next() < 3) ::kill(::getpid(), SIGKILL);
              }));
    const auto ends = ends_of(pool, 30);
    check_done_but(ends, 30, 30);
    CHECK(tries.value() == 3);
}

TEST_CASE("pool: but not for ever") {
    test::SharedCount tries;
    const auto be_killed = [&] {
        tries.next();
        ::kill(::getpid(), SIGTERM);
    };
    SECTION("three times") {
        Pool pool({.workers = 2, .waiting_max = 2, .tries_max = 3}, except_fifth(be_killed));
        const auto ends = ends_of(pool, 30);
        check_done_but(ends, 30, 5);
        CHECK(ends.at(5).how == How::killed);
        CHECK(ends.at(5).problem == "its process was killed 3 times");
        CHECK(tries.value() == 3);
    }
    SECTION("once, where nothing is tried again") {
        Pool pool({.workers = 2, .fresh_process = true}, except_fifth(be_killed));
        const auto ends = ends_of(pool, 30);
        check_done_but(ends, 30, 5);
        CHECK(ends.at(5).how == How::died);
        CHECK(ends.at(5).problem == "Terminated");
        CHECK(tries.value() == 1);
    }
}

TEST_CASE("pool: a job that takes too long is ended, one that waited for it is not") {
    Pool pool({.workers = 1, .waiting_max = 2, .seconds_max = 1}, [](const PoolJob& job) {
        if (job.number == 1) ::pause();
        ::usleep(200'000);
        return std::string();
    });
    const auto ends = ends_of(pool, 8);  // together longer than one may take
    check_done_but(ends, 8, 1);
    CHECK(ends.at(1).how == How::out_of_time);
    CHECK(ends.at(1).problem == "did not end within 1 s");
}

TEST_CASE("pool: orders and replies of any size and any bytes pass each other") {
    const test::Patience patience;
    const std::string large = std::string("\0\n\xff", 3) + std::string(3'000'000, 'x');
    Pool pool({.workers = 2, .waiting_max = 2}, [](const PoolJob& job) { return job.text + "!"; });
    std::uint64_t next = 0, done = 0;
    while (done < 12) {
        while (next < 12 && pool.free_places() > 0) pool.hand_over({next++, large});
        for (const JobEnd& end : pool.collect(-1)) {
            ++done;
            CHECK((end.reply == large + "!"));
            CHECK((end.job.text == large));
        }
    }
}

TEST_CASE("pool: a signal ends the wait, not the job") {
    const test::Patience patience;
    static volatile sig_atomic_t signals = 0;
    struct sigaction action {
    }, before{};
    action.sa_handler = [](int) { signals = signals + 1; };
    ::sigaction(SIGUSR1, &action, &before);
    // Again and again: one may come while nobody waits yet.
    Pool pool({}, [](const PoolJob&) {
        for (int i = 0; i < 20; ++i) {
            ::usleep(20'000);
            ::kill(::getppid(), SIGUSR1);
        }
        return std::string("done");
    });
    pool.hand_over({1, {}});
    CHECK(pool.collect(-1).empty());
    CHECK(signals > 0);
    CHECK(pool.under_way() == 1);
    std::vector<JobEnd> ends;
    while (ends.empty()) ends = pool.collect(-1);
    REQUIRE(ends.size() == 1);
    CHECK(ends[0].reply == "done");
    CHECK(pool.under_way() == 0);
    ::sigaction(SIGUSR1, &before, nullptr);
}

TEST_CASE("pool: the wait has an end of its own") {
    const test::Patience patience;
    Pool pool({}, [](const PoolJob&) -> std::string { return std::to_string(::pause()); });
    CHECK(pool.collect(-1).empty());  // nothing is under way
    pool.hand_over({1, {}});
    CHECK(pool.collect(20).empty());
    CHECK(pool.under_way() == 1);
    CHECK(pool.free_places() == 0);
}

TEST_CASE("pool: Ctrl-C is the owner's affair, not the workers'") {
    const test::Patience patience;
    Pool pool({}, [](const PoolJob&) {
        ::raise(SIGINT);
        return std::string("goes on");
    });
    pool.hand_over({1, {}});
    const auto ends = pool.collect(-1);
    REQUIRE(ends.size() == 1);
    CHECK(ends[0].reply == "goes on");
}

TEST_CASE("pool: what the program does at a signal, a worker does not") {
    const test::Patience patience;
    std::vector<int> signals{SIGABRT, SIGTERM, SIGALRM};
    if (!address_sanitizer) signals.insert(signals.end(), {SIGSEGV, SIGBUS, SIGFPE, SIGILL});
    for (const int number : signals) {
        struct sigaction action {
        }, before{};
        action.sa_handler = [](int) { ::_exit(4); };
        ::sigaction(number, &action, &before);
        Pool pool({}, [=](const PoolJob&) { return std::to_string(::raise(number)); });
        pool.hand_over({1, {}});
        const auto ends = pool.collect(-1);
        REQUIRE(ends.size() == 1);
        CHECK(ends[0].problem == ::strsignal(number));
        ::sigaction(number, &before, nullptr);
    }
}

TEST_CASE("pool: its end is that of its workers, busy or idle") {
    const test::Patience patience;
    test::LifeLine life;
    {
        Pool pool({.workers = 2}, [&](const PoolJob& job) {
            life.sign();
            return job.number == 0 ? std::string() : std::to_string(::pause());
        });
        pool.hand_over({0, {}});
        REQUIRE(pool.collect(-1).size() == 1);
        pool.hand_over({1, {}});
        pool.hand_over({2, {}});
        for (int i = 0; i < 3; ++i) REQUIRE(life.wait_for_sign());
    }
    CHECK(life.ends_soon());
}

TEST_CASE("pool: workers do not outlive the process that made them") {
    test::LifeLine life;
    const pid_t owner = ::fork();
    if (owner == 0) {
        Pool pool({}, [&](const PoolJob&) {
            life.sign();
            return std::to_string(::pause());
        });
        pool.hand_over({1, {}});
        pool.collect(-1);
        ::_exit(0);
    }
    REQUIRE(life.wait_for_sign());
    ::kill(owner, SIGKILL);
    CHECK(wait_for(owner).signal == SIGKILL);
    CHECK(life.ends_soon());
}

TEST_CASE("pool: two of them do not keep each other's workers") {
    const test::Patience patience;
    auto one = std::make_unique<Pool>(Pool::Options{}, own_pid);
    one->hand_over({1, {}});
    REQUIRE(one->collect(-1).size() == 1);
    Pool other({}, own_pid);
    other.hand_over({1, {}});
    one.reset();
    CHECK(other.collect(-1).size() == 1);
}

TEST_CASE("pool: what cannot be is refused") {
    CHECK_THROWS_AS(Pool({.workers = 0}, own_pid), SimulatorFault);
    CHECK_THROWS_AS(Pool({.waiting_max = 1, .fresh_process = true}, own_pid), SimulatorFault);
    Pool pool({}, own_pid);
    pool.hand_over({1, {}});
    CHECK_THROWS_AS(pool.hand_over({2, {}}), SimulatorFault);
}
