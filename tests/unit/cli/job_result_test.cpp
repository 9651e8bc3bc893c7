// SPDX-License-Identifier: GPL-2.0-only
// A result on its way between processes, and what is read off it.
#include <catch2/catch.hpp>

#include "sim/view/run/reports.hpp"
#include "tests/unit/cli/made_up_results.hpp"

using namespace xsksim;
using namespace xsksim::cli;
using namespace xsksim::cli::test;

TEST_CASE("job results: everything of one arrives") {
    JobResult sent = made_up_result(Outcome::stalled, false);
    sent.left_out = {"/driver/parameters/x"};
    sent.text = "bytes that are no text: \xff\n";
    const JobResult got = decode(encode(sent));
    CHECK(got.exit == sent.exit);
    CHECK(got.name == sent.name);
    CHECK(got.seed == sent.seed);
    CHECK(got.outcome == sent.outcome);
    CHECK(got.text == sent.text);
    CHECK(got.command == sent.command);
    CHECK(got.left_out == sent.left_out);
    REQUIRE(got.run);
    CHECK(verdict_json({}, *got.run) == verdict_json({}, *sent.run));
    CHECK(summary_json({}, *got.run) == summary_json({}, *sent.run));
    CHECK(got.run->violations[0].context == 3);
    CHECK(got.run->end.message == "nothing is left");
    CHECK(got.run->summary.submit_to_wire.bins == sent.run->summary.submit_to_wire.bins);
    CHECK(got.run->figures == sent.run->figures);
    CHECK(got.run->transitions[0].by == "virtnet_xsk_run: set TIMER");
    CHECK(got.run->transitions[0].count == 401);
    CHECK(got.run->field_accesses[0].by == "virt_xsk_complete");
    CHECK(got.run->field_accesses[0].writes_unlocked == 504);
    CHECK(got.run->timeline == "a line\n");
}

TEST_CASE("job results: one that was not judged arrives without a run") {
    const JobResult got = decode(encode(failed_result()));
    CHECK(got.exit == 4);
    CHECK_FALSE(got.was_judged());
    CHECK(got.why_not() == "a-scenario.json: simulator fault: it broke");
}

TEST_CASE("job results: bytes that are cut off, or too many, are refused") {
    const std::string bytes = encode(made_up_result());
    CHECK_THROWS(decode(bytes.substr(0, bytes.size() - 1)));
    CHECK_THROWS(decode(bytes.substr(0, 9)));
    CHECK_THROWS(decode(bytes + "x"));
}

TEST_CASE("job results: why one is not as expected, in a line") {
    CHECK(made_up_result(Outcome::stalled, false).why_not() == "one; other");
}
