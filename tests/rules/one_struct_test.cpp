// SPDX-License-Identifier: GPL-2.0-only
// Decision 0014: a value has one struct, its default stands there, and a key of the scenario is
// bound straight to it. These tests count.
#include <catch2/catch.hpp>

#include <map>
#include <regex>
#include <set>

#include "tests/rules/structs.hpp"

using namespace xsksim::rules;

namespace {

using Member = std::pair<std::string, std::string>;  // struct, member

std::vector<PlainStruct> all_options() {
    std::vector<SourceFile> headers = sources_below("models", {".hpp"});
    for (const char* folder : {"sim/scenario", "sim/run"})
        for (SourceFile& file : sources_below(folder, {".hpp"})) headers.push_back(std::move(file));
    return option_structs(headers);
}

// &VirtioNetOptions::pairs in the table of keys.
std::set<Member> bound_members() {
    static const std::regex bound(R"(&(\w+)::(\w+))");
    std::set<Member> members;
    for (const SourceFile& file : sources_below("sim/scenario", {".cpp"})) {
        if (file.path.find("/keys") == std::string::npos) continue;
        for (const std::string& line : file.lines)
            for (std::sregex_iterator i(line.begin(), line.end(), bound), end; i != end; ++i)
                members.emplace((*i)[1], (*i)[2]);
    }
    return members;
}

// A default that somebody has chosen: not what any value of the type begins with.
bool is_chosen(const std::string& default_text) {
    static const std::regex number(R"([1-9][\d']+|\d*\.\d+|seconds|milliseconds|microseconds)");
    return std::regex_search(default_text, number);
}

// "syscall" and "syscall_cost", "hit" and "hit".
bool are_one_name(const std::string& a, const std::string& b) {
    return a == b || a.starts_with(b + "_") || b.starts_with(a + "_") || a.ends_with("_" + b) ||
           b.ends_with("_" + a);
}

}  // namespace

TEST_CASE("one struct: what a key sets is a member of no second options struct") {
    const std::set<Member> bound = bound_members();
    const std::vector<PlainStruct> options = all_options();
    REQUIRE(bound.size() > 150);
    REQUIRE(options.size() > 25);
    std::map<std::string, std::set<std::string>> owners;
    for (const auto& [owner, member] : bound)
        if (owner != "Scenario") owners[member].insert(owner);  // its members are sections
    for (const PlainStruct& one : options)
        for (const auto& [member, declaration] : one.members) {
            // With a key of its own it is a value of its own: there are many pairs and start times.
            if (!owners.contains(member) || bound.contains({one.name, member})) continue;
            INFO("a key sets " << *owners[member].begin() << "::" << member << "; " << one.path
                               << " has it again, in " << one.name);
            CHECK(false);
        }
}

TEST_CASE("one struct: no two have three members of the same names") {
    constexpr std::size_t same_max = 2;
    const std::set<Member> bound = bound_members();
    const std::vector<PlainStruct> options = all_options();
    for (std::size_t i = 0; i < options.size(); ++i)
        for (std::size_t j = i + 1; j < options.size(); ++j) {
            std::string same;
            std::size_t count = 0;
            for (const auto& [member, declaration] : options[i].members) {
                // A pair or a start time each, which somebody sets each.
                const bool both = bound.contains({options[i].name, member}) &&
                                  bound.contains({options[j].name, member});
                if (both || !options[j].members.contains(member)) continue;
                same += " " + member;
                ++count;
            }
            INFO(options[i].name << " and " << options[j].name << ":" << same);
            CHECK(count <= same_max);
        }
}

TEST_CASE("one struct: a default that somebody has chosen is written once") {
    const std::set<Member> bound = bound_members();
    const std::vector<PlainStruct> options = all_options();
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < options.size(); ++i)
        for (const auto& [member, declaration] : options[i].members) {
            if (!is_chosen(declaration.default_text)) continue;
            ++chosen;
            for (std::size_t j = i + 1; j < options.size(); ++j)
                for (const auto& [other, again] : options[j].members) {
                    if (again != declaration || !are_one_name(member, other)) continue;
                    if (bound.contains({options[i].name, member}) &&
                        bound.contains({options[j].name, other}))
                        continue;
                    INFO(options[i].name << "::" << member << " and " << options[j].name
                                         << "::" << other << " " << again.default_text);
                    CHECK(false);
                }
        }
    CHECK(chosen > 40);
}

// What a table of keys cannot see: a default beside the struct, in a function that copies.
TEST_CASE("one struct: the world sets no member of a model's options but what it derives") {
    static const std::regex assignment(R"(^\s+\w+(?:\.\w+)+ = )");
    std::size_t assignments = 0;
    for (const SourceFile& file : sources_below("sim/run", {".cpp"})) {
        if (file.path != "sim/run/world_options.cpp") continue;
        for (const std::string& line : file.lines)
            assignments += std::regex_search(line, assignment);
    }
    CHECK(assignments <= 20);
}
