// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/report_text.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/unit/cli/made_up_results.hpp"

using namespace xsksim;
using namespace xsksim::cli;
using namespace xsksim::cli::test;
using Catch::Contains;

namespace {

Scenario scenario() {
    Scenario scenario;
    scenario.name = "lost";
    scenario.question = "Does it stall?";
    scenario.seed = 7;
    scenario.expect.verdict = Outcome::stalled;
    return scenario;
}

Job job() {
    Job job;
    job.file = "my scenarios/lost.json";
    return job;
}

std::string report(const RunResult& run, ReportStyle style = {}) {
    return report_text(job(), {}, scenario(), run, style);
}

}  // namespace

TEST_CASE("report: verdict, figures, explanation, failures, in that order") {
    const std::string text = report(made_up_result().run.value());
    CHECK_THAT(text, Catch::StartsWith("lost: stalled, as expected\n  Does it stall?\n"));
    const std::vector<std::string> parts = {
        "201 of 200 frames on the wire in 0.1 us",
        "204 datagrams",
        "206 frames of XDP",
        "median 0.0 us",
        "it stands still",
        "[progress.none_possible] at 4.0 us (event 12): work waits",
        "f+0x1",
        "1 notes; --timeline shows them",
        "again: "};
    std::size_t at = 0;
    for (const std::string& part : parts) {
        INFO(part << " in\n" << text);
        const std::size_t found = text.find(part, at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
}

TEST_CASE("report: what is not as expected is said, with what would have been") {
    RunResult run = made_up_result(Outcome::pass, false).run.value();
    const std::string text = report(run);
    CHECK_THAT(text, Contains("lost: pass, expected stalled"));
    CHECK_THAT(text, Contains("unexpected: one") && Contains("unexpected: other"));
    CHECK_THAT(text, Contains("again: "));
}

TEST_CASE("report: a pass as expected needs no command; notes and colour only where asked for") {
    RunResult run = made_up_result(Outcome::pass).run.value();
    CHECK_THAT(report(run), !Contains("again:") && !Contains("a note") && !Contains("\x1b"));
    CHECK_THAT(report(run, {.timeline = true}), Contains("a note") && Contains("\na line\n"));
    CHECK_THAT(report(run, {.colour = true}), Contains("\x1b[1mlost\x1b[0m"));
}

TEST_CASE("report: the command that shows a run again has all that changed it") {
    ::unsetenv("XSKSIM_COMMAND");
    JobOptions options;
    options.overrides = {{"/a", "1"}};
    options.driver = "v2";
    options.engine = EngineKind::native_strict;
    Job own = job();
    own.overrides = {{"/b", "\"x y\""}};
    CHECK(command_again(own, options, scenario()) ==
          "xsksim run 'my scenarios/lost.json' --seed 7 --set /a=1 --set '/b=\"x y\"' --driver v2 "
          "--engine native-strict --timeline");
    own.driver = "./mine.so";
    CHECK_THAT(command_again(own, options, scenario()), Contains("--driver ./mine.so"));
    own.is_trace = true;
    CHECK(command_again(own, options, scenario()) == "xsksim judge 'my scenarios/lost.json'");
    ::setenv("XSKSIM_COMMAND", "./dev xsksim", 1);
    CHECK_THAT(command_again(own, options, scenario()), Catch::StartsWith("./dev xsksim judge"));
    ::unsetenv("XSKSIM_COMMAND");
}
