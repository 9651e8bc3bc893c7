// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/findings_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/view/json/schema.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {
namespace {

// The places at which a scenario forces its race are those of the patch. Where they were not all
// met, the race was not forced, and a pass says less.
bool was_forced(const JobResult& result) {
    const auto is_about_holds = [](const std::string& text) {
        return text.starts_with("/schedule/holds");
    };
    return std::ranges::none_of(result.left_out, is_about_holds) &&
           std::ranges::none_of(result.run->unexpected, is_about_holds);
}

// A scenario of a finding expects the defect, so whoever comes out as expected has it.
std::string shown_result(const JobResult& result) {
    if (!result.run) return result.outcome;
    if (result.run->as_expected) return "yes";
    if (result.run->outcome != Outcome::pass) return "other: " + result.outcome;
    return was_forced(result) ? "no" : "no, not forced";
}

// What goes wrong instead, in a line.
std::string what_instead(const JobResult& result) {
    if (!result.run) return result.text.substr(0, result.text.find('\n'));
    if (result.run->explanation) return result.run->explanation->headline;
    for (const Violation& violation : result.run->violations)
        if (!violation.is_note) return violation.message;
    return result.run->end.message;
}

std::string others_of(const FindingsTable& table) {
    std::string text;
    for (const FindingRow& row : table.rows)
        for (std::size_t i = 0; i < row.results.size(); ++i) {
            const std::string cell = shown_result(row.results[i]);
            if (cell == "yes" || cell.starts_with("no")) continue;
            text += fmt::format("{}, {}: {}\n", row.name, table.drivers[i],
                                what_instead(row.results[i]));
        }
    return text.empty() ? text : "\nWhat goes wrong otherwise\n" + text;
}

}  // namespace

std::string FindingsTable::text() const {
    std::vector<TextColumn> columns(1 + drivers.size(), {.width_min = 14});
    columns[0] = {};
    TextTable table(std::move(columns));
    TextTable::Row names = {"finding"};
    names.insert(names.end(), drivers.begin(), drivers.end());
    table.add(std::move(names));
    for (const FindingRow& row : rows) {
        TextTable::Row cells = {row.name};
        for (const JobResult& result : row.results) cells.push_back(shown_result(result));
        table.add(std::move(cells));
    }
    return table.text() + others_of(*this);
}

std::string FindingsTable::json() const {
    Json findings = Json::array();
    for (const FindingRow& row : rows) {
        Json cells = Json::object();
        for (std::size_t i = 0; i < row.results.size(); ++i)
            cells[drivers[i]] = shown_result(row.results[i]);
        findings.push_back({{"finding", row.name}, {"question", row.question}, {"drivers", cells}});
    }
    return document_text(findings_format, {{"findings", std::move(findings)}});
}

schema::Properties findings_schema() {
    return {{"findings",
             schema::list(
                 "By name.",
                 schema::record(
                     "One defect.",
                     {{"finding", schema::text("The scenario's name.")},
                      {"question", schema::text("What it asks.")},
                      {"drivers",
                       schema::map("Who has it.",
                                   schema::text("Of the driver of that name: yes; no; no, not "
                                                "forced; other: and the verdict; or why it was "
                                                "not judged."))}}))}};
}

}  // namespace xsksim::cli
