// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/review_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/exit_codes.hpp"
#include "sim/view/text/text_table.hpp"

namespace xsksim::cli {
namespace {

constexpr std::size_t indent = 2;

}  // namespace

std::vector<std::pair<std::string, std::string>> ReviewRow::figures() const {
    return result.run ? result.run->figures : std::vector<std::pair<std::string, std::string>>();
}

void ReviewReport::add(ReviewRow row) {
    if (row.result.run) measure(*row.result.run);
    rows_.push_back(std::move(row));
}

void ReviewReport::measure(const RunResult& run) {
    for (const StateTransition& t : run.transitions)
        transitions_[{t.before, t.in, t.by, t.after}] += t.count;
    for (const FieldAccess& a : run.field_accesses) {
        FieldAccess& sum = accesses_[{a.field, a.by}];
        sum.reads_locked += a.reads_locked;
        sum.writes_locked += a.writes_locked;
        sum.reads_unlocked += a.reads_unlocked;
        sum.writes_unlocked += a.writes_unlocked;
    }
}

std::string ReviewReport::questions_text() const {
    TextTable table(4, indent);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const ReviewRow& row = rows_[i];
        if (i == 0 || row.question != rows_[i - 1].question)
            table.add_line(fmt::format("{}{}  {}", i == 0 ? "" : "\n", row.question, row.asked));
        std::string figures;
        for (const auto& [name, value] : row.figures())
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
        const auto& [before, in, by, after] = key;
        table.add({before, in, by, after, std::to_string(count)});
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

int ReviewReport::exit_code() const {
    int worst = exit_ok;
    for (const ReviewRow& row : rows_) worst = worse(worst, row.result.exit);
    return worst;
}

}  // namespace xsksim::cli
