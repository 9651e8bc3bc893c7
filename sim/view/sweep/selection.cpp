// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sim/scenario/document.hpp"
#include "sim/scenario/nearest.hpp"

namespace xsksim {
namespace {

std::optional<double> number_of(const std::string& text) {
    double number = 0;
    const char* end = text.data() + text.size();
    if (text.empty() || std::from_chars(text.data(), end, number).ptr != end) return std::nullopt;
    return number;
}

// By its label, or a number by its value: 0.001 is 1e-3.
std::uint32_t find_value(const ResultAxis& axis, const std::string& text) {
    const auto number = number_of(text);
    std::vector<std::string> labels;
    for (std::uint32_t v = 0; v < axis.values.size(); ++v) {
        if (axis.values[v].label == text) return v;
        if (number && axis.values[v].number == number) return v;
        labels.push_back(axis.values[v].label);
    }
    refuse("--where", "a value of " + axis.name, shown(text), suggestion(text, labels));
}

}  // namespace

std::size_t find_axis(const Result& result, const std::string& option, const std::string& name) {
    std::vector<std::string> names;
    for (std::size_t a = 0; a < result.axes.size(); ++a) {
        if (result.searched == a) continue;
        if (result.axes[a].name == name) return a;
        names.push_back(result.axes[a].name);
    }
    if (result.searched && result.axes[*result.searched].name == name)
        refuse(option, "an axis with values", shown(name) + ", which the sweep searches");
    refuse(option, "an axis of " + result.file, shown(name), suggestion(name, names));
}

std::string shown_name(const Result& result, const Shown& shown) {
    if (shown.kind == Shown::Kind::verdict) return "verdict";
    return shown.kind == Shown::Kind::good ? "good" : result.figures[shown.figure].name;
}

Shown find_shown(const Result& result, const std::string& name) {
    if (result.searched && name != "verdict")
        refuse("--show", "nothing: a search has one result, where it ended; `export` has its runs",
               shown(name));
    if (name == "verdict") return {Shown::Kind::verdict, 0};
    if (name == "good") return {Shown::Kind::good, 0};
    std::vector<std::string> names;
    for (std::size_t f = 0; f < result.figures.size(); ++f) {
        if (result.figures[f].name == name) return {Shown::Kind::figure, f};
        names.push_back(result.figures[f].name);
    }
    const std::string hint = nearest(name, names).empty()
                                 ? fmt::format("it has {}", fmt::join(names, ", "))
                                 : suggestion(name, names);
    refuse("--show", "verdict, good or a figure of " + result.file, shown(name), hint);
}

Selection::Selection(const Result& result, const std::vector<std::string>& where)
    : values_(result.axes.size()), points_(result.points, true) {
    for (const std::string& condition : where) {
        const std::size_t equals = condition.find('=');
        if (equals == std::string::npos) refuse("--where", "axis=value", shown(condition));
        const std::size_t axis = find_axis(result, "--where", condition.substr(0, equals));
        values_[axis].push_back(find_value(result.axes[axis], condition.substr(equals + 1)));
    }
    for (std::size_t a = 0; a < result.axes.size(); ++a) {
        auto& kept = values_[a];
        if (kept.empty()) {
            for (std::uint32_t v = 0; v < result.axes[a].values.size(); ++v) kept.push_back(v);
            continue;
        }
        std::ranges::sort(kept);
        kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
        for (std::size_t p = 0; p < result.points; ++p)
            if (!std::ranges::binary_search(kept, result.value_at(static_cast<PointIndex>(p), a)))
                points_[p] = false;
    }
    point_count_ = static_cast<std::size_t>(std::ranges::count(points_, true));
    if (point_count_ == 0)
        refuse("--where", "values that some point has together",
               shown(fmt::format("{}", fmt::join(where, " "))));
}

std::string fixed_text(const Result& result, const Selection& selection) {
    std::string text;
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        if (result.searched != a && selection.is_fixed(a))
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", result.axes[a].name,
                                result.axes[a].value_text(selection.values(a).front()));
    return text;
}

}  // namespace xsksim
