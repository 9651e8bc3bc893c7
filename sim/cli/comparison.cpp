// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/view/text/text_table.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim::cli {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::vector<std::string>;

void read_latency(const Json& latency, std::optional<std::int64_t>& p50,
                  std::optional<std::int64_t>& p99) {
    if (latency.at("count").get<std::uint64_t>() == 0) return;
    p50 = latency.at("p50_ns");
    p99 = latency.at("p99_ns");
}

double cpu_ns(const Json& summary) {
    double total = 0;
    for (const auto& [context, spent] : summary.at("cpu_ns_by_context").items())
        total += spent.get<double>();
    return total;
}

void read_summary(const Json& summary, ComparisonRow& row) {
    row.packets = summary.at("on_wire").get<std::uint64_t>() +
                  summary.at("udp_on_wire").get<std::uint64_t>() +
                  summary.value("xdp_on_wire", std::uint64_t{0});
    row.packets_per_second = summary.at("packets_per_second");
    read_latency(summary.at("submit_to_wire"), row.wire_p50_ns, row.wire_p99_ns);
    read_latency(summary.at("submit_to_reclaim"), row.reclaim_p50_ns, row.reclaim_p99_ns);
    if (row.packets == 0) return;
    const auto packets = static_cast<double>(row.packets);
    row.kicks = summary.at("kicks").get<double>() / packets;
    row.interrupts = summary.at("interrupts").at("delivered").get<double>() / packets;
    row.cpu_ns = cpu_ns(summary) / packets;
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

// "left out for v2, v3, which have none: /driver/parameters/xsk_check_timeout (in a, b)"
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

template <class T>
Json json_value(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json json_of(const ComparisonRow& row) {
    Json json = {{"scenario", row.scenario}, {"driver", row.driver}, {"verdict", row.verdict}};
    if (!row.error.empty()) {
        json["error"] = row.error;
        return json;
    }
    json["as_expected"] = json_value(row.as_expected);
    json["packets"] = row.packets;
    json["packets_per_second"] = row.packets_per_second;
    json["submit_to_wire_p50_ns"] = json_value(row.wire_p50_ns);
    json["submit_to_wire_p99_ns"] = json_value(row.wire_p99_ns);
    json["submit_to_reclaim_p50_ns"] = json_value(row.reclaim_p50_ns);
    json["submit_to_reclaim_p99_ns"] = json_value(row.reclaim_p99_ns);
    json["kicks_per_packet"] = json_value(row.kicks);
    json["interrupts_per_packet"] = json_value(row.interrupts);
    json["cpu_ns_per_packet"] = json_value(row.cpu_ns);
    json["left_out"] = row.left_out;
    return json;
}

}  // namespace

ComparisonRow comparison_row(const Job& job, const JobResult& result,
                             const std::string& own_driver) {
    ComparisonRow row;
    row.scenario = std::filesystem::path(job.file).stem().string();
    row.driver = job.driver;
    row.verdict = result.outcome;
    const Json json = Json::parse(result.json);
    if (!result.was_judged()) {
        row.error = result.text;
        return row;
    }
    if (job.driver == own_driver) row.as_expected = json.at("as_expected").get<bool>();
    row.left_out = json.at("left_out").get<std::vector<std::string>>();
    read_summary(json.at("summary"), row);
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

std::string comparison_json(const std::vector<ComparisonRow>& rows) {
    Json json = Json::array();
    for (const ComparisonRow& row : rows) json.push_back(json_of(row));
    return json.dump(2) + "\n";
}

}  // namespace xsksim::cli
