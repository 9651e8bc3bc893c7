// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/built_manifest.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "sim/core/formula.hpp"
#include "sim/import/module_parameters.hpp"

namespace xsksim {

namespace {

using nlohmann::json;

struct Parameter {
    std::string name;
    std::string type;
    Expression value;
};

struct StateBit {
    std::string name;
    Expression value;
    bool is_number = false;  // handed to the bit operations, which want a number and not a mask
};

struct Findings {
    std::vector<Parameter> parameters;
    std::vector<StateBit> bits;
    bool counts_headers = false;
};

bool is_bit_number(const std::vector<CToken>& tokens, const std::string& name) {
    for (std::size_t i = 2; i < tokens.size(); ++i)
        if (tokens[i].text == name && tokens[i - 1].text == "(" &&
            tokens[i - 2].text.ends_with("_bit"))
            return true;
    return false;
}

// Without the prefix that makes it the number of a state bit; empty if it has none.
std::string short_name(const std::string& name, const TextWords& words) {
    for (const std::string& prefix : words.state_bit_prefixes)
        if (name.starts_with(prefix)) return name.substr(prefix.size());
    return "";
}

// An object-like macro: nothing opens a parenthesis right behind the name.
bool has_parameters(const std::vector<CToken>& tokens, const CItem& macro) {
    return macro.first + 3 < macro.last && tokens[macro.first + 3].text == "(" &&
           tokens[macro.first + 3].begin == tokens[macro.first + 2].end;
}

void look_through(const KitFile& file, const std::string& seen_by, const TextWords& words,
                  Findings& findings) {
    const std::vector<CToken> tokens = c_tokens(file.text.lines());
    for (const ModuleParameter& parameter : module_parameters(tokens))
        findings.parameters.push_back({parameter.name, parameter.type, {seen_by, parameter.value}});
    for (const CItem& item : c_items(tokens)) {
        if (item.kind == CItem::Kind::macro && !short_name(item.name(), words).empty() &&
            !has_parameters(tokens, item))
            findings.bits.push_back({item.name(), {seen_by, item.name()}, false});
    }
    for (const CToken& token : tokens)
        findings.counts_headers |= token.text == words.per_packet_header_if;
}

Findings look_through_all(const DriverText& text) {
    Findings findings;
    std::string main;
    for (const KitFile& file : text.files())
        if (!file.is_header() && file.folder != "virtqueue") main = file.path;
    for (const KitFile& file : text.files())
        if (file.folder != "virtqueue")
            look_through(file, file.is_header() ? main : file.path, text.base().words, findings);
    for (const KitFile& file : text.files()) {
        const std::vector<CToken> tokens = c_tokens(file.text.lines());
        for (StateBit& bit : findings.bits) bit.is_number |= is_bit_number(tokens, bit.name);
    }
    return findings;
}

json parameters_json(const std::vector<Parameter>& parameters, const std::vector<long>& values,
                     const json& known) {
    json result = json::object();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Parameter& parameter = parameters[i];
        json entry = known.value(parameter.name, json{{"unit", ""}, {"description", ""}});
        if (parameter.type == "bool")
            entry["default"] = values[i] != 0;
        else
            entry["default"] = values[i];
        result[parameter.name] = std::move(entry);
    }
    return result;
}

// Name of a state bit -> what it means: as in the base's own manifest, or in any text.
json meanings_of_bits(const json& base, const json& vocabulary) {
    json meanings = vocabulary.at("state_bits");
    for (const auto& [number, bit] : base.at("state_bits").items())
        if (bit.is_object()) meanings[bit.at("name").get<std::string>()] = bit.at("means");
    return meanings;
}

json state_bits_json(const std::vector<StateBit>& bits, const std::vector<long>& values,
                     std::size_t first, const TextWords& words, const json& meanings) {
    json result = json::object();
    for (std::size_t i = 0; i < bits.size(); ++i) {
        const auto value = static_cast<unsigned long>(values[first + i]);
        const bool is_mask = !bits[i].is_number && value != 0 && (value & (value - 1)) == 0;
        const int number = is_mask ? __builtin_ctzl(value) : static_cast<int>(value);
        if (value >= 64 && !is_mask) continue;
        json& entry = result[std::to_string(number)] = short_name(bits[i].name, words);
        if (const std::string name = entry; meanings.contains(name))
            entry = {{"name", name}, {"means", meanings.at(name)}};
    }
    return result;
}

bool has_names_of(const json& in_flight, const json& parameters) {
    std::set<std::string> known{"N"};  // the size of the ring
    for (const auto& [name, entry] : parameters.items()) known.insert(name);
    try {
        const Formula formula(in_flight.at("at_most"), known);
        return true;
    } catch (const std::invalid_argument&) {
        return false;
    }
}

// What a manifest says beside: as the base's own does, or as it is in any text whose parameters it
// names.
void add_vocabulary(json& manifest, const json& base, const json& vocabulary) {
    const json& parameters = manifest.at("parameters");
    for (const char* key : {"full_below_free", "wakes_at_free", "tx_napi_enabled_by", "roles",
                            "queue_state", "in_flight", "timer", "function_costs_ns"}) {
        if (base.contains(key))
            manifest[key] = base.at(key);
        else if (vocabulary.contains(key))
            manifest[key] = vocabulary.at(key);
    }
    const json timer = manifest.value("timer", json::object());
    if (!timer.empty() && !parameters.contains(timer.at("timeout").get<std::string>()))
        manifest.erase("timer");
    if (manifest.contains("in_flight") && !has_names_of(manifest.at("in_flight"), parameters))
        manifest.erase("in_flight");
}

json functions_json(const std::vector<FunctionOrigin>& functions) {
    json result = json::object();
    for (const FunctionOrigin& function : functions)
        result[function.name] = function.is_whole
                                    ? function.at.text()
                                    : function.first_user_line + " in " + function.at.text();
    return result;
}

}  // namespace

std::vector<FunctionOrigin> user_functions(const DriverText& text) {
    std::vector<FunctionOrigin> functions;
    for (const KitFile& file : text.files()) {
        if (!text.is_changed(file.path)) continue;
        const std::vector<CToken> tokens = c_tokens(file.text.lines());
        for (const CItem& item : c_items(tokens)) {
            if (item.kind != CItem::Kind::function) continue;
            FunctionOrigin origin{item.name(), file.text.lines()[tokens[item.first].line].origin,
                                  true, ""};
            for (std::size_t i = item.first; i < item.last; ++i) {
                const SourceLine& line = file.text.lines()[tokens[i].line];
                origin.is_whole &= line.from_user;
                if (line.from_user && origin.first_user_line.empty())
                    origin.first_user_line = line.origin.text();
            }
            if (!origin.first_user_line.empty()) functions.push_back(std::move(origin));
        }
    }
    return functions;
}

std::string manifest_json(const ManifestFacts& facts, const DriverText& text,
                          DriverCompiler& compiler) {
    const json base = json::parse(text.base().manifest);
    const Findings findings = look_through_all(text);
    std::vector<Expression> expressions;
    for (const Parameter& parameter : findings.parameters) expressions.push_back(parameter.value);
    for (const StateBit& bit : findings.bits) expressions.push_back(bit.value);
    const std::vector<long> values = compiler.values(expressions);
    json manifest;
    manifest["name"] = facts.name;
    manifest["title"] = facts.title;
    manifest["base"] =
        text.base().name == base_driver_name ? base.value("base", "") : text.base().name;
    manifest["description"] = "Built from a user's text by xsksim driver build.";
    manifest["per_packet_header"] = findings.counts_headers;
    const auto vocabulary = json::parse(text.base().words.vocabulary);
    manifest["state_bits"] = state_bits_json(findings.bits, values, findings.parameters.size(),
                                             text.base().words, meanings_of_bits(base, vocabulary));
    manifest["parameters"] =
        parameters_json(findings.parameters, values, base.value("parameters", json::object()));
    add_vocabulary(manifest, base, vocabulary);
    manifest["safeguards"] = json::array();
    manifest["functions"] = functions_json(facts.functions);
    return manifest.dump(2);
}

}  // namespace xsksim
