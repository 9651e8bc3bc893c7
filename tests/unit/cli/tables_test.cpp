// SPDX-License-Identifier: GPL-2.0-only
// What commands say of results, with results that were made up.
#include <catch2/catch.hpp>

#include "sim/cli/calibration_table.hpp"
#include "sim/cli/comparison.hpp"
#include "sim/cli/driver_list.hpp"
#include "sim/cli/findings_table.hpp"
#include "sim/cli/regress_matrix.hpp"
#include "sim/cli/review_report.hpp"
#include "sim/cli/scenario_list.hpp"
#include "tests/unit/cli/made_up_results.hpp"

using namespace xsksim;
using namespace xsksim::cli;
using namespace xsksim::cli::test;
using Catch::Contains;

TEST_CASE("list: name, verdict, question") {
    CHECK(
        list_text({{"a/b", "a/b.json", "pass", "Does it?"}, {"c", "c.json", "stalled", "Why?"}}) ==
        "a/b  pass          Does it?\n"
        "c    stalled       Why?\n");
    DriverManifest driver;
    driver.name = "v1";
    driver.title = "The patch.";
    CHECK(drivers_text({driver}) == "v1  The patch.\n");
}

TEST_CASE("compare: figures a packet, and none where there is nothing to divide by") {
    Job job;
    job.file = "scenarios/lost.json";
    job.driver = "v2";
    JobResult result = made_up_result();
    ComparisonRow row = comparison_row(job, result, "v1");
    CHECK(row.scenario == "lost");
    CHECK_FALSE(row.as_expected);
    CHECK(row.packets == 201 + 205 + 206);
    CHECK(row.wire_p99_ns == 5);
    CHECK(row.reclaim_p50_ns == 13);
    CHECK(row.kicks == Approx(207.0 / 612));
    CHECK(row.interrupts == Approx(209.0 / 612));
    CHECK(row.cpu_ns == Approx(603.0 / 612));
    CHECK(comparison_row(job, result, "v2").as_expected == true);
    result.run->summary = {};
    row = comparison_row(job, result, "v1");
    CHECK_FALSE((row.wire_p50_ns || row.reclaim_p99_ns || row.kicks || row.cpu_ns));
}

TEST_CASE("compare: what was left out stands below the table, by driver and scenario") {
    ComparisonRow row;
    row.scenario = "lost";
    row.driver = "v2";
    row.verdict = "pass";
    row.left_out = {"/driver/parameters/x"};
    ComparisonRow other = row;
    other.scenario = "found";
    CHECK_THAT(comparison_table({row, other}),
               Contains("left out where the driver has none: /driver/parameters/x for v2 (set in "
                        "lost, found)\n"));
    CHECK_THAT(comparison_csv({row}),
               Contains("\nlost,v2,pass,,0,0,,,,,,,,/driver/parameters/x,\n"));
}

TEST_CASE(
    "findings: who comes out as expected has the defect; a pass counts if the race was forced") {
    FindingsTable table;
    table.drivers = {"v1", "v2", "v3", "v4", "v5", "v6"};
    JobResult passes = made_up_result(Outcome::pass, false), unforced = passes, elsewhere = passes;
    unforced.run->unexpected = {"/schedule/holds/0: was never met"};
    elsewhere.left_out = {"/schedule/holds/1"};
    table.rows = {{"a-defect",
                   "?",
                   {made_up_result(), passes, unforced, elsewhere,
                    made_up_result(Outcome::fail, false), failed_result()}}};
    CHECK(
        table.text() ==
        "finding   v1              v2              v3              v4              v5              "
        "v6\n"
        "a-defect  yes             no              no, not forced  no, not forced  other: fail     "
        "simulator fault\n"
        "\n"
        "What goes wrong otherwise\n"
        "a-defect, v5: work waits\n"
        "a-defect, v6: a-scenario.json: simulator fault: it broke\n");
}

namespace {

ReviewRow review_row(std::uint32_t question, JobResult result) {
    return {question, "Why?", "an-experiment", "What if?", std::move(result)};
}

}  // namespace

TEST_CASE("review: experiments under their question, and states summed over all of them") {
    ReviewReport report;
    report.add(review_row(1, made_up_result()));
    report.add(review_row(1, made_up_result(Outcome::pass, false)));
    report.add(review_row(2, made_up_result(Outcome::inconclusive)));
    const std::string text = report.table();
    CHECK_THAT(text,
               Catch::StartsWith("1  Why?\n"
                                 "  an-experiment  stalled       as expected      sent 6000\n"
                                 "  an-experiment  pass          NOT as expected  sent 6000\n"
                                 "\n"
                                 "2  Why?\n"
                                 "  an-experiment  inconclusive  as expected      sent 6000\n"));
    CHECK_THAT(text,
               Contains("WAKEUP  ndo_xsk_wakeup  virtnet_xsk_run: set TIMER  TIMER    1203\n"));
    CHECK_THAT(text, Contains("hdr_pro         virt_xsk_complete  1503               1506"));
    CHECK_THAT(text, Contains("3 experiments; 1 NOT as expected:\n  an-experiment: one; other\n"));
    CHECK(report.exit_code() == 1);
}

namespace {

RegressMatrix matrix(JobResult original, JobResult mutant) {
    RegressMatrix matrix;
    matrix.rows = {{"a safeguard", "breaker", "", "", std::move(original)},
                   {"a safeguard", "breaker", "without", "it is gone", std::move(mutant)}};
    return matrix;
}

}  // namespace

TEST_CASE("regress: the original passes, the mutant dies") {
    const RegressMatrix right = matrix(made_up_result(Outcome::pass), made_up_result());
    CHECK(right.is_right());
    CHECK(right.exit_code() == 0);
    CHECK_THAT(right.table(), Contains("breaker   pass      without: stalled\n"));
    CHECK_THAT(right.table(), Contains("1 mutant; every safeguard is in place"));
}

TEST_CASE("regress: a mutant that lives, a race that was not met, a mutant that nobody names") {
    RegressMatrix wrong =
        matrix(made_up_result(Outcome::pass, false), made_up_result(Outcome::pass, false));
    wrong.survivors = {"idle"};
    CHECK(wrong.exit_code() == 1);
    CHECK_THAT(wrong.table(), Contains("not reached (!)  without: pass (SURVIVES)\n"));
    CHECK_THAT(wrong.table(), Contains("  breaker with original: one; other\n"));
    CHECK_THAT(wrong.table(), Contains("  idle: no scenario kills it\n"));
    CHECK_THAT(wrong.junit(), Contains("tests=\"3\" failures=\"3\""));
    wrong.rows[0].result = failed_result();
    CHECK(wrong.exit_code() == 4);
}

TEST_CASE("calibration: published beside simulated, and the ratio of two rows") {
    Measurement sent, over;
    sent.what = "zero-copy";
    sent.published = 200;
    sent.source = "a mail";
    sent.over = "kernel";
    over.what = "kernel";
    over.published = 100;
    over.figure = "softirq_permille";
    JobResult fast = made_up_result();
    fast.run->summary.packets_per_second = 220;
    CalibrationTable table{"ecs", "a machine", {{sent, fast}, {over, made_up_result()}}};
    CHECK(simulated(table.rows[0]) == 220);
    CHECK(simulated(table.rows[1]) == Approx(1000 * 301.0 / 101));
    CHECK_THAT(table.text(),
               Contains("    200         220   +10.0 %  packets/s, predicted; a mail\n"));
    CHECK_THAT(table.text(), Contains("    ratio to kernel "));
    CHECK_THAT(table.text(), Contains("permille, predicted"));
    table.rows[0].result = failed_result();
    CHECK_THAT(table.text(), Contains("  zero-copy: a-scenario.json: simulator fault: it broke\n"));
}
