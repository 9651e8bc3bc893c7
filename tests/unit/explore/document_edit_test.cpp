// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/document_edit.hpp"

#include <catch2/catch.hpp>

#include "sim/explore/shrinker.hpp"
#include "sim/scenario/read_document.hpp"

using namespace xsksim;

namespace {

Node document(const std::string& json) {
    std::vector<InputProblem> problems;
    return read_document(json, "test", problems).value();
}
std::string text(const Node& node) { return to_text(node, Layout::line); }

}  // namespace

TEST_CASE("document edit: what stands outside comes before what stands in it, last items first") {
    const Node node = document(R"({"udp": [{"cpu": 1}, {}], "end": {"frames": 3}})");
    CHECK(pointers_in(node) == std::vector<std::string>{"/udp", "/udp/1", "/udp/0", "/udp/0/cpu",
                                                        "/end", "/end/frames"});
}

TEST_CASE("document edit: a member, an item and what is not there are taken out") {
    Node node = document(R"({"udp": [{"cpu": 1}, {}], "end": {"frames": 3}})");
    CHECK(take_out(node, "/udp/0"));
    CHECK(take_out(node, "/end/frames"));
    CHECK_FALSE(take_out(node, "/end/frames"));
    CHECK_FALSE(take_out(node, "/rx/0"));
    CHECK(text(node) == R"({"udp":[{}],"end":{}})");
}

TEST_CASE("document edit: what is put makes the objects on its way") {
    Node node = document(R"({"udp": [{}]})");
    put(node, "/udp/0/cpu", Node::of(std::int64_t{2}));
    put(node, "/driver/parameters/xsk_budget", Node::of(std::int64_t{8}));
    CHECK(text(node) == R"({"udp":[{"cpu":2}],"driver":{"parameters":{"xsk_budget":8}}})");
}

TEST_CASE("document edit: nothings go, an item of a list that says nothing stays") {
    Node node = document(R"({"a": null, "b": {"c": null}, "udp": [{}], "rx": []})");
    take_out_nothings(node);
    CHECK(text(node) == R"({"udp":[{}]})");
}

TEST_CASE("shrinker: faults go before holds, contexts before what is set, words stay") {
    const Node node = document(R"({"application": {"enabled": false, "cpu": 1}})");
    CHECK(part_of("/faults/0", node) == Part::fault);
    CHECK(part_of("/schedule/holds/1", node) == Part::hold);
    CHECK(part_of("/schedule/holds/1/hit", node) == Part::hold_detail);
    CHECK(part_of("/udp/0", node) == Part::context);
    CHECK(part_of("/udp/0/cpu", node) == Part::setting);
    CHECK(part_of("/expect/because/0", node) == Part::told);
    // Without it there would be an application more.
    CHECK(part_of("/application/enabled", node) == Part::told);
    CHECK(part_of("/application/cpu", node) == Part::setting);
}
