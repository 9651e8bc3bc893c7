// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/batch_options.hpp"
#include "sim/cli/command_line.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

using namespace xsksim::cli;

namespace {

struct Parsed {
    unsigned jobs = 7;
    std::string driver_directory;
    std::optional<int> exit;  // of what is not a command line
};

Parsed parsed(std::vector<std::string> words) {
    Parsed options;
    Command app("test", "xsksim");
    add_batch_options(app, options.jobs, options.driver_directory);
    words.insert(words.begin(), "xsksim");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    options.exit = app.parse(static_cast<int>(arguments.size()), arguments.data());
    return options;
}

}  // namespace

TEST_CASE("batch options: jobs and the folder of drivers, both of which may be left out") {
    CHECK_FALSE(parsed({}).exit);
    CHECK(parsed({}).jobs == 7);
    CHECK(parsed({}).driver_directory.empty());
    CHECK(parsed({"-j", "3"}).jobs == 3);
    CHECK(parsed({"--jobs", "1024", "--driver-dir", "drivers"}).jobs == 1024);
    CHECK(parsed({"--driver-dir", "drivers"}).driver_directory == "drivers");
}

TEST_CASE("batch options: no jobs at all, or more than make sense, are refused") {
    for (const char* jobs : {"0", "1025", "-1", "many"}) {
        INFO(jobs);
        CHECK(parsed({"--jobs", jobs}).exit == 2);
    }
}

TEST_CASE("batch options: there is always a processor") { CHECK(default_jobs() >= 1); }
