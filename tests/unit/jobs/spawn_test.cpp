// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "sim/jobs/spawn.hpp"

using namespace xsksim;

namespace {

ProgramEnd shell(const std::string& script, const std::string& input = {}) {
    return run_program({.command = {"sh", "-c", script}, .input = input});
}

// One of the environment, for as long as it lives.
class Variable {
public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* before = ::getenv(name)) before_ = before;
        ::setenv(name, value, 1);
    }
    ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("spawn: both outputs, apart, and the exit status") {
    const ProgramEnd end = shell("echo one; echo two >&2; echo three; exit 3");
    CHECK(end.output == "one\nthree\n");
    CHECK(end.errors == "two\n");
    CHECK_FALSE(end.is_success());
    CHECK(end.process.signal == 0);
    CHECK(end.process.exit_status == 3);
    CHECK(end.process.text() == "exit status 3");
    CHECK(shell("true").is_success());
}

TEST_CASE("spawn: a program that a signal ended") {
    const ProgramEnd end = shell("echo begun; kill -SEGV $$");
    CHECK(end.output == "begun\n");
    CHECK_FALSE(end.is_success());
    CHECK(end.process.signal == SIGSEGV);
    CHECK(end.process.text() == "Segmentation fault");
}

TEST_CASE("spawn: a program that does not exist") {
    try {
        run_program({.command = {"no-such-program-anywhere", "-x"}});
        FAIL("it ran");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::no_such_file_or_directory);
        CHECK(std::string(error.what()) ==
              "cannot run no-such-program-anywhere: No such file or directory");
    }
    CHECK_THROWS_WITH(run_program({.command = {"/"}}), "cannot run /: Permission denied");
}

TEST_CASE("spawn: arguments and input arrive as they are") {
    const std::string argument = "a 'b' \"c\" $HOME *\n";
    CHECK(run_program({.command = {"printf", "%s|", argument, ""}}).output == argument + "||");
    const std::string input{"x\0y\n", 4};
    CHECK(shell("cat", input).output == input);
    CHECK(shell("cat; echo end").output == "end\n");
}

TEST_CASE("spawn: more than a pipe holds, in and out at once") {
    const std::string input(3'000'000, 'i');
    const ProgramEnd end = shell("cat", input);
    CHECK((end.output == input));
    const ProgramEnd both = shell("head -c 2000000 /dev/zero >&2; head -c 1000000 /dev/zero");
    CHECK((both.output == std::string(1'000'000, '\0')));
    CHECK((both.errors == std::string(2'000'000, '\0')));
}

TEST_CASE("spawn: several side by side, waited for in any order") {
    RunningProgram first({.command = {"sh", "-c", "sleep 0.2; head -c 1000000 /dev/zero"}});
    RunningProgram second({.command = {"echo", "second"}});
    std::vector<RunningProgram> moved;
    moved.push_back(std::move(second));
    moved.push_back(std::move(first));
    CHECK(moved[0].end().output == "second\n");
    CHECK(moved[1].end().output.size() == 1'000'000);
}

TEST_CASE("spawn: in one language where its words are read, in the user's otherwise") {
    const Variable language("LANG", "de_DE.UTF-8"), all("LC_ALL", "fr_FR.UTF-8"),
        other("XSKSIM_TEST_VARIABLE", "stays");
    const std::vector<std::string> command{
        "sh", "-c", "echo \"${LANG-none} ${LC_ALL-none} $XSKSIM_TEST_VARIABLE\""};
    CHECK(run_program({.command = command, .in_c_locale = true}).output == "none C stays\n");
    CHECK(run_program({.command = command}).output == "de_DE.UTF-8 fr_FR.UTF-8 stays\n");
    ::unsetenv("LC_ALL");
    CHECK(run_program({.command = command}).output == "de_DE.UTF-8 none stays\n");
}
