// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "sim/run/figures.hpp"
#include "sim/view/text/text_table.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim::cli {
namespace {

using Texts = std::vector<std::string>;

void add_figures(const RunResult& run, ComparisonRow& row) {
    const Summary& s = run.summary;
    row.packets = packets_on_wire(s);
    row.packets_per_second = s.packets_per_second;
    if (s.submit_to_wire.count > 0) {
        row.wire_p50_ns = s.submit_to_wire.p50;
        row.wire_p99_ns = s.submit_to_wire.p99;
    }
    if (s.submit_to_reclaim.count > 0) {
        row.reclaim_p50_ns = s.submit_to_reclaim.p50;
        row.reclaim_p99_ns = s.submit_to_reclaim.p99;
    }
    if (row.packets == 0) return;
    const auto packets = static_cast<double>(row.packets);
    row.kicks = static_cast<double>(s.kicks) / packets;
    row.interrupts = static_cast<double>(s.interrupts_delivered) / packets;
    row.cpu_ns = find_figure("cpu_ns_per_packet")->value(run);
}

std::string microseconds(const std::optional<std::int64_t>& ns) {
    return ns ? fmt::format("{}.{}", *ns / 1000, *ns % 1000 / 100) : "-";
}

std::string number(const std::optional<double>& value, int decimals) {
    return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

std::string expected_cell(const ComparisonRow& row) {
    if (!row.as_expected) return "-";
    return *row.as_expected ? "yes" : "NO";
}

TextTable::Row cells_of(const ComparisonRow& row) {
    TextTable::Row cells = {row.scenario, row.driver, row.verdict};
    if (!row.error.empty()) return cells;
    cells.insert(cells.end(), {expected_cell(row), fmt::format("{:.0f}", row.packets_per_second),
                               microseconds(row.wire_p50_ns), microseconds(row.wire_p99_ns),
                               microseconds(row.reclaim_p50_ns), number(row.kicks, 4),
                               number(row.interrupts, 4), number(row.cpu_ns, 0)});
    return cells;
}

// "left out for v2, v3, which have none: /driver/parameters/budget (in a, b)"
std::string notes(const std::vector<ComparisonRow>& rows) {
    std::map<std::string, std::pair<Texts, Texts>> by_setting;  // drivers, scenarios
    const auto add = [](Texts& names, const std::string& name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    };
    for (const ComparisonRow& row : rows)
        for (const std::string& setting : row.left_out) {
            add(by_setting[setting].first, row.driver);
            add(by_setting[setting].second, row.scenario);
        }
    std::string text;
    for (const auto& [setting, where] : by_setting)
        text += fmt::format("left out where the driver has none: {} for {} (set in {})\n", setting,
                            fmt::join(where.first, ", "), fmt::join(where.second, ", "));
    return text;
}

template <class T>
std::string csv_value(const std::optional<T>& value) {
    return value ? fmt::format("{}", *value) : "";
}

}  // namespace

ComparisonRow comparison_row(const Job& job, const JobResult& result,
                             const std::string& own_driver) {
    ComparisonRow row;
    row.scenario = std::filesystem::path(job.file).stem().string();
    row.driver = job.driver;
    row.verdict = result.outcome;
    if (!result.run) {
        row.error = result.text;
        return row;
    }
    if (job.driver == own_driver) row.as_expected = result.run->as_expected;
    row.left_out = result.left_out;
    add_figures(*result.run, row);
    return row;
}

std::string comparison_table(const std::vector<ComparisonRow>& rows) {
    constexpr std::size_t texts = 4, numbers = 7;
    std::vector<TextColumn> columns(texts);
    columns.resize(texts + numbers, {.align = TextColumn::Align::right});
    TextTable table(std::move(columns));
    table.add({"scenario", "driver", "verdict", "expected", "packets/s", "wire p50 us", "p99 us",
               "back p50 us", "kicks/pkt", "irqs/pkt", "cpu ns/pkt"});
    for (const ComparisonRow& row : rows) table.add(cells_of(row));
    return table.text() + notes(rows);
}

std::string comparison_csv(const std::vector<ComparisonRow>& rows) {
    std::string text =
        "scenario,driver,verdict,as_expected,packets,packets_per_second,submit_to_wire_p50_ns,"
        "submit_to_wire_p99_ns,submit_to_reclaim_p50_ns,submit_to_reclaim_p99_ns,kicks_per_packet,"
        "interrupts_per_packet,cpu_ns_per_packet,left_out,error\n";
    for (const ComparisonRow& row : rows) {
        const bool judged = row.error.empty();
        const Texts fields = {csv_field(row.scenario),
                              csv_field(row.driver),
                              row.verdict,
                              csv_value(row.as_expected),
                              judged ? fmt::format("{}", row.packets) : "",
                              judged ? fmt::format("{}", row.packets_per_second) : "",
                              csv_value(row.wire_p50_ns),
                              csv_value(row.wire_p99_ns),
                              csv_value(row.reclaim_p50_ns),
                              csv_value(row.reclaim_p99_ns),
                              csv_value(row.kicks),
                              csv_value(row.interrupts),
                              csv_value(row.cpu_ns),
                              csv_field(fmt::format("{}", fmt::join(row.left_out, " "))),
                              csv_field(row.error)};
        text += fmt::format("{}\n", fmt::join(fields, ","));
    }
    return text;
}

}  // namespace xsksim::cli
