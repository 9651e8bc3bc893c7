// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/review_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace xsksim::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string columns_text(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += fmt::format("{}{:<{}}", i == 0 ? "  " : "  ", row[i], widths[i]);
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

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
    std::vector<std::vector<std::string>> lines;
    for (const ReviewRow& row : rows_) {
        std::string figures;
        for (const auto& [name, value] : row.figures)
            figures += fmt::format("{}{} {}", figures.empty() ? "" : ", ", name, value);
        lines.push_back({row.scenario, row.result.outcome,
                         row.is_right() ? "as expected" : "NOT as expected", figures});
    }
    std::string aligned = columns_text(lines), text;
    for (std::size_t i = 0, at = 0; i < rows_.size(); ++i) {
        if (i == 0 || rows_[i].question != rows_[i - 1].question)
            text +=
                fmt::format("{}{}  {}\n", i == 0 ? "" : "\n", rows_[i].question, rows_[i].asked);
        const std::size_t end = aligned.find('\n', at) + 1;
        text += aligned.substr(at, end - at);
        at = end;
    }
    return text;
}

std::string ReviewReport::transitions_text() const {
    if (transitions_.empty()) return "";
    std::vector<std::vector<std::string>> lines = {{"state", "in", "by", "becomes", "times"}};
    for (const auto& [key, count] : transitions_) {
        lines.push_back(key);
        lines.back().push_back(std::to_string(count));
    }
    return "\nstates of the socket's bits, measured\n" + columns_text(lines);
}

std::string ReviewReport::accesses_text() const {
    if (accesses_.empty()) return "";
    std::vector<std::vector<std::string>> lines = {
        {"send_queue.xsk", "by", "under the tx lock", "", "without it", ""},
        {"", "", "reads", "writes", "reads", "writes"}};
    for (const auto& [key, a] : accesses_)
        lines.push_back({key.first, key.second, std::to_string(a.reads_locked),
                         std::to_string(a.writes_locked), std::to_string(a.reads_unlocked),
                         std::to_string(a.writes_unlocked)});
    return "\naccesses to the fields of the socket, measured\n" + columns_text(lines);
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
