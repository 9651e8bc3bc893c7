// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/review_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t indent = 2;

}  // namespace

void ReviewReport::add(ReviewRow row) {
    const Json json = Json::parse(row.result.json, nullptr, false);
    if (json.is_object() && json.contains("review")) {
        for (const auto& [name, value] : json["review"]["figures"].items())
            row.figures.emplace_back(name, value.get<std::string>());
        measure(json["review"].dump());
    }
    rows_.push_back(std::move(row));
}

void ReviewReport::measure(const std::string& review_json) {
    const Json review = Json::parse(review_json);
    for (const auto& t : review["transitions"])
        transitions_[{t["before"], t["in"], t["by"], t["after"]}] +=
            t["count"].get<std::uint64_t>();
    for (const auto& a : review["field_accesses"]) {
        FieldAccess& sum = accesses_[{a["field"], a["by"]}];
        sum.reads_locked += a["reads_locked"].get<std::uint64_t>();
        sum.writes_locked += a["writes_locked"].get<std::uint64_t>();
        sum.reads_unlocked += a["reads_unlocked"].get<std::uint64_t>();
        sum.writes_unlocked += a["writes_unlocked"].get<std::uint64_t>();
    }
}

std::string ReviewReport::questions_text() const {
    TextTable table(4, indent);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const ReviewRow& row = rows_[i];
        if (i == 0 || row.question != rows_[i - 1].question)
            table.add_line(fmt::format("{}{}  {}", i == 0 ? "" : "\n", row.question, row.asked));
        std::string figures;
        for (const auto& [name, value] : row.figures)
            figures += fmt::format("{}{} {}", figures.empty() ? "" : ", ", name, value);
        table.add({row.scenario, row.result.outcome,
                   row.is_right() ? "as expected" : "NOT as expected", figures});
    }
    return table.text();
}

std::string ReviewReport::transitions_text() const {
    if (transitions_.empty()) return "";
    TextTable table(5, indent);
    table.add_line("\nstates of the socket's bits, measured");
    table.add({"state", "in", "by", "becomes", "times"});
    for (const auto& [key, count] : transitions_) {
        TextTable::Row row(key.begin(), key.end());
        row.push_back(std::to_string(count));
        table.add(std::move(row));
    }
    return table.text();
}

std::string ReviewReport::accesses_text() const {
    if (accesses_.empty()) return "";
    TextTable table(6, indent);
    table.add_line("\naccesses to the fields of the socket, measured");
    table.add({"send_queue.xsk", "by", "under the tx lock", "", "without it", ""});
    table.add({"", "", "reads", "writes", "reads", "writes"});
    for (const auto& [key, a] : accesses_)
        table.add({key.first, key.second, std::to_string(a.reads_locked),
                   std::to_string(a.writes_locked), std::to_string(a.reads_unlocked),
                   std::to_string(a.writes_unlocked)});
    return table.text();
}

std::string ReviewReport::conclusion() const {
    const auto wrong = std::count_if(rows_.begin(), rows_.end(),
                                     [](const ReviewRow& row) { return !row.is_right(); });
    if (wrong == 0)
        return fmt::format("\n{} experiments; all came out as expected\n", rows_.size());
    std::string text = fmt::format("\n{} experiments; {} NOT as expected:\n", rows_.size(), wrong);
    for (const ReviewRow& row : rows_)
        if (!row.is_right()) text += fmt::format("  {}: {}\n", row.scenario, row.result.why_not());
    return text;
}

std::string ReviewReport::table() const {
    return questions_text() + transitions_text() + accesses_text() + conclusion();
}

std::string ReviewReport::json() const {
    Json out = {{"experiments", Json::array()},
                {"transitions", Json::array()},
                {"field_accesses", Json::array()}};
    for (const ReviewRow& row : rows_) {
        Json entry = {{"question", row.question},      {"asked", row.asked},
                      {"scenario", row.scenario},      {"experiment", row.experiment},
                      {"verdict", row.result.outcome}, {"as_expected", row.is_right()},
                      {"figures", Json::object()}};
        for (const auto& [name, value] : row.figures) entry["figures"][name] = value;
        if (!row.is_right()) entry["why"] = row.result.why_not();
        const Json run = Json::parse(row.result.json, nullptr, false);
        if (run.is_object() && run.contains("command")) entry["command"] = run["command"];
        out["experiments"].push_back(std::move(entry));
    }
    for (const auto& [key, count] : transitions_)
        out["transitions"].push_back({{"before", key[0]},
                                      {"in", key[1]},
                                      {"by", key[2]},
                                      {"after", key[3]},
                                      {"times", count}});
    for (const auto& [key, a] : accesses_)
        out["field_accesses"].push_back({{"field", key.first},
                                         {"by", key.second},
                                         {"reads_locked", a.reads_locked},
                                         {"writes_locked", a.writes_locked},
                                         {"reads_unlocked", a.reads_unlocked},
                                         {"writes_unlocked", a.writes_unlocked}});
    return out.dump(2) + "\n";
}

int ReviewReport::exit_code() const {
    for (const int exit : {4, 2, 1, 3})
        for (const ReviewRow& row : rows_)
            if (row.result.exit == exit) return exit;
    return 0;
}

}  // namespace xsksim::cli
