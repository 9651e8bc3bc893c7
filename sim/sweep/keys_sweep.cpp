// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/keys_sweep.hpp"

#include <cmath>
#include <cstdlib>

#include "sim/run/figures.hpp"
#include "sim/scenario/key_entry.hpp"
#include "sim/sweep/usual_figures.hpp"

namespace xsksim {

using namespace keys;

namespace {

constexpr double number_max = 1e15;

// A JSON number, decimals included.
class NumberShape : public Shape<double> {
public:
    NumberShape(double min, double max) : min_(min), max_(max) {}
    std::string wanted() const override { return "a number" + range(); }
    std::string type() const override { return "number" + range(); }
    Node schema() const override { return Node::object().add("type", Node::of("number")); }
    void read(const Node& node, double& into, Reading& reading) const override {
        double value = 0;
        if (node.kind == Node::Kind::integer)
            value = static_cast<double>(node.integer);
        else if (node.kind == Node::Kind::decimal)
            value = std::strtod(node.text.c_str(), nullptr);
        else
            return reading.wrong(node, wanted());
        if (value < min_ || value > max_) return reading.wrong(node, wanted());
        into = value;
    }
    Node write(const double& from) const override {
        if (from == std::floor(from)) return Node::of(static_cast<std::int64_t>(from));
        return Node::decimal_of(std::to_string(from));
    }

private:
    std::string range() const { return min_ == 0 && max_ == 1 ? " from 0 to 1" : ""; }
    double min_, max_;
};

// Any value that a key of the scenario takes, or {"label": ..., "set": {pointer: value}}.
class AxisValueShape : public Shape<Node> {
public:
    std::string wanted() const override {
        return "a number, a text, true or false, or an object with \"label\" and \"set\"";
    }
    std::string type() const override {
        return "value of the key, or object with `label` and `set`";
    }
    Node schema() const override { return Node::object(); }
    void read(const Node& node, Node& into, Reading& reading) const override {
        if (node.kind == Node::Kind::list || node.kind == Node::Kind::null)
            return reading.wrong(node, wanted());
        if (node.kind == Node::Kind::object) {
            const Node* label = node.find("label");
            const Node* set = node.find("set");
            const bool fits = label != nullptr && label->kind == Node::Kind::text &&
                              set != nullptr && set->kind == Node::Kind::object &&
                              node.members.size() == 2;
            if (!fits) return reading.wrong(node, wanted());
        }
        into = node;
    }
    Node write(const Node& from) const override { return from; }
};

// {"/device/ring_size": 1024, ...}
class SettingsShape : public Shape<std::vector<Override>> {
public:
    std::string wanted() const override { return "an object of JSON pointers and values"; }
    std::string type() const override { return "object of: JSON pointer to value"; }
    Node schema() const override { return Node::object().add("type", Node::of("object")); }
    void read(const Node& node, std::vector<Override>& into, Reading& reading) const override {
        if (node.kind != Node::Kind::object) return reading.wrong(node, wanted());
        into.clear();
        for (const Member& member : node.members)
            into.push_back({member.key, to_text(member.value, Layout::line)});
    }
    Node write(const std::vector<Override>&) const override { return Node::object(); }
};

ShapePointer<double> number(double min = -number_max, double max = number_max) {
    return std::make_shared<NumberShape>(min, max);
}

ShapePointer<std::string> identifier() {
    return text({64, "^[A-Za-z_][A-Za-z0-9_]*$", "letters, digits and `_`, the first no digit"});
}

ShapePointer<Axis> axis_shape() {
    using Scale = Axis::Scale;
    const auto range = [](const Axis& axis) { return axis.from.has_value(); };
    return record<Axis>({
        key("name", &Axis::name, identifier(), "",
            "Its name in constraints, in `good` and in results.")
            .required(),
        key("at", &Axis::at, text(), "",
            "The key of the scenario that takes the value, as a JSON pointer; `/driver/name` for "
            "the driver. Not needed where every value has a `set`."),
        key("unit", &Axis::unit, text(), "", "The unit of the values, for tables and pictures."),
        key("values", &Axis::values, list<Node>(std::make_shared<AxisValueShape>()), "",
            "The values, instead of a range. `{\"label\": \"off\", \"set\": {...}}` changes "
            "several keys at once."),
        key("from", &Axis::from, number(), "", "Where a range begins."),
        key("to", &Axis::to, number(), "", "Where it ends; belongs to it."),
        key("step", &Axis::step, number(), "", "From one value to the next, on a linear scale.")
            .only("only with `from`", range),
        key("count", &Axis::count, between(2, 100'000), "values",
            "How many values, instead of `step`. Samples and `find` need neither.")
            .only("only with `from`", range),
        key("scale", &Axis::scale, word<Scale>({{"linear", Scale::linear}, {"log", Scale::log}}),
            "", "How values lie in the range, and how pictures draw them."),
        key("decimals", &Axis::decimals, between(0, 9), "",
            "Values of a range are rounded to so many decimals."),
    });
}

ShapePointer<Find> find_shape() {
    using Want = Find::Want;
    return record<Find>({
        key("axis", &Find::axis, identifier(), "", "The axis to search; a range.").required(),
        key("want", &Find::want,
            word<Want>({{"smallest", Want::smallest}, {"largest", Want::largest}}), "",
            "The smallest value from which on the runs are good, or the largest up to which."),
        key("tolerance", &Find::tolerance, number(0, 1), "",
            "Ends the search when the good and the bad value are that close, as a share of the "
            "larger; 0: when no value lies between."),
        key("good_share", &Find::good_share, number(0, 1), "",
            "How much of the seeds must be good."),
    });
}

std::string figure_names() {
    std::string names;
    for (const Figure& figure : all_figures())
        names += (names.empty() ? "`" : ", `") + figure.column + "`";
    return names;
}

ShapePointer<std::string> figure_shape() {
    std::vector<std::pair<std::string, std::string>> words;
    for (const Figure& figure : all_figures()) words.emplace_back(figure.column, figure.column);
    return word<std::string>(std::move(words));
}

std::vector<Key<Sweep>> sweep_keys() {
    using Combine = Sweep::Combine;
    return {
        Key<Sweep>("$schema", "", "The schema, for editors.", text(), 0).of_the_file(),
        key("name", &Sweep::name,
            text({64, "^[A-Za-z0-9][A-Za-z0-9_.-]*$",
                  "letters, digits, `.`, `_`, `-`, the first a letter or digit"}),
            "", "Names the sweep and its store.")
            .required(),
        key("question", &Sweep::question, text(), "", "What the sweep is to answer.").required(),
        key("base", &Sweep::base, text(), "",
            "The scenario that is varied: a path, relative to this file. What it expects does not "
            "count.")
            .required(),
        key("set", &Sweep::set,
            ShapePointer<std::vector<Override>>(std::make_shared<SettingsShape>()), "",
            "Changes of the base for all points: values by JSON pointer."),
        key("axes", &Sweep::axes, list(axis_shape()), "", "What is varied, one to six axes.")
            .required(),
        key("combine", &Sweep::combine,
            word<Combine>({{"product", Combine::product},
                           {"zip", Combine::zip},
                           {"random", Combine::random},
                           {"latin_hypercube", Combine::latin_hypercube},
                           {"sobol", Combine::sobol}}),
            "",
            "Each value with each, the values side by side (all axes as long), or a sample of "
            "`points` points."),
        key("points", &Sweep::points, between(1, 1'000'000), "points", "How many, of a sample.")
            .only("only with a sample",
                  [](const Sweep& s) {
                      return s.combine != Combine::product && s.combine != Combine::zip;
                  }),
        key("sample_seed", &Sweep::sample_seed, between(0, 4'294'967'295), "",
            "Which sample; the same for the same number."),
        key("seeds", &Sweep::seeds, between(1, 100'000), "runs", "Runs a point, each with a seed."),
        key("first_seed", &Sweep::first_seed, between(0, 4'294'967'295), "",
            "The first run's seed; those of further runs follow it."),
        key("constraints", &Sweep::constraints, list(text()), "",
            "Points that break one of them are left out: `percent >= 40`, `ring == 256 && batch < "
            "64`."),
        key("keep", &Sweep::keep, list(figure_shape()), "",
            "Which figures are kept, the first of them the one that is shown where none is asked "
            "for. Absent: " +
                usual_figures_text() + ". There are: " + figure_names() + "."),
        flag("histograms", &Sweep::histograms, "Whether the latencies of each run are kept, too."),
        key("good", &Sweep::good, text(), "",
            "What counts as good: an expression of `pass`, `fail`, `stalled`, `inconclusive` (1 "
            "or 0), axes and figures that are kept; with `find` also `reference_FIGURE`, that "
            "figure's median at the end of the range where runs are good."),
        key("find", &Sweep::find, find_shape(), "",
            "Searches one axis for where `good` flips, for each point of the others."),
    };
}

}  // namespace

const RecordShape<Sweep>& sweep_shape() {
    static const RecordShape<Sweep> shape(sweep_keys());
    return shape;
}

}  // namespace xsksim
