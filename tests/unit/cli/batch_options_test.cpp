// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/batch_options.hpp"

#include <catch2/catch.hpp>

using namespace xsksim::cli;

namespace {

struct Parsed {
    unsigned jobs = 7;
    std::string driver_directory;
};

Parsed parsed(const std::string& command_line) {
    Parsed options;
    CLI::App app;
    add_batch_options(app, options.jobs, options.driver_directory);
    app.parse(command_line);
    return options;
}

}  // namespace

TEST_CASE("batch options: jobs and the folder of drivers, both of which may be left out") {
    CHECK(parsed("").jobs == 7);
    CHECK(parsed("").driver_directory.empty());
    CHECK(parsed("-j 3").jobs == 3);
    CHECK(parsed("--jobs 1024 --driver-dir drivers").jobs == 1024);
    CHECK(parsed("--driver-dir drivers").driver_directory == "drivers");
}

TEST_CASE("batch options: no jobs at all, or more than make sense, are refused") {
    for (const char* jobs : {"0", "1025", "-1", "many"}) {
        INFO(jobs);
        CHECK_THROWS_AS(parsed(std::string("--jobs ") + jobs), CLI::ParseError);
    }
}

TEST_CASE("batch options: there is always a processor") { CHECK(default_jobs() >= 1); }
