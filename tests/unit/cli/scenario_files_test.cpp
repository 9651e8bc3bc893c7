// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/scenario_files.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/scenario/parse.hpp"

using namespace xsksim;
using namespace xsksim::cli;
namespace fs = std::filesystem;

namespace {

// A working folder with scenarios and sweeps of its own, which come before those of the program.
class Folder {
public:
    Folder()
        : before_(fs::current_path()),
          path_(fs::temp_directory_path() / ("xsksim-files-" + std::to_string(::getpid()))) {
        for (const char* file : {"scenarios/plain.json", "scenarios/deep/inner.json",
                                 "scenarios/deep/readme.md", "sweeps/wide.json", "mine.json"}) {
            fs::create_directories((path_ / file).parent_path());
            std::ofstream(path_ / file) << "{}";
        }
        fs::current_path(path_);
    }
    ~Folder() {
        fs::current_path(before_);
        fs::remove_all(path_);
    }

private:
    fs::path before_, path_;
};

}  // namespace

TEST_CASE("scenario files: a path as it is, a shipped name with its folder") {
    const Folder folder;
    CHECK(find_scenario("mine.json") == "mine.json");
    CHECK(find_scenario("plain") == "scenarios/plain.json");
    CHECK(find_scenario("deep/inner") == "scenarios/deep/inner.json");
    CHECK(find_sweep("wide") == "sweeps/wide.json");
}

TEST_CASE("scenario files: a slip is answered with the nearest name") {
    const Folder folder;
    CHECK_THROWS_WITH(find_scenario("plian"), Catch::Contains("plain"));
    CHECK_THROWS_AS(find_scenario("wide"), BadInput);
    CHECK_THROWS_AS(find_scenario("inner"), BadInput);
    CHECK_THROWS_WITH(find_sweep("wode"), Catch::Contains("sweep") && Catch::Contains("wide"));
}

TEST_CASE("scenario files: all below a folder, sorted, and nothing else") {
    const Folder folder;
    CHECK(scenario_files_in("scenarios") ==
          std::vector<std::string>{"scenarios/deep/inner.json", "scenarios/plain.json"});
    CHECK(scenario_files_in("nowhere").empty());
    CHECK(shipped_scenario_directory() == "scenarios");
}
