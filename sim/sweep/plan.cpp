// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "sim/scenario/read_document.hpp"
#include "sim/scenario/reading.hpp"
#include "sim/sweep/axis_values.hpp"
#include "sim/sweep/keys_sweep.hpp"
#include "sim/sweep/points.hpp"
#include "sim/sweep/sweep_checks.hpp"
#include "sim/sweep/usual_figures.hpp"

namespace xsksim {
namespace {

[[noreturn]] void refuse(const Sweep& sweep, const Node& document, const std::string& pointer,
                         const std::string& wanted, const std::string& got) {
    throw BadInput({{sweep.file, nearest_node(document, pointer).origin.line, pointer, wanted, got,
                     "", ProblemKind::contradiction}});
}

void read_sweep(const Node& document, Sweep& sweep, std::vector<InputProblem>& problems) {
    Reading reading(problems);
    sweep_shape().read(document, sweep, reading);
    if (!problems.empty()) return;
    check_axes(sweep, document, problems);
    check_combination(sweep, document, problems);
    check_find(sweep, document, problems);
    if (problems.empty()) check_expressions(sweep, document, problems);
}

// A value that no scenario takes is a mistake of this file; one that only goes wrong together with
// others is a result.
void check_settings(const Sweep& sweep, const Node& document, const ScenarioFile& base,
                    const std::vector<Override>& settings, const std::string& pointer,
                    std::vector<InputProblem>& problems) {
    try {
        base.with(settings);
    } catch (const BadInput& error) {
        for (const InputProblem& problem : error.problems()) {
            if (problem.kind == ProblemKind::contradiction) continue;
            problems.push_back({sweep.file, nearest_node(document, pointer).origin.line, pointer,
                                problem.wanted + " for " + problem.pointer, problem.got,
                                problem.hint, ProblemKind::contradiction});
        }
    }
}

void check_values(const Sweep& sweep, const Node& document, const ScenarioFile& base,
                  std::vector<InputProblem>& problems) {
    check_settings(sweep, document, base, sweep.set, "/set", problems);
    for (std::size_t a = 0; a < sweep.axes.size() && problems.empty(); ++a) {
        const Axis& axis = sweep.axes[a];
        const std::string here = fmt::format("/axes/{}", a);
        const auto check = [&](const AxisValue& value, const std::string& place) {
            std::vector<Override> settings = sweep.set;
            settings.insert(settings.end(), value.settings.begin(), value.settings.end());
            check_settings(sweep, document, base, settings, place, problems);
        };
        if (axis.is_range()) {
            check(range_value(axis, *axis.from), here + "/from");
            check(range_value(axis, *axis.to), here + "/to");
            continue;
        }
        const auto values = values_of(axis);
        for (std::size_t i = 0; i < values.size(); ++i)
            check(values[i], fmt::format("{}/values/{}", here, i));
    }
}

// Everything that decides what the runs are: also what lies in other files.
std::string canonical_text(const Plan& plan, const Node& document, const ScenarioFile& base) {
    Node sweep = document;
    std::string text = to_text(sweep, Layout::sorted_line) + "\n" +
                       resolved_json(base.with(plan.sweep.set)) + "\n";
    for (const PlannedAxis& axis : plan.axes)
        for (const AxisValue& value : axis.values)
            for (const Override& setting : value.settings)
                if (setting.pointer == "/profile")
                    text += resolved_json(base.with({setting})) + "\n";
    return text;
}

}  // namespace

Plan load_plan(const std::string& path) {
    std::vector<InputProblem> problems;
    const auto text = read_file(path, problems);
    if (!text) throw BadInput(std::move(problems));
    const auto document = read_document(*text, path, problems);
    if (!document) throw BadInput(std::move(problems));
    Plan plan;
    Sweep& sweep = plan.sweep;
    sweep.file = path;
    read_sweep(*document, sweep, problems);
    if (!problems.empty()) throw BadInput(std::move(problems));
    namespace fs = std::filesystem;
    sweep.base = (fs::path(path).parent_path() / sweep.base).lexically_normal().string();
    if (!fs::is_regular_file(sweep.base))
        refuse(sweep, *document, "/base", "a scenario file", shown(sweep.base) + ", not found");
    const ScenarioFile base(sweep.base);
    base.with({});
    check_values(sweep, *document, base, problems);
    if (!problems.empty()) throw BadInput(std::move(problems));
    try {
        make_points(plan);
    } catch (const std::invalid_argument& error) {
        refuse(sweep, *document, "/combine", error.what(), "");
    }
    if (plan.points.empty())
        refuse(sweep, *document, "/constraints", "at least one point that keeps them all", "none");
    plan.figures = sweep.keep.empty() ? usual_figures() : sweep.keep;
    plan.text = canonical_text(plan, *document, base);
    return plan;
}

std::string sweep_schema_json() {
    Node schema = Node::object();
    schema.add("$schema", Node::of("http://json-schema.org/draft-07/schema#"));
    schema.add("$id", Node::of("urn:xsksim:sweep:1"));
    schema.add("title", Node::of("xsksim sweep"));
    schema.add("description", Node::of("A scenario with parameters varied, and what is asked of "
                                       "the runs. See docs/sweep-format.md. Generated by `xsksim "
                                       "schema --sweep`."));
    Node shape = sweep_shape().schema();
    for (Member& member : shape.members) schema.add(member.key, std::move(member.value));
    const Node required = sweep_shape().required_schema();
    if (const Node* keys = required.find("required")) schema.add("required", *keys);
    return to_text(schema, Layout::pretty) + "\n";
}

std::vector<KeyDocumentation> documented_sweep_keys() {
    std::vector<KeyDocumentation> rows;
    sweep_shape().document("", rows);
    return rows;
}

}  // namespace xsksim
