// SPDX-License-Identifier: GPL-2.0-only
// Between them the shipped hunts can draw what the scenario format has: each key that says what a
// workload is, both values of a yes or no, each of its words. What none of them draws stands here,
// with the reason.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "sim/explore/document_edit.hpp"
#include "sim/scenario/extends.hpp"

using namespace xsksim;
using nlohmann::json;

namespace {

// Of a key without a word: it is set nowhere.
using NeverDrawn = std::map<std::string, std::string>;

const NeverDrawn never_drawn{
    {"/application/need_wakeup never", "an application that never calls gets nothing out"},
    {"/applications/*/need_wakeup never", "the same"},
    {"/application/pair", "the first socket is on the first queue; the others move"},
    {"/applications/*/enabled", "two-queues has the second socket, the other hunts have none"},
    {"/device/recheck_after_enable", "without it the device is broken: a mutant"},
    {"/guest/sendmsg_gate", "which kernel it is, as the driver's manifest goes with it"},
    {"/steps/*/at_where", "a narrower moment than any that a plain situation knows"},
    {"/steps/*/do device_reset", "the device is dead after it, and a stall says nothing"},
};

// What a workload is made of. The rest says what is judged, shown or forced, what it costs (drawn
// where it decides who is slow), which faults strike (--faults draws them), or what the simulator
// itself leaves out (/model: for mutants).
const std::vector<std::string> parts{"/application", "/applications", "/device",
                                     "/guest",       "/interrupts",   "/memory",
                                     "/rx",          "/steps",        "/udp"};
const std::vector<std::string> not_of_it{"/guest/costs", "/steps/*/result", "/steps/*/optional"};

bool is_of_workload(const std::string& pointer) {
    const auto below = [&](const std::string& part) { return is_below(pointer, part); };
    return std::ranges::any_of(parts, below) && std::ranges::none_of(not_of_it, below);
}

std::string without_numbers(const std::string& pointer) {
    std::string all, part;
    const auto take = [&] {
        const bool is_item = !part.empty() && part.find_first_not_of("0123456789-") == part.npos;
        all += is_item ? "*" : part;
        part.clear();
    };
    for (const char c : pointer) {
        if (c == '/') take();
        (c == '/' ? all : part) += c;
    }
    take();
    return all;
}

// --- what hunts draw ---

using Drawn = std::map<std::string, std::set<std::string>>;  // values of a key, as JSON

void note(const std::string& pointer, const Node& value, Drawn& drawn) {
    drawn[without_numbers(pointer)].insert(to_text(value, Layout::line));
    for (const std::string& below : pointers_in(value))
        drawn[without_numbers(pointer + below)].insert(
            to_text(*node_at(value, below), Layout::line));
}

void note_draw(const Node& draw, Drawn& drawn) {
    const Node* at = draw.find("at");
    if (const Node* values = draw.find("values"))
        for (const Node& value : values->items) {
            if (at != nullptr) note(at->text, value, drawn);
            for (const Member& member : value.members)
                if (at == nullptr) note(member.key, member.value, drawn);
        }
    else if (at != nullptr)
        note(at->text, *draw.find("from"), drawn);
}

Drawn all_drawn() {
    Drawn drawn;
    for (const auto& entry :
         std::filesystem::directory_iterator(XSKSIM_SOURCE_DIR "/scenarios/hunts")) {
        std::vector<InputProblem> problems;
        auto document = load_document(entry.path().string(), problems);
        REQUIRE(document);
        const Node* draws = node_at(std::as_const(*document), "/explore/draws");
        REQUIRE(draws != nullptr);
        for (const Member& draw : draws->members)
            if (!draw.value.is_null()) note_draw(draw.value, drawn);
        take_out(*document, "/explore");
        note("", *document, drawn);
    }
    return drawn;
}

// --- what there is ---

void for_each_leaf(const json& schema, const std::string& pointer, const auto& visit) {
    if (schema.contains("properties")) {
        for (const auto& [key, value] : schema["properties"].items())
            for_each_leaf(value, pointer + "/" + key, visit);
        return;
    }
    if (schema.contains("items") && schema["items"].contains("properties"))
        return for_each_leaf(schema["items"], pointer + "/*", visit);
    for (const char* alternatives : {"oneOf", "anyOf"})
        if (schema.contains(alternatives)) {
            for (const json& one : schema[alternatives]) for_each_leaf(one, pointer, visit);
            return;
        }
    visit(pointer, schema);
}

bool is_yes_or_no(std::string_view types) {
    return types.find("boolean") != types.npos && types.find("integer") == types.npos;
}

// Words and yes or no; nothing of a key that takes numbers.
std::vector<std::string> values_of(const json& schema) {
    std::vector<std::string> values;
    if (schema.contains("enum")) {
        for (const json& value : schema["enum"])
            if (value.is_string()) values.push_back(value.dump());
    } else if (schema.contains("type") && is_yes_or_no(schema["type"].dump()))
        values = {"true", "false"};
    return values;
}

std::string without_quotes(std::string text) {
    std::erase(text, '"');
    return text;
}

bool is_default(const json& schema, const std::string& value) {
    return schema.contains("default") && schema["default"].dump() == value;
}

std::set<std::string> found_never_drawn() {
    const json schema =
        json::parse(std::ifstream(XSKSIM_SOURCE_DIR "/sim/scenario/scenario.schema.json"));
    const Drawn drawn = all_drawn();
    std::set<std::string> never;
    for_each_leaf(schema, "", [&](const std::string& pointer, const json& leaf) {
        if (!is_of_workload(pointer)) return;
        const auto seen = drawn.find(pointer);
        if (seen == drawn.end()) {
            never.insert(pointer);
            return;
        }
        for (const std::string& value : values_of(leaf))
            if (!seen->second.contains(value) && !is_default(leaf, value) && value != "false")
                never.insert(pointer + " " + without_quotes(value));
    });
    return never;
}

}  // namespace

TEST_CASE("hunts: between them they draw what the format has, but for what is said here") {
    const std::set<std::string> never = found_never_drawn();
    for (const std::string& key : never) {
        INFO(key << " is drawn by no hunt");
        CHECK(never_drawn.contains(key));
    }
    for (const auto& [key, reason] : never_drawn) {
        INFO(key << " is said to be drawn never: " << reason);
        CHECK(never.contains(key));
    }
}
