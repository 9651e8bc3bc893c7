// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/export.hpp"

#include <fmt/format.h>

#include <iterator>

#include "sim/scenario/document.hpp"
#include "sim/view/text/words.hpp"

namespace xsksim {
namespace {

struct Columns {
    std::vector<RunReason> reasons;
    std::vector<std::vector<double>> figures;
};

Columns read_columns(Database& database, const Result& result) {
    Columns columns;
    columns.reasons = read_reasons(database, result);
    for (std::size_t f = 0; f < result.figures.size(); ++f)
        columns.figures.push_back(read_figure(database, result, f));
    return columns;
}

// By axis and value, made once: runs are many, values are few.
using ValueTexts = std::vector<std::vector<std::string>>;

template <class TextOf>
ValueTexts value_texts(const Result& result, const TextOf& text_of) {
    ValueTexts texts;
    for (const ResultAxis& axis : result.axes) {
        texts.emplace_back();
        for (const AxisValue& value : axis.values) texts.back().push_back(text_of(value));
    }
    return texts;
}

std::string csv_heading(const Result& result) {
    std::string text = "run,point,seed";
    for (const ResultAxis& axis : result.axes) text += "," + csv_field(axis.name);
    text += ",verdict,good,reason,codes";
    for (const ResultFigure& figure : result.figures) text += "," + csv_field(figure.name);
    return text + "\n";
}

}  // namespace

std::string runs_csv(Database& database, const Result& result) {
    const Columns columns = read_columns(database, result);
    const ValueTexts labels =
        value_texts(result, [](const AxisValue& value) { return csv_field(value.label); });
    std::string text = csv_heading(result);
    const auto out = std::back_inserter(text);
    for (RunIndex run = 0; run < result.runs(); ++run) {
        const PointIndex point = result.run_points[run];
        fmt::format_to(out, "{},{},{}", result.run_numbers[run], point, result.seeds[run]);
        for (std::size_t a = 0; a < result.axes.size(); ++a)
            fmt::format_to(out, ",{}",
                           result.searched == a ? csv_number(result.run_searched[run])
                                                : labels[a][result.value_at(point, a)]);
        fmt::format_to(out, ",{},{},{},{}", result.verdicts[result.run_verdicts[run]],
                       result.run_good[run] ? 1 : 0, csv_field(columns.reasons[run].text),
                       columns.reasons[run].codes);
        for (const auto& figure : columns.figures)
            fmt::format_to(out, ",{}", csv_number(figure[run]));
        text += '\n';
    }
    return text;
}

std::string runs_json(Database& database, const Result& result) {
    const Columns columns = read_columns(database, result);
    const ValueTexts values = value_texts(result, [](const AxisValue& value) {
        return value.number ? json_number(*value.number) : json_literal(value.label);
    });
    std::vector<std::string> axis_keys, figure_keys, verdicts;
    for (const ResultAxis& axis : result.axes) axis_keys.push_back(json_literal(axis.name));
    for (const ResultFigure& figure : result.figures)
        figure_keys.push_back(json_literal(figure.name));
    for (const std::string& verdict : result.verdicts) verdicts.push_back(json_literal(verdict));
    // By hand: of runs there are many.
    std::string text = fmt::format("{{\"format\":\"xsksim-{}\",\"version\":{},\"runs\":[",
                                   export_format.name, export_format.version);
    const auto out = std::back_inserter(text);
    for (RunIndex run = 0; run < result.runs(); ++run) {
        const PointIndex point = result.run_points[run];
        fmt::format_to(out, "{}\n{{\"run\":{},\"point\":{},\"seed\":{}", run == 0 ? "" : ",",
                       result.run_numbers[run], point, result.seeds[run]);
        for (std::size_t a = 0; a < result.axes.size(); ++a)
            fmt::format_to(out, ",{}:{}", axis_keys[a],
                           result.searched == a ? json_number(result.run_searched[run])
                                                : values[a][result.value_at(point, a)]);
        fmt::format_to(out, ",\"verdict\":{},\"good\":{},\"reason\":{},\"codes\":{}",
                       verdicts[result.run_verdicts[run]], bool{result.run_good[run]},
                       json_literal(columns.reasons[run].text),
                       json_literal(columns.reasons[run].codes));
        for (std::size_t f = 0; f < figure_keys.size(); ++f)
            fmt::format_to(out, ",{}:{}", figure_keys[f], json_number(columns.figures[f][run]));
        text += '}';
    }
    return text + "\n]}\n";
}

}  // namespace xsksim
