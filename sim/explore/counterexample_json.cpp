// SPDX-License-Identifier: GPL-2.0-only
// The file of a counterexample.
#include <array>
#include <string_view>

#include "sim/explore/counterexample.hpp"
#include "sim/explore/document_edit.hpp"

namespace xsksim {
namespace {

// As shipped scenarios have them; whatever else there is comes behind.
constexpr std::array<std::string_view, 19> key_order = {
    "$schema", "name", "question", "expect", "profile", "end",        "bounds",
    "memory",  "seed", "guest",    "driver", "device",  "interrupts", "application",
    "rx",      "udp",  "steps",    "faults", "schedule"};

Node in_order(const Node& document) {
    Node ordered = Node::object();
    for (const std::string_view key : key_order)
        if (const Node* value = document.find(key)) ordered.add(std::string(key), *value);
    for (const Member& member : document.members)
        if (ordered.find(member.key) == nullptr) ordered.add(member.key, member.value);
    return ordered;
}

// A question, or what else a scenario says in one text, has a limit.
Node text_of(const std::string& text) {
    constexpr std::size_t length_max = 990;
    return Node::of(std::string_view(text).substr(0, length_max));
}

Node found_of(const CounterexampleWords& words) {
    Node found = Node::object();
    if (!words.by.empty()) found.add("by", text_of(words.by));
    if (!words.driver.empty()) found.add("driver", text_of(words.driver));
    if (!words.decisive.empty()) found.add("decisive", text_of(words.decisive));
    Node race = Node::list_of({});
    for (const std::string& step : words.race) race.items.push_back(text_of(step));
    if (!race.items.empty()) found.add("race", std::move(race));
    return found;
}

}  // namespace

std::string counterexample_json(const Counterexample& counterexample,
                                const CounterexampleWords& words) {
    Node document = counterexample.document;
    put(document, "/name", Node::of(std::string_view(words.name)));
    put(document, "/question", text_of(words.question));
    document = in_order(document);
    document.add("found", found_of(words));
    return to_text(document, Layout::handwritten) + "\n";
}

}  // namespace xsksim
