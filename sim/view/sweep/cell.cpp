// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace xsksim {

Spread spread_of(std::span<const RunIndex> runs, const std::vector<double>& figure) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> values;
    for (const RunIndex run : runs)
        if (!figure.empty() && std::isfinite(figure[run])) values.push_back(figure[run]);
    if (values.empty()) return {none, none, none};
    if (values.size() == 1) return {values[0], values[0], values[0]};
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    const double median =
        values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    return {values.front(), median, values.back()};
}

Cell cell_of(const Result& result, std::span<const RunIndex> runs,
             const std::vector<double>& figure) {
    Cell cell;
    cell.verdicts.resize(result.verdicts.size());
    for (const RunIndex run : runs) {
        ++cell.runs;
        if (result.run_good[run]) ++cell.good;
        ++cell.verdicts[result.run_verdicts[run]];
    }
    cell.figure = spread_of(runs, figure);
    return cell;
}

std::string verdict_text(const Result& result, const Cell& cell) {
    std::string text;
    for (std::size_t v = 0; v < cell.verdicts.size(); ++v) {
        if (cell.verdicts[v] == cell.runs && cell.runs > 0) return result.verdicts[v];
        // The others passed.
        if (cell.verdicts[v] == 0 || result.verdicts[v] == "pass") continue;
        text += fmt::format("{}{} {}/{}", text.empty() ? "" : ", ", result.verdicts[v],
                            cell.verdicts[v], cell.runs);
    }
    return text;
}

std::string good_text(const Cell& cell) {
    if (cell.is_empty()) return "";
    if (cell.good == cell.runs) return "good";
    return cell.good == 0 ? "not good" : fmt::format("good {}/{}", cell.good, cell.runs);
}

RunGroups::RunGroups(const std::vector<std::uint32_t>& key_of_run, std::size_t groups)
    : begin_(groups + 1) {
    for (const std::uint32_t key : key_of_run)
        if (key != no_group) ++begin_[key + 1];
    for (std::size_t g = 0; g < groups; ++g) begin_[g + 1] += begin_[g];
    runs_.resize(begin_[groups]);
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (RunIndex run = 0; run < key_of_run.size(); ++run)
        if (key_of_run[run] != no_group) runs_[next[key_of_run[run]]++] = run;
}

}  // namespace xsksim
