// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/explore_adopt.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "sim/driver/loaded_driver.hpp"
#include "sim/explore/document_edit.hpp"
#include "sim/scenario/extends.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/read_document.hpp"

namespace fs = std::filesystem;

namespace xsksim::cli {
namespace {

constexpr const char* to_be_said = "to be said: the line that exists only for this race";

Node document_in(const std::string& file) {
    std::vector<InputProblem> problems;
    const auto text = read_file(file, problems);
    auto document = text ? read_document(*text, file, problems) : std::nullopt;
    if (!document) throw BadInput(std::move(problems));
    return std::move(*document);
}

Node texts(const std::vector<std::string>& from) {
    Node list = Node::list_of({});
    for (const std::string& text : from) list.items.push_back(Node::of(std::string_view(text)));
    return list;
}

// A hold has got what it waited for.
Node passes_having_held(std::size_t holds) {
    Node expect = Node::object();
    expect.add("verdict", Node::of("pass"));
    Node reached = Node::list_of({});
    for (std::size_t hold = 1; hold <= holds; ++hold)
        reached.items.push_back(
            Node::object().add("what", Node::of(std::string_view(fmt::format("hold:{}", hold)))));
    if (holds > 0) expect.add("reached", std::move(reached));
    return expect;
}

// What the mutant came to, the original must not.
void make_breaker(const Scenario& found, Node& document) {
    Node kill = Node::object();
    const std::string mutant = fs::path(found.found.failing_driver.value_or("")).stem().string();
    kill.add("mutant", Node::of(std::string_view(mutant)));
    kill.add("verdict", Node::of(word_of(found.expect.verdict)));
    kill.add("because", texts(found.expect.because));
    Node breaker = Node::object();
    breaker.add("safeguard", Node::of(to_be_said));
    breaker.add("race", texts(found.found.race));
    breaker.add("kills", Node::list_of({std::move(kill)}));
    put(document, "/expect", passes_having_held(found.holds.size()));
    take_member(document, "found");
    put(document, "/breaker", std::move(breaker));
}

// Paths in it are relative to it.
void move_paths(const fs::path& from, const fs::path& to, const std::string& folder,
                Node& document) {
    if (const Node* extends = document.find("extends"))
        put(document, "/extends",
            Node::of(
                std::string_view(fs::relative(from.parent_path() / extends->text, to.parent_path())
                                     .generic_string())));
    take_member(document, "$schema");
    const fs::path schema = fs::path(folder) / "../sim/scenario/scenario.schema.json";
    document.members.insert(
        document.members.begin(),
        {"$schema",
         {},
         Node::of(std::string_view(fs::relative(schema, to.parent_path()).generic_string())),
         false});
}

std::string next_of(const Scenario& scenario, bool is_breaker, const std::string& file) {
    if (!is_breaker)
        return fmt::format(
            "write its question, then a row in docs/findings.md and in scenarios/README.md\n"
            "xsksim run {} --timeline\n",
            file);
    return fmt::format(
        "write its question and safeguard, then a row in scenarios/README.md\n"
        "xsksim run {} --timeline\nxsksim run {} --driver {} --timeline\nxsksim regress\n",
        file, file, scenario.found.failing_driver.value_or(""));
}

}  // namespace

Adopted adopt(const std::string& file, const std::string& folder, AdoptAs as) {
    const Scenario scenario = load_scenario(file);
    if (scenario.found.race.empty())
        refuse(file, "a scenario that xsksim explore has written", "no section `found`");
    const bool is_breaker =
        as == AdoptAs::breaker || (as == AdoptAs::by_driver && scenario.found.failing_driver &&
                                   is_driver_file(*scenario.found.failing_driver));
    if (is_breaker && !scenario.found.failing_driver)
        refuse(file, "a breaker's mutant under /found/driver", "none");
    const fs::path to = fs::path(folder) / (is_breaker ? "breakers" : "findings") /
                        (fs::path(file).stem().string() + ".json");
    if (fs::exists(to)) refuse(to.string(), "a name that is free", "a scenario of that name");
    Node document = document_in(file);
    move_paths(file, to, folder, document);
    if (is_breaker) make_breaker(scenario, document);
    fs::create_directories(to.parent_path());
    std::ofstream(to) << to_text(document, Layout::handwritten) << "\n";
    load_scenario(to.string());
    return {to.string(), next_of(scenario, is_breaker, to.string())};
}

}  // namespace xsksim::cli
