// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/calibration_table.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/cli/run_json.hpp"
#include "sim/run/figures.hpp"
#include "sim/view/json/schema.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {
namespace {

const char* use_word(Measurement::Use use) {
    return use == Measurement::Use::calibrated ? "calibrated" : "predicted";
}

const Figure& figure_of(const Measurement& measurement) {
    return *find_figure(measurement.figure);  // profiles name no other
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
        return table.add_line(fmt::format("  {}: {}", m.what, row.result.why_not()));
    const double figure = simulated(row);
    table.add({m.what, fmt::format("{}", m.published), fmt::format("{:.0f}", figure),
               percent(figure / static_cast<double>(m.published)),
               fmt::format("{}, {}; {}", figure_of(m).unit, use_word(m.use), m.source)});
}

void add_ratio(const CalibrationRow& row, const CalibrationRow& over, TextTable& table) {
    const double published = static_cast<double>(row.measurement.published) /
                             static_cast<double>(over.measurement.published);
    const double figure = simulated(row) / simulated(over);
    table.add({"  ratio to " + over.measurement.what, fmt::format("{:.2f}", published),
               fmt::format("{:.2f}", figure), percent(figure / published), "times"});
}

Json row_json(const CalibrationRow& row) {
    return {{"what", row.measurement.what},         {"published", row.measurement.published},
            {"simulated", simulated(row)},          {"unit", figure_of(row.measurement).unit},
            {"use", use_word(row.measurement.use)}, {"source", row.measurement.source},
            {"verdict", row.result.outcome}};
}

}  // namespace

double simulated(const CalibrationRow& row) {
    return row.result.run ? figure_of(row.measurement).value(*row.result.run) : 0;
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

std::string calibration_json(const std::vector<CalibrationTable>& tables) {
    Json profiles = Json::array();
    for (const CalibrationTable& table : tables) {
        Json rows = Json::array();
        for (const CalibrationRow& row : table.rows) rows.push_back(row_json(row));
        profiles.push_back(
            {{"profile", table.profile}, {"title", table.title}, {"rows", std::move(rows)}});
    }
    return document_text(calibration_format, {{"profiles", std::move(profiles)}});
}

schema::Properties calibration_schema() {
    const Json row = schema::record(
        "One figure.",
        {{"what", schema::text("What was measured.")},
         {"published", schema::whole("The published figure.")},
         {"simulated", schema::number("What the scenario comes to; 0 where it was not judged.")},
         {"unit", schema::text("Of both.")},
         {"use", schema::word("Whether a number of the profile was chosen to meet it.",
                              {"calibrated", "predicted"})},
         {"source", schema::text("Who published it.")},
         {"verdict", outcome_schema()}});
    const Json profile =
        schema::record("One machine.", {{"profile", schema::text("Its name.")},
                                        {"title", schema::text("The machine.")},
                                        {"rows", schema::list("Its figures.", row)}});
    return {{"profiles", schema::list("In the order asked for.", profile)}};
}

}  // namespace xsksim::cli
