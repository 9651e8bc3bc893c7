// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include "sim/scenario/document.hpp"
#include "sim/view/sweep/cell.hpp"
#include "sim/view/sweep/repeat.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

// "[...]" of what `write` makes of each.
template <class Items, class Write>
std::string json_list(const Items& items, const Write& write) {
    std::string text = "[";
    for (const auto& item : items) {
        if (text.size() > 1) text += ',';
        text += write(item);
    }
    return text + "]";
}

std::string settings_json(const std::vector<Override>& settings) {
    return json_list(settings, [](const Override& setting) {
        return json_literal("--set " + shell_quoted(setting.pointer + "=" + setting.value));
    });
}

std::string value_json(const AxisValue& value) {
    std::string text = fmt::format("{{\"label\":{}", json_literal(value.label));
    if (value.number) text += ",\"number\":" + json_number(*value.number);
    return text + ",\"settings\":" + settings_json(value.settings) + "}";
}

std::string axis_json(const ResultAxis& axis) {
    const bool numbers = std::ranges::all_of(
        axis.values, [](const AxisValue& value) { return value.number.has_value(); });
    return fmt::format("\n{{\"name\":{},\"unit\":{},\"scale\":\"{}\",\"values\":{}}}",
                       json_literal(axis.name), json_literal(axis.unit),
                       !numbers      ? "category"
                       : axis.is_log ? "log"
                                     : "linear",
                       json_list(axis.values, value_json));
}

std::vector<ResultAxis> shown_axes(const Result& result) {
    std::vector<ResultAxis> axes = result.axes;
    if (result.searched) axes.erase(axes.begin() + static_cast<std::ptrdiff_t>(*result.searched));
    return axes;
}

ResultFigure boundary_figure(const Result& result) {
    const ResultAxis& axis = result.axes[*result.searched];
    return {axis.name, axis.unit,
            fmt::format("{} {} that is good", result.wants_largest ? "largest" : "smallest",
                        axis.name)};
}

std::string figure_json(const ResultFigure& figure) {
    return fmt::format("\n{{\"name\":{},\"unit\":{},\"meaning\":{}}}", json_literal(figure.name),
                       json_literal(figure.unit), json_literal(figure.meaning));
}

// More digits than a page shows would only make it larger.
std::string spread_json(const Spread& spread) {
    if (!std::isfinite(spread.median)) return "null";
    return fmt::format("[{:.9g},{:.9g},{:.9g}]", spread.min, spread.median, spread.max);
}

// By point: where its search ended. The nearest value that is not good is the one to look at.
std::vector<std::optional<double>> values_to_look_at(const Result& result) {
    std::vector<std::optional<double>> values(result.points);
    for (const Boundary& b : result.boundaries) values[b.point] = b.bad ? b.bad : b.good;
    return values;
}

// By run: its point. Of a search, only the runs at the value to look at are told of.
std::vector<std::uint32_t> points_of_runs(const Result& result) {
    std::vector<std::uint32_t> points(result.run_points);
    if (!result.searched) return points;
    const auto values = values_to_look_at(result);
    for (RunIndex run = 0; run < result.runs(); ++run)
        if (values[points[run]] != result.run_searched[run]) points[run] = RunGroups::no_group;
    return points;
}

class PointColumns {
public:
    PointColumns(Database& database, const Result& result)
        : database_(database), result_(result), groups_(points_of_runs(result), result.points) {}

    std::string json() const {
        return fmt::format(
            "{{\"at\":{},\n\"seeds\":{},\n\"verdicts\":{},\n\"good\":{},\n"
            "\"figures\":{}{}}}",
            at(), seeds(), verdicts(), good(),
            result_.searched ? "[" + boundaries() + "]" : figures(),
            result_.searched ? ",\n\"settings\":" + searched() : "");
    }

private:
    template <class Write>
    std::string by_point(const Write& write) const {
        std::string text = "[";
        for (PointIndex p = 0; p < result_.points; ++p) {
            if (p > 0) text += ',';
            write(text, p);
        }
        return text + "]";
    }

    std::string at() const {
        return by_point([&](std::string& text, PointIndex p) {
            text += '[';
            for (std::size_t a = 0; a < result_.axes.size(); ++a) {
                if (result_.searched == a) continue;
                if (text.back() != '[') text += ',';
                fmt::format_to(std::back_inserter(text), "{}", result_.value_at(p, a));
            }
            text += ']';
        });
    }

    std::string seeds() const {
        return by_point([&](std::string& text, PointIndex p) {
            std::vector<std::uint64_t> seeds;
            for (const RunIndex run : groups_.of(p)) seeds.push_back(result_.seeds[run]);
            fmt::format_to(std::back_inserter(text), "[{}]", fmt::join(seeds, ","));
        });
    }

    std::string verdicts() const {
        const std::vector<double> none;
        return by_point([&](std::string& text, PointIndex p) {
            const Cell cell = cell_of(result_, groups_.of(p), none);
            fmt::format_to(std::back_inserter(text), "[{}]", fmt::join(cell.verdicts, ","));
        });
    }

    std::string good() const {
        return by_point([&](std::string& text, PointIndex p) {
            const auto runs = groups_.of(p);
            fmt::format_to(
                std::back_inserter(text), "{}",
                std::ranges::count_if(runs, [&](RunIndex run) { return result_.run_good[run]; }));
        });
    }

    std::string figures() const {
        std::string text = "[";
        for (std::size_t f = 0; f < result_.figures.size(); ++f) {
            const std::vector<double> figure = read_figure(database_, result_, f);
            text += (f == 0 ? "\n" : ",\n") + by_point([&](std::string& column, PointIndex p) {
                        column += spread_json(spread_of(groups_.of(p), figure));
                    });
        }
        return text + "]";
    }

    std::string boundaries() const {
        std::vector<std::optional<double>> good(result_.points);
        for (const Boundary& b : result_.boundaries) good[b.point] = b.good;
        return by_point([&](std::string& text, PointIndex p) {
            text += good[p] ? spread_json({*good[p], *good[p], *good[p]}) : "null";
        });
    }

    std::string searched() const {
        const auto values = values_to_look_at(result_);
        return by_point([&](std::string& text, PointIndex p) {
            text += values[p] ? settings_json(searched_settings(result_, *values[p])) : "[]";
        });
    }

    Database& database_;
    const Result& result_;
    RunGroups groups_;
};

// Of the first stalled run of each point.
std::string explanations_json(Database& database, const Result& result) {
    const std::vector<std::uint32_t> points = points_of_runs(result);
    std::string text = "{";
    std::vector<bool> told(result.points);
    for (const auto& [run, explanation] : read_explanations(database, result)) {
        const std::uint32_t point = points[run];
        if (point == RunGroups::no_group || told[point]) continue;
        told[point] = true;
        fmt::format_to(std::back_inserter(text), "{}\n\"{}\":{{\"seed\":{},\"text\":{}}}",
                       text.size() > 1 ? "," : "", point, result.seeds[run],
                       json_literal(explanation));
    }
    return text + "}";
}

}  // namespace

std::string report_data(Database& database, const Result& result) {
    const std::vector<ResultFigure> figures =
        result.searched ? std::vector{boundary_figure(result)} : result.figures;
    return fmt::format(
        "{{\"format\":\"xsksim-report-1\",\"name\":{},\"question\":{},\"build\":{},\n\"base\":{},\n"
        "\"good\":{},\n\"axes\":{},\n\"figures\":{},\n\"verdicts\":{},\n\"points\":{},\n"
        "\"explanations\":{}}}",
        json_literal(result.name), json_literal(result.question), json_literal(result.build),
        json_literal(base_words(result)), json_literal(result.good),
        json_list(shown_axes(result), axis_json), json_list(figures, figure_json),
        json_list(result.verdicts,
                  [](const std::string& verdict) { return json_literal(verdict); }),
        PointColumns(database, result).json(), explanations_json(database, result));
}

std::string report_page(std::string_view page, const std::string& data) {
    const std::size_t place = page.find(report_data_marker);
    if (place == std::string_view::npos)
        throw std::runtime_error(fmt::format(
            "the page of the report: wanted the place {}, got none", report_data_marker));
    std::string text(page.substr(0, place));
    text.reserve(page.size() + data.size());
    // Nothing in the data may end the element that holds it.
    for (const char c : data) c == '<' ? text += "\\u003c" : text += c;
    return text.append(page.substr(place + report_data_marker.size()));
}

}  // namespace xsksim
