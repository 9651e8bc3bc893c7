// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/scenario/read_document.hpp"
#include "sim/sweep/store_tables.hpp"

namespace xsksim {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::array usual_verdicts = {"pass", "stalled", "fail", "inconclusive", "crashed"};

[[noreturn]] void refuse_store(const Database& database, const std::string& wanted,
                               const std::string& got) {
    throw StoreProblem(fmt::format("{}: wanted {}, got {}", database.file(), wanted, got));
}

std::uint64_t number_of(Database& database, const std::string& name) {
    const std::string text = sweep_value(database, name);
    std::uint64_t number = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number).ptr != end || text.empty())
        refuse_store(database, "a number as " + name, "\"" + text + "\"");
    return number;
}

// "pointer=value", a line each.
std::vector<Override> settings_of(const std::string& text) {
    std::vector<Override> settings;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::size_t equals = std::min(text.find('=', at), end);
        settings.push_back(
            {text.substr(at, equals - at),
             text.substr(std::min(equals + 1, end), end - std::min(equals + 1, end))});
        at = end + 1;
    }
    return settings;
}

// What only the sweep file says.
void read_plan_text(Database& database, Result& result) {
    const std::string text = sweep_value(database, "plan_text");
    std::vector<InputProblem> problems;
    const auto sweep = read_document(text.substr(0, text.find('\n')), database.file(), problems);
    if (!sweep) return;
    if (const Node* combine = sweep->find("combine"))
        result.is_sample = combine->text != "product" && combine->text != "zip";
    const Node* find = sweep->find("find");
    const Node* axes = sweep->find("axes");
    if (find == nullptr || axes == nullptr || !result.searched) return;
    if (const Node* want = find->find("want")) result.wants_largest = want->text == "largest";
    if (*result.searched < axes->items.size())
        if (const Node* at = axes->items[*result.searched].find("at"))
            result.axes[*result.searched].at = at->text;
}

void read_sweep(Database& database, Result& result) {
    const std::string format = sweep_value(database, "format");
    if (format != store_format)
        refuse_store(database, fmt::format("a store of format {}", store_format), format);
    result.file = database.file();
    result.name = sweep_value(database, "name");
    result.question = sweep_value(database, "question");
    result.base = sweep_value(database, "base");
    result.good = sweep_value(database, "good");
    result.build = sweep_value(database, "build");
    result.set = settings_of(sweep_value(database, "set"));
    result.points = number_of(database, "points");
    if (!sweep_value(database, "runs").empty()) result.planned_runs = number_of(database, "runs");
}

void read_axes(Database& database, Result& result) {
    const std::string searched = sweep_value(database, "find");
    auto axis = database.prepare("SELECT name, unit, scale FROM axis ORDER BY axis");
    while (axis.row()) {
        if (axis.text(0) == searched) result.searched = result.axes.size();
        result.axes.push_back({axis.text(0), axis.text(1), axis.text(2) == "log", {}, {}});
    }
    auto value = database.prepare(
        "SELECT axis, label, number, settings FROM axis_value ORDER BY axis, value");
    while (value.row()) {
        std::optional<double> number;
        if (!value.is_null(2)) number = value.real(2);
        result.axes.at(static_cast<std::size_t>(value.integer(0)))
            .values.push_back({value.text(1), number, settings_of(value.text(3))});
    }
    auto figure = database.prepare("SELECT name, unit, meaning FROM figure ORDER BY figure");
    while (figure.row()) result.figures.push_back({figure.text(0), figure.text(1), figure.text(2)});
}

void read_points(Database& database, Result& result) {
    const std::size_t axes = result.axes.size();
    result.values.assign(result.points * axes, Result::no_value);
    auto parameter = database.prepare("SELECT point, axis, value FROM parameter");
    while (parameter.row()) {
        const auto point = static_cast<std::size_t>(parameter.integer(0));
        const auto axis = static_cast<std::size_t>(parameter.integer(1));
        const auto value = static_cast<std::size_t>(parameter.integer(2));
        if (point >= result.points || axis >= axes || value >= result.axes[axis].values.size())
            refuse_store(database, "parameters of its own points, axes and values",
                         fmt::format("point {}, axis {}, value {}", point, axis, value));
        result.values[point * axes + axis] = static_cast<std::uint32_t>(value);
    }
}

std::uint8_t verdict_index(Result& result, const std::string& verdict) {
    const auto found = std::ranges::find(result.verdicts, verdict);
    if (found == result.verdicts.end()) {
        result.verdicts.push_back(verdict);
        return static_cast<std::uint8_t>(result.verdicts.size() - 1);
    }
    return static_cast<std::uint8_t>(found - result.verdicts.begin());
}

void read_runs(Database& database, Result& result) {
    result.verdicts.assign(usual_verdicts.begin(), usual_verdicts.end());
    auto run =
        database.prepare("SELECT run, point, seed, searched, verdict, good FROM run ORDER BY run");
    while (run.row()) {
        const auto point = static_cast<std::size_t>(run.integer(1));
        if (point >= result.points)
            refuse_store(database, fmt::format("runs of its {} points", result.points),
                         fmt::format("one of point {}", point));
        result.run_numbers.push_back(static_cast<RunId>(run.integer(0)));
        result.run_points.push_back(static_cast<PointIndex>(point));
        result.seeds.push_back(static_cast<std::uint64_t>(run.integer(2)));
        result.run_searched.push_back(run.is_null(3) ? not_a_number : run.real(3));
        result.run_verdicts.push_back(verdict_index(result, run.text(4)));
        result.run_good.push_back(run.integer(5) != 0);
    }
}

void read_boundaries(Database& database, Result& result) {
    auto row = database.prepare(
        "SELECT point, good, bad, runs, good_runs, good_of, bad_good_runs, bad_of, text "
        "FROM boundary ORDER BY point");
    while (row.row()) {
        Boundary b;
        b.point = static_cast<PointIndex>(row.integer(0));
        if (!row.is_null(1)) b.good = row.real(1);
        if (!row.is_null(2)) b.bad = row.real(2);
        b.runs = static_cast<std::uint64_t>(row.integer(3));
        b.good_runs = static_cast<std::uint64_t>(row.integer(4));
        b.good_of = static_cast<std::uint64_t>(row.integer(5));
        b.bad_good_runs = static_cast<std::uint64_t>(row.integer(6));
        b.bad_of = static_cast<std::uint64_t>(row.integer(7));
        b.text = row.text(8);
        if (b.point >= result.points)
            refuse_store(database, fmt::format("boundaries of its {} points", result.points),
                         fmt::format("one of point {}", b.point));
        result.boundaries.push_back(std::move(b));
    }
}

// Both in the order of runs: `take` is called for the rows whose run the store has.
template <class Take>
void walk(const Result& result, Statement& rows, const Take& take) {
    RunIndex index = 0;
    while (rows.row()) {
        const auto number = static_cast<RunId>(rows.integer(0));
        while (index < result.runs() && result.run_numbers[index] < number) ++index;
        if (index < result.runs() && result.run_numbers[index] == number) take(index);
    }
}

}  // namespace

Result read_result(Database& database) {
    Result result;
    read_sweep(database, result);
    // A sweep may be writing: runs and boundaries of one moment.
    database.execute("BEGIN");
    read_axes(database, result);
    read_plan_text(database, result);
    read_points(database, result);
    read_runs(database, result);
    read_boundaries(database, result);
    database.execute("COMMIT");
    return result;
}

std::vector<double> read_figure(Database& database, const Result& result, std::size_t figure) {
    std::vector<double> values(result.runs(), not_a_number);
    auto rows = database.prepare("SELECT run, value FROM scalar WHERE figure = ? ORDER BY run");
    rows.with(figure);
    walk(result, rows, [&](RunIndex run) { values[run] = rows.real(1); });
    return values;
}

std::vector<RunReason> read_reasons(Database& database, const Result& result) {
    std::vector<RunReason> reasons(result.runs());
    auto rows =
        database.prepare("SELECT run, reason, codes FROM run WHERE reason != '' ORDER BY run");
    walk(result, rows, [&](RunIndex run) { reasons[run] = {rows.text(1), rows.text(2)}; });
    return reasons;
}

std::vector<std::pair<RunIndex, std::string>> read_explanations(Database& database,
                                                                const Result& result) {
    std::vector<std::pair<RunIndex, std::string>> explanations;
    auto rows = database.prepare("SELECT run, text FROM explanation ORDER BY run");
    walk(result, rows, [&](RunIndex run) { explanations.emplace_back(run, rows.text(1)); });
    return explanations;
}

}  // namespace xsksim
