// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/extends.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/scenario/read_document.hpp"

namespace xsksim {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t chain_max = 16;

// The files from the one asked for to the one now read.
struct Chain {
    std::vector<std::string> shown;
    std::vector<fs::path> canonical;
};

std::optional<Node> load_link(const std::string& path, Chain& chain,
                              std::vector<InputProblem>& problems);

void refuse(const Node& extends, const std::string& wanted, const std::string& got,
            std::vector<InputProblem>& problems) {
    problems.push_back({*extends.origin.file, extends.origin.line, "/extends", wanted, got, "",
                        ProblemKind::syntax});
}

fs::path canonical(const std::string& path) {
    std::error_code ignored;
    const fs::path found = fs::weakly_canonical(path, ignored);
    return found.empty() ? fs::path(path) : found;
}

std::optional<Node> load_base(const Node& extends, const std::string& path, Chain& chain,
                              std::vector<InputProblem>& problems) {
    const auto wrong = [&](const std::string& wanted, const std::string& got) {
        refuse(extends, wanted, got, problems);
        return std::nullopt;
    };
    if (extends.kind != Node::Kind::text || extends.text.empty() ||
        extends.text.find('\0') != std::string::npos)
        return wrong("a path", shown(extends));
    if (fs::path(extends.text).is_absolute())
        return wrong("a path relative to this file", shown(extends));
    const std::string base = (fs::path(path).parent_path() / extends.text).lexically_normal();
    const auto& seen = chain.canonical;
    if (std::find(seen.begin(), seen.end(), canonical(base)) != seen.end()) {
        std::string cycle;
        for (const std::string& file : chain.shown) cycle += file + " -> ";
        return wrong("a file that does not extend this one", printable(cycle + base));
    }
    if (seen.size() == chain_max)
        return wrong("at most " + std::to_string(chain_max) + " files in a chain", "more");
    std::error_code error;
    if (!fs::is_regular_file(base, error)) return wrong("a file", shown(base) + ", not found");
    return load_link(base, chain, problems);
}

std::optional<Node> load_link(const std::string& path, Chain& chain,
                              std::vector<InputProblem>& problems) {
    const auto text = read_file(path, problems);
    if (!text) return std::nullopt;
    auto document = read_document(*text, path, problems);
    if (!document) return std::nullopt;
    const Node extends = take_member(*document, "extends");
    if (extends.is_null()) return document;
    chain.shown.push_back(path);
    chain.canonical.push_back(canonical(path));
    auto base = load_base(extends, path, chain, problems);
    if (!base) return std::nullopt;
    if (document->kind == Node::Kind::object) merge_patch(*base, std::move(*document));
    return base;
}

}  // namespace

void merge_patch(Node& target, Node patch) {
    if (patch.kind != Node::Kind::object || target.kind != Node::Kind::object) {
        target = std::move(patch);
        return;
    }
    target.origin = patch.origin;
    for (Member& member : patch.members) {
        const auto same_key = [&](const Member& other) { return other.key == member.key; };
        const auto found = std::find_if(target.members.begin(), target.members.end(), same_key);
        if (found == target.members.end()) {
            target.members.push_back(std::move(member));
            continue;
        }
        found->origin = member.origin;
        merge_patch(found->value, std::move(member.value));
    }
}

Node take_member(Node& document, std::string_view key) {
    const auto is_key = [key](const Member& member) { return member.key == key; };
    const auto found = std::find_if(document.members.begin(), document.members.end(), is_key);
    if (found == document.members.end()) return {};
    Node value = std::move(found->value);
    document.members.erase(found);
    return value;
}

std::optional<Node> load_document(const std::string& path, std::vector<InputProblem>& problems) {
    Chain chain;
    return load_link(path, chain, problems);
}

}  // namespace xsksim
