// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/calibration_table.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {
namespace {

using Json = nlohmann::ordered_json;

double softirq_permille(const Json& summary) {
    double spent = 0;
    for (const auto& [context, ns] : summary.at("cpu_ns_by_context").items())
        if (context.find("irq") != std::string::npos) spent += ns.get<double>();
    return 1000 * spent / summary.at("simulated_ns").get<double>();
}

const char* unit_of(Measurement::Figure figure) {
    return figure == Measurement::Figure::packets_per_second ? "packets/s" : "permille";
}

const char* word_of(Measurement::Use use) {
    return use == Measurement::Use::calibrated ? "calibrated" : "predicted";
}

const CalibrationRow* row_named(const std::vector<CalibrationRow>& rows, const std::string& what) {
    for (const CalibrationRow& row : rows)
        if (row.measurement.what == what) return &row;
    return nullptr;
}

TextTable empty_table() {
    using Align = TextColumn::Align;
    return TextTable({{.width_min = 44},
                      {.align = Align::right, .width_min = 11, .gap = 1},
                      {.align = Align::right, .width_min = 11, .gap = 1},
                      {.align = Align::right, .width_min = 9, .gap = 1},
                      {}},
                     2);
}

std::string percent(double off) { return fmt::format("{:+.1f} %", 100 * (off - 1)); }

void add_row(const CalibrationRow& row, TextTable& table) {
    const Measurement& m = row.measurement;
    if (!row.result.was_judged())
        return table.add_line(fmt::format("  {}: {}", m.what, row.result.text));
    const double figure = simulated(row);
    table.add({m.what, fmt::format("{}", m.published), fmt::format("{:.0f}", figure),
               percent(figure / static_cast<double>(m.published)),
               fmt::format("{}, {}; {}", unit_of(m.figure), word_of(m.use), m.source)});
}

void add_ratio(const CalibrationRow& row, const CalibrationRow& over, TextTable& table) {
    const double published = static_cast<double>(row.measurement.published) /
                             static_cast<double>(over.measurement.published);
    const double figure = simulated(row) / simulated(over);
    table.add({"  ratio to " + over.measurement.what, fmt::format("{:.2f}", published),
               fmt::format("{:.2f}", figure), percent(figure / published), "times"});
}

}  // namespace

double simulated(const CalibrationRow& row) {
    if (!row.result.was_judged()) return 0;
    const Json summary = Json::parse(row.result.json).at("summary");
    if (row.measurement.figure == Measurement::Figure::softirq_permille)
        return softirq_permille(summary);
    return summary.at("packets_per_second").get<double>();
}

std::string CalibrationTable::text() const {
    TextTable table = empty_table();
    table.add_line(profile + ": " + title);
    table.add({"", "published", "simulated", "off by"});
    for (const CalibrationRow& row : rows) {
        add_row(row, table);
        const auto& over = row.measurement.over;
        const CalibrationRow* base = over ? row_named(rows, *over) : nullptr;
        if (base != nullptr && simulated(*base) > 0) add_ratio(row, *base, table);
    }
    return table.text();
}

std::string CalibrationTable::json() const {
    Json array = Json::array();
    for (const CalibrationRow& row : rows)
        array.push_back({{"what", row.measurement.what},
                         {"published", row.measurement.published},
                         {"simulated", simulated(row)},
                         {"unit", unit_of(row.measurement.figure)},
                         {"use", word_of(row.measurement.use)},
                         {"source", row.measurement.source},
                         {"verdict", row.result.outcome}});
    return Json{{"profile", profile}, {"title", title}, {"rows", std::move(array)}}.dump();
}

}  // namespace xsksim::cli
