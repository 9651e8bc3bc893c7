// SPDX-License-Identifier: GPL-2.0-only
// Section explore: what an exploration varies.
#include "sim/scenario/key_entry.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {

using namespace keys;

namespace {

// Whatever the key that takes it says; kept as JSON.
class AnyValueShape : public Shape<std::string> {
public:
    std::string wanted() const override { return "a value"; }
    std::string type() const override { return "any value"; }
    Node schema() const override { return Node::object(); }
    void read(const Node& node, std::string& into, Reading&) const override {
        into = to_text(node, Layout::sorted_line);
    }
    Node write(const std::string& from) const override {
        std::vector<InputProblem> problems;
        return read_document(from, "", problems).value_or(Node{});
    }
};

ShapePointer<ExploreOptions::Draw> draw_shape() {
    using Draw = ExploreOptions::Draw;
    const auto is_range = [](const Draw& draw) { return draw.values.empty(); };
    return record<Draw>({
        key("at", &Draw::at, text(), "",
            "The key that takes the value, as a JSON pointer. Absent: each value is an object of "
            "pointers and values, which are set together."),
        key("values", &Draw::values, list<std::string>(std::make_shared<AnyValueShape>()), "",
            "The values, each as likely as the others."),
        key("from", &Draw::from, between(-integer_max, integer_max), "",
            "Instead of values, a range of integers: where it begins.")
            .needed_only("instead of `values`", is_range),
        key("to", &Draw::to, between(-integer_max, integer_max), "",
            "Where it ends; belongs to it.")
            .needed_only("instead of `values`", is_range),
        key("scale", &Draw::scale,
            word<Draw::Scale>({{"linear", Draw::Scale::linear}, {"log", Draw::Scale::log}}), "",
            "Whether all integers of the range are as likely, or all orders of magnitude."),
    });
}

}  // namespace

ShapePointer<ExploreOptions> explore_shape() {
    return record<ExploreOptions>({
        key("draws", &ExploreOptions::draws, map<ExploreOptions::Draw>(draw_shape()), "",
            "What each workload draws, by a name: sizes, rates, placements, steps."),
        key("hold_ups", &ExploreOptions::hold_ups, between(0, 100), "times",
            "How often, at most, an execution holds up a context at a point of the driver."),
        time("hold_up_max_ns", &ExploreOptions::hold_up_max, "For how long, at most.", 1),
        key("time", &ExploreOptions::time,
            word<ExploreOptions::Time>({{"exact", ExploreOptions::Time::exact},
                                        {"slack", ExploreOptions::Time::slack},
                                        {"free", ExploreOptions::Time::free}}),
            "",
            "How far time may vary: only ties and what is drawn anyway; also hold-ups, and costs "
            "and latencies that stretch; or whoever is as slow as can be."),
        key("aged_frames", &ExploreOptions::aged_frames, between(0, integer_max), "frames",
            "Contexts are held up, and ties go the other way, only once so many have gone out: in "
            "a world that has aged, with indices about to wrap."),
        key("stretch_percent", &ExploreOptions::stretch_percent, between(100, 10'000), "%",
            "To how much of itself each cost and latency may stretch, a workload."),
    });
}

}  // namespace xsksim
