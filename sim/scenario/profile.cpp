// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/profile.hpp"

#include <algorithm>
#include <array>

#include "sim/scenario/extends.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/keys_profile.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_document.hpp"

namespace xsksim {

namespace {

// What a machine is; what is tried on it is the scenario's.
constexpr std::array<std::string_view, 3> sections = {"guest", "device", "interrupts"};

void refuse(const ProfileNumber& number, const std::string& wanted, const std::string& got,
            std::vector<InputProblem>& problems) {
    const JsonOrigin& origin = number.value.origin;
    problems.push_back({origin.file ? *origin.file : "", origin.line, "/numbers", wanted, got,
                        number.key, ProblemKind::contradiction});
}

// Of a key, or of the map that it is an entry of; nothing where there is no such key.
std::optional<std::string> unit_of(const std::string& pointer) {
    for (const KeyDocumentation& key : documented_keys()) {
        const bool is_entry =
            key.type.rfind("object of", 0) == 0 && pointer.rfind(key.pointer + "/", 0) == 0;
        if (key.pointer == pointer || is_entry) return key.unit;
    }
    return std::nullopt;
}

bool is_known(const ProfileNumber& number, const std::vector<std::string>& tokens,
              std::vector<InputProblem>& problems) {
    const auto unit = unit_of(number.key);
    const bool in_section = tokens.size() > 1 && std::find(sections.begin(), sections.end(),
                                                           tokens[0]) != sections.end();
    if (!unit || !in_section) {
        refuse(number, "a key below /guest, /device or /interrupts", shown(number.key), problems);
        return false;
    }
    if (number.unit.value_or("") == *unit) return true;
    refuse(number, unit->empty() ? "no unit" : "the key's unit, " + *unit,
           shown(number.unit.value_or("none")), problems);
    return false;
}

void add_number(const ProfileNumber& number, Node& document, std::vector<InputProblem>& problems) {
    std::vector<std::string> tokens;
    if (!split_pointer(number.key, tokens))
        return refuse(number, "a JSON pointer", shown(number.key), problems);
    if (!is_known(number, tokens, problems)) return;
    Node* node = &document;
    for (const std::string& token : tokens) {
        if (node->kind != Node::Kind::object)
            return refuse(number, "a key of its own", shown(number.key), problems);
        Node* found = node->find(token);
        if (found == nullptr) {
            node->members.push_back({token, number.value.origin, Node::object(), false});
            found = &node->members.back().value;
            found->origin = number.value.origin;
        } else if (&token == &tokens.back()) {
            return refuse(number, "each key once", "it twice", problems);
        }
        node = found;
    }
    *node = number.value;
}

std::optional<Profile> read_profile(const std::string& path, std::vector<InputProblem>& problems) {
    const auto text = read_file(path, problems);
    if (!text) return std::nullopt;
    const auto document = read_document(*text, path, problems);
    if (!document) return std::nullopt;
    Profile profile;
    Reading reading(problems);
    profile_shape().read(*document, profile, reading);
    if (!problems.empty()) return std::nullopt;
    return profile;
}

std::optional<std::string> find_profile(const Node& name, const std::string& scenario_path,
                                        std::vector<InputProblem>& problems) {
    std::vector<std::string> known;
    for (const std::string& folder : profile_folders(scenario_path))
        for (const std::string& profile : profile_names(folder)) {
            if (name.kind == Node::Kind::text && profile == name.text)
                return folder + "/" + profile + ".json";
            if (std::find(known.begin(), known.end(), profile) == known.end())
                known.push_back(profile);
        }
    std::string all;
    for (const std::string& profile : known)
        all += (all.empty() ? "" : ", ") + json_literal(profile);
    problems.push_back({*name.origin.file, name.origin.line, "/profile",
                        all.empty() ? "a profile (there is none)" : "a profile: " + all,
                        shown(name), "", ProblemKind::contradiction});
    return std::nullopt;
}

}  // namespace

Profile load_profile(const std::string& path) {
    std::vector<InputProblem> problems;
    const auto profile = read_profile(path, problems);
    Node document = Node::object();
    if (profile)
        for (const ProfileNumber& number : profile->numbers) add_number(number, document, problems);
    if (!problems.empty()) throw BadInput(std::move(problems));
    return *profile;
}

void apply_profile(Node& document, const std::string& path, std::vector<InputProblem>& problems) {
    const Node name = take_member(document, "profile");
    if (name.is_null()) return;
    const auto file = find_profile(name, path, problems);
    if (!file) return;
    std::vector<InputProblem> found;
    const auto profile = read_profile(*file, found);
    Node base = Node::object();
    if (profile)
        for (const ProfileNumber& number : profile->numbers) add_number(number, base, found);
    problems.insert(problems.end(), found.begin(), found.end());
    merge_patch(base, std::move(document));
    document = std::move(base);
}

}  // namespace xsksim
