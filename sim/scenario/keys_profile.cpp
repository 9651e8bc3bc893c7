// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/keys_profile.hpp"

#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

// A value of some key of the scenario, which that key will read.
class PlainValueShape : public Shape<Node> {
public:
    std::string wanted() const override { return "a number, a text, true or false"; }
    std::string type() const override { return "value of the key"; }
    Node schema() const override { return Node::object(); }
    void read(const Node& node, Node& into, Reading& reading) const override {
        if (node.kind == Node::Kind::object || node.kind == Node::Kind::list)
            return reading.wrong(node, wanted());
        into = node;
    }
    Node write(const Node& from) const override { return from; }
};

ShapePointer<ProfileNumber> number_shape() {
    return record<ProfileNumber>({
        key("key", &ProfileNumber::key, text(), "", "The key, as a JSON pointer.").required(),
        key("value", &ProfileNumber::value, ShapePointer<Node>(std::make_shared<PlainValueShape>()),
            "", "Its value.")
            .required(),
        key("unit", &ProfileNumber::unit, text(), "", "The key's unit, where it has one."),
        key("source", &ProfileNumber::source, text(), "",
            "Where the value comes from, \"calibrated against ...\" or \"assumed\".")
            .required(),
    });
}

ShapePointer<Measurement> measurement_shape() {
    using Use = Measurement::Use;
    return record<Measurement>({
        key("what", &Measurement::what, text(), "", "Names the row.").required(),
        key("published", &Measurement::published, between(1, integer_max), "",
            "The published figure.")
            .required(),
        key("figure", &Measurement::figure,
            word<std::string>({{"packets_per_second", "packets_per_second"},
                               {"softirq_permille", "softirq_permille"}}),
            "", "What of a run it is."),
        key("source", &Measurement::source, text(), "", "Who published it.").required(),
        key("use", &Measurement::use,
            word<Use>({{"calibrated", Use::calibrated}, {"predicted", Use::predicted}}), "",
            "Whether a number of the profile was chosen to meet it.")
            .required(),
        key("scenario", &Measurement::scenario, text(), "", "The scenario.").required(),
        key("set", &Measurement::set, list(text()), "", "Changes to it, as --set takes them."),
        key("over", &Measurement::over, text(), "", "The row to form a ratio with."),
    });
}

}  // namespace

const RecordShape<Profile>& profile_shape() {
    static const RecordShape<Profile> shape({
        key("title", &Profile::title, text(), "", "The machine, in one sentence.").required(),
        key("numbers", &Profile::numbers, list(number_shape()), "", "What it costs.").required(),
        key("measured", &Profile::measured, list(measurement_shape()), "",
            "What was measured on it."),
    });
    return shape;
}

}  // namespace xsksim
