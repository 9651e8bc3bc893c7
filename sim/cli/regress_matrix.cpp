// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/regress_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/cli/exit_codes.hpp"
#include "sim/cli/run_json.hpp"
#include "sim/view/json/schema.hpp"
#include "sim/view/text/text_table.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

using schema::optional;

std::string cell(const RegressRow& row) {
    // It passed without having met the race: nothing is known of the safeguard.
    const bool missed = row.mutant.empty() && !row.is_right() && row.result.outcome == "pass";
    if (missed) return "not reached (!)";
    if (row.mutant.empty())
        return row.is_right() ? row.result.outcome : row.result.outcome + " (!)";
    return row.mutant + ": " + row.result.outcome + (row.is_right() ? "" : " (SURVIVES)");
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            out += c;
    }
    return out;
}

std::string case_xml(const std::string& scenario, const std::string& name,
                     const std::string& failure) {
    const std::string head =
        fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(scenario), escaped(name));
    if (failure.empty()) return head + "/>\n";
    return head +
           fmt::format(">\n      <failure message=\"{}\"/>\n    </testcase>\n", escaped(failure));
}

Json row_json(const RegressRow& row) {
    Json json = {{"safeguard", row.safeguard}, {"scenario", row.scenario}};
    if (!row.mutant.empty()) json["mutant"] = row.mutant;
    if (!row.mutant.empty()) json["gone"] = row.what_is_gone;
    json["verdict"] = row.result.outcome;
    json["right"] = row.is_right();
    if (!row.is_right()) json["why"] = row.why_not();
    if (row.result.run) json["command"] = row.result.command;
    return json;
}

}  // namespace

std::string RegressRow::why_not() const { return is_right() ? "" : result.why_not(); }

bool RegressMatrix::is_right() const {
    return survivors.empty() && !rows.empty() &&
           std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.is_right(); });
}

int RegressMatrix::exit_code() const {
    const auto any = [&](int exit) {
        return std::any_of(rows.begin(), rows.end(),
                           [&](const auto& row) { return row.result.exit == exit; });
    };
    for (const int exit : {exit_simulator_fault, exit_bad_input})
        if (any(exit)) return exit;
    return is_right() ? exit_ok : exit_unexpected;
}

std::string RegressMatrix::tried() const {
    return driver.empty() ? "original" : fs::path(driver).filename().string();
}

std::string RegressMatrix::conclusion() const {
    const auto mutants = std::count_if(rows.begin(), rows.end(),
                                       [](const auto& row) { return !row.mutant.empty(); });
    std::string text = fmt::format("\n{} mutant{}; ", mutants, mutants == 1 ? "" : "s");
    text +=
        is_right() ? "every safeguard is in place and every mutant dies\n" : "NOT all is right:\n";
    for (const RegressRow& row : rows)
        if (!row.is_right())
            text += fmt::format("  {} with {}: {}\n", row.scenario,
                                row.mutant.empty() ? tried() : row.mutant, row.why_not());
    for (const std::string& name : survivors)
        text += fmt::format("  {}: no scenario kills it\n", name);
    if (rows.empty()) text += "  there is no scenario with a breaker section\n";
    return text;
}

// Rows of one scenario belong together: the original, then its mutants, one under another.
std::string RegressMatrix::table() const {
    constexpr std::size_t safeguard_columns = 48;
    TextTable table({{.width_min = safeguard_columns, .wrap_at = safeguard_columns}, {}, {}, {}});
    table.add({"safeguard", "scenario", tried(), "mutant"});
    for (std::size_t first = 0; first < rows.size();) {
        std::string mutants;
        std::size_t end = first + 1;
        for (; end < rows.size() && !rows[end].mutant.empty(); ++end)
            mutants += (mutants.empty() ? "" : "\n") + cell(rows[end]);
        table.add({rows[first].safeguard, rows[first].scenario, cell(rows[first]), mutants});
        first = end;
    }
    return table.text() + conclusion();
}

std::string RegressMatrix::json() const {
    Json out = {{"driver", driver}, {"right", is_right()}, {"rows", Json::array()}};
    for (const RegressRow& row : rows) out["rows"].push_back(row_json(row));
    out["survivors"] = survivors;
    return document_text(regress_format, out);
}

schema::Properties regress_schema() {
    const Json row = schema::record(
        "A breaker with the original or with a mutant.",
        {{"safeguard", schema::text("What the breaker is about.")},
         {"scenario", schema::text("The breaker.")},
         optional("mutant", schema::text("Its name; absent: the original.")),
         optional("gone", schema::text("What the mutant lacks.")),
         {"verdict", outcome_schema()},
         {"right", schema::flag("The original passes, the mutant dies for the reason told.")},
         optional("why", schema::text("Where it is not right: why not.")),
         optional("command", schema::text("Shows the run again."))});
    return {{"driver", schema::text("What was tried; empty: the scenarios' own.")},
            {"right", schema::flag("All are right, and no mutant survives.")},
            {"rows", schema::list("By scenario: the original, then its mutants.", row)},
            {"survivors", schema::list("Mutants that no scenario names.", schema::text("One."))}};
}

std::string RegressMatrix::junit() const {
    std::string cases;
    std::size_t failures = survivors.size();
    for (const RegressRow& row : rows) {
        failures += row.is_right() ? 0 : 1;
        cases += case_xml(row.scenario, row.mutant.empty() ? "original" : "kills " + row.mutant,
                          row.why_not());
    }
    for (const std::string& name : survivors)
        cases += case_xml("mutants", name, "no scenario kills it");
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite "
        "name=\"xsksim regress\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n</testsuites>\n",
        rows.size() + survivors.size(), failures, cases);
}

}  // namespace xsksim::cli
