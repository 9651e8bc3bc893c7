// SPDX-License-Identifier: GPL-2.0-only
// What a comment calls by its name is there: `Type::member` in a header's comment is a member that
// a file with that type has. Renaming does not look into comments.
#include <catch2/catch.hpp>

#include <map>
#include <regex>
#include <set>

#include "tests/rules/source_tree.hpp"

using namespace xsksim::rules;

namespace {

struct Qualified {
    std::string type, member;
    bool operator==(const Qualified&) const = default;
};

std::vector<Qualified> named_in_comment(const std::string& line) {
    static const std::regex qualified(R"(\b([A-Z]\w*)::(\w+))");
    const std::size_t begin = line.find("//");
    std::vector<Qualified> named;
    if (begin == std::string::npos) return named;
    const std::string comment = line.substr(begin);
    for (std::sregex_iterator i(comment.begin(), comment.end(), qualified), end; i != end; ++i)
        named.push_back({(*i)[1], (*i)[2]});
    return named;
}

std::set<std::string> types_declared(const std::string& code) {
    static const std::regex declaration(
        R"(\b(?:struct|class|union|using|enum(?: class)?) ([A-Z]\w*)|XSKSIM_WORDS\((\w+),)");
    std::set<std::string> types;
    for (std::sregex_iterator i(code.begin(), code.end(), declaration), end; i != end; ++i)
        types.insert((*i)[1].matched ? (*i)[1] : (*i)[2]);
    return types;
}

// Of every type, the words beside comments of the files that declare it.
std::map<std::string, std::set<std::string>> words_beside_types(
    const std::vector<SourceFile>& files) {
    static const std::regex word(R"(\w+)");
    std::map<std::string, std::set<std::string>> words_of;
    for (const SourceFile& file : files) {
        std::set<std::string> words, types;
        for (const std::string& line : file.lines) {
            const std::string code = line.substr(0, line.find("//"));
            for (std::sregex_iterator i(code.begin(), code.end(), word), end; i != end; ++i)
                words.insert(i->str());
            types.merge(types_declared(code));
        }
        for (const std::string& type : types) words_of[type].insert(words.begin(), words.end());
    }
    return words_of;
}

}  // namespace

TEST_CASE(
    "comments: a qualified name and the declaration of its type are known for what they are") {
    CHECK(named_in_comment("    int cost;  // as CpusOptions::hardirq_cost says") ==
          std::vector<Qualified>{{"CpusOptions", "hardirq_cost"}});
    CHECK(named_in_comment("    return CpusOptions::none;").empty());
    CHECK(types_declared("enum class Scale { linear, log };").contains("Scale"));
    CHECK(types_declared("XSKSIM_WORDS(Phase, begins, ended);").contains("Phase"));
}

TEST_CASE("comments: the members that headers name are there") {
    std::vector<SourceFile> files;
    for (const char* folder : {"sim", "models"})
        for (SourceFile& file : sources_below(folder, {".hpp", ".cpp", ".h"}))
            files.push_back(std::move(file));
    const auto words_of = words_beside_types(files);
    std::size_t named = 0;
    for (const SourceFile& file : files) {
        if (!file.path.ends_with(".hpp")) continue;
        for (const std::string& line : file.lines)
            for (const auto& [type, member] : named_in_comment(line)) {
                INFO(file.path << ": " << type << "::" << member);
                const auto found = words_of.find(type);
                CHECK((found != words_of.end() && found->second.contains(member)));
                ++named;
            }
    }
    CHECK(named > 30);
}
