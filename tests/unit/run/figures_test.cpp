// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/figures.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>

using namespace xsksim;

namespace {

double value(const char* name, const RunResult& result) {
    const Figure* figure = find_figure(name);
    REQUIRE(figure != nullptr);
    return figure->value(result);
}

}  // namespace

TEST_CASE("figures: each has a name, a column and a meaning of its own") {
    std::set<std::string> names, columns, meanings;
    for (const Figure& figure : all_figures()) {
        INFO(figure.name);
        CHECK(names.insert(figure.name).second);
        CHECK(columns.insert(figure.column).second);
        CHECK(meanings.insert(figure.meaning).second);
        CHECK(std::regex_match(figure.column, std::regex("[a-z][a-z0-9_]*")));
        CHECK(find_figure(figure.name) == &figure);
        CHECK(find_figure_of_column(figure.column) == &figure);
        CHECK((figure.unit == "ns") ==
              (figure.name.ends_with("_ns") || figure.name == "cpu_ns_per_packet"));
    }
    CHECK(find_figure("interrupts_lost") == nullptr);
    CHECK(find_figure_of_column("interrupts.lost") == nullptr);
    CHECK(find_figure("") == nullptr);
}

TEST_CASE("figures: each reads its own field") {
    RunResult result;
    result.summary.interrupts_lost = 3;
    result.summary.submit_to_wire.p99 = 5;
    result.summary.submit_to_reclaim.p99 = 6;
    result.summary.measured.engine.points = 7;
    CHECK(value("interrupts.lost", result) == 3);
    CHECK(value("submit_to_wire.p99_ns", result) == 5);
    CHECK(value("submit_to_reclaim.p99_ns", result) == 6);
    CHECK(value("engine.points", result) == 7);
    double sum = 0;
    for (const Figure& figure : all_figures()) sum += figure.value(result);
    CHECK(sum == 3 + 5 + 6 + 7);
}

TEST_CASE("figures: a queue that stalls sustains nothing") {
    RunResult result;
    result.summary.packets_per_second = 1000;
    result.outcome = Outcome::pass;
    CHECK(value("sustained_packets_per_second", result) == 1000);
    result.outcome = Outcome::stalled;
    CHECK(value("sustained_packets_per_second", result) == 0);
    CHECK(value("packets_per_second", result) == 1000);
}

TEST_CASE("figures: processor time by packets of all kinds, and the part of softirqs in all time") {
    RunResult result;
    result.summary.measured.cpu_by_context = {
        {"cpu0/softirq", {300}}, {"cpu0/hardirq", {100}}, {"app", {200}}};
    CHECK(value("cpu_ns_per_packet", result) == 0);
    CHECK(value("softirq_permille", result) == 0);
    result.summary.on_wire = 1;
    result.summary.udp_on_wire = 2;
    result.summary.xdp_on_wire = 3;
    result.summary.simulated = Instant{1000};
    CHECK(value("cpu_ns_per_packet", result) == 100);
    CHECK(value("softirq_permille", result) == 400);
}
