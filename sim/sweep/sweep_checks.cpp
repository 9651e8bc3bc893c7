// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/sweep_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/formula.hpp"
#include "sim/run/figures.hpp"
#include "sim/sweep/usual_figures.hpp"

namespace xsksim {
namespace {

constexpr std::size_t axes_max = 6;
const std::set<std::string> result_columns = {"run",  "point",  "seed",    "verdict",
                                              "good", "reason", "searched"};

class Complaints {
public:
    Complaints(const Sweep& sweep, const Node& document, std::vector<InputProblem>& problems)
        : sweep_(sweep), document_(document), problems_(problems) {}

    void add(const std::string& pointer, const std::string& wanted, const std::string& got,
             const std::string& hint = "") {
        problems_.push_back({sweep_.file, nearest_node(document_, pointer).origin.line, pointer,
                             wanted, got, hint, ProblemKind::contradiction});
    }

private:
    const Sweep& sweep_;
    const Node& document_;
    std::vector<InputProblem>& problems_;
};

bool is_sample(const Sweep& sweep) {
    return sweep.combine != Sweep::Combine::product && sweep.combine != Sweep::Combine::zip;
}

bool is_searched(const Sweep& sweep, const Axis& axis) {
    return sweep.find && sweep.find->axis == axis.name;
}

void check_range(const Sweep& sweep, const Axis& axis, const std::string& here,
                 Complaints& complaints) {
    if (!axis.to) return complaints.add(here, "a \"to\" with \"from\"", "none");
    if (!axis.at) complaints.add(here, "an \"at\": the key that takes the values", "none");
    if (*axis.to <= *axis.from)
        complaints.add(here + "/to", fmt::format("more than \"from\", {}", *axis.from),
                       fmt::format("{}", *axis.to));
    if (axis.scale == Axis::Scale::log && *axis.from <= 0)
        complaints.add(here + "/from", "more than 0 on a logarithmic scale",
                       fmt::format("{}", *axis.from), "list 0 with \"values\" instead");
    if (axis.step && axis.scale == Axis::Scale::log)
        complaints.add(here + "/step", "a \"count\" on a logarithmic scale", "a step");
    if (axis.step && *axis.step <= 0)
        complaints.add(here + "/step", "more than 0", fmt::format("{}", *axis.step));
    if (axis.step && axis.count) complaints.add(here + "/count", "\"step\" or \"count\"", "both");
    const bool needs_neither = is_sample(sweep) || is_searched(sweep, axis);
    if (!axis.step && !axis.count && !needs_neither)
        complaints.add(here, "a \"step\" or a \"count\" of the range", "none");
}

void check_list(const Sweep& sweep, const Axis& axis, const std::string& here,
                Complaints& complaints) {
    if (axis.values.empty())
        return complaints.add(here, "\"values\", or a range with \"from\" and \"to\"", "none");
    if (axis.to || axis.step || axis.count)
        complaints.add(here, "\"values\" or a range", "keys of a range without \"from\"");
    if (is_searched(sweep, axis))
        complaints.add(here + "/values", "a range, as this axis is searched", "a list");
    std::set<std::string> labels;
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
        const Node& value = axis.values[i];
        const std::string place = fmt::format("{}/values/{}", here, i);
        if (value.kind != Node::Kind::object && !axis.at)
            complaints.add(place, "an \"at\" of the axis, or a \"set\" of the value", shown(value));
        const Node& label = value.kind == Node::Kind::object ? *value.find("label") : value;
        if (!labels.insert(shown(label)).second)
            complaints.add(place, "each value once", shown(label));
    }
}

void check_expression(const std::string& text, const std::set<std::string>& known,
                      const std::string& pointer, Complaints& complaints) {
    try {
        const Formula expression(text, known);
    } catch (const std::invalid_argument& error) {
        std::string names;
        for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
        complaints.add(pointer, error.what(), shown(text), "known are " + names);
    }
}

std::set<std::string> axis_names(const Sweep& sweep) {
    std::set<std::string> names;
    for (const Axis& axis : sweep.axes) names.insert(axis.name);
    return names;
}

}  // namespace

void check_axes(const Sweep& sweep, const Node& document, std::vector<InputProblem>& problems) {
    Complaints complaints(sweep, document, problems);
    if (sweep.axes.empty() || sweep.axes.size() > axes_max)
        complaints.add("/axes", fmt::format("one to {} axes", axes_max),
                       std::to_string(sweep.axes.size()));
    std::set<std::string> names;
    for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
        const Axis& axis = sweep.axes[i];
        const std::string here = fmt::format("/axes/{}", i);
        if (!names.insert(axis.name).second)
            complaints.add(here + "/name", "a name of its own", shown(axis.name));
        if (result_columns.contains(axis.name))
            complaints.add(here + "/name", "a name that no column of the results has",
                           shown(axis.name));
        if (verdict_names.contains(axis.name) || find_figure_of_column(axis.name) != nullptr)
            complaints.add(here + "/name", "a name that is no verdict or figure", shown(axis.name));
        if (axis.is_range()) {
            if (!axis.values.empty()) complaints.add(here, "\"values\" or a range", "both");
            check_range(sweep, axis, here, complaints);
        } else {
            check_list(sweep, axis, here, complaints);
        }
    }
}

void check_combination(const Sweep& sweep, const Node& document,
                       std::vector<InputProblem>& problems) {
    Complaints complaints(sweep, document, problems);
    if (sweep.find && is_sample(sweep))
        complaints.add("/combine", "\"product\" or \"zip\" with \"find\"", "a sample");
}

void check_find(const Sweep& sweep, const Node& document, std::vector<InputProblem>& problems) {
    if (!sweep.find) return;
    Complaints complaints(sweep, document, problems);
    if (!axis_names(sweep).contains(sweep.find->axis))
        complaints.add("/find/axis", "an axis of the sweep", shown(sweep.find->axis));
    if (sweep.find->good_share <= 0) complaints.add("/find/good_share", "more than 0", "0");
}

std::set<std::string> names_in_good(const Sweep& sweep) {
    std::set<std::string> names = axis_names(sweep);
    names.insert(verdict_names.begin(), verdict_names.end());
    const auto kept = sweep.keep.empty() ? usual_figures() : sweep.keep;
    for (const std::string& figure : kept) {
        names.insert(figure);
        if (sweep.find) names.insert("reference_" + figure);
    }
    return names;
}

void check_expressions(const Sweep& sweep, const Node& document,
                       std::vector<InputProblem>& problems) {
    Complaints complaints(sweep, document, problems);
    std::set<std::string> known = axis_names(sweep);
    if (sweep.find) known.erase(sweep.find->axis);
    for (std::size_t i = 0; i < sweep.constraints.size(); ++i)
        check_expression(sweep.constraints[i], known, fmt::format("/constraints/{}", i),
                         complaints);
    check_expression(sweep.good, names_in_good(sweep), "/good", complaints);
}

}  // namespace xsksim
