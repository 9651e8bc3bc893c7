// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/tree_manifest.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/import/module_parameters.hpp"
#include "sim/import/text_file.hpp"

namespace xsksim {
namespace {

using nlohmann::json;

// A driver's text, to be asked.
class Wording {
public:
    explicit Wording(const std::string& text)
        : lines_(SourceText::from(text, "virtio_net.c", false)), tokens_(c_tokens(lines_.lines())) {
        for (const CToken& token : tokens_) dense_ += token.text;
        for (const CItem& item : c_items(tokens_))
            if (item.kind == CItem::Kind::function) functions_.insert(item.name());
    }
    const std::vector<CToken>& tokens() const { return tokens_; }
    bool defines(const std::string& function) const { return functions_.contains(function); }
    bool says(const std::string& dense) const { return dense_.find(dense) != std::string::npos; }

private:
    SourceText lines_;
    std::vector<CToken> tokens_;
    std::string dense_;  // without white space and comments
    std::set<std::string> functions_;
};

json parameters_of(const Wording& wording, const json& known, const TreeCompiler& compiler) {
    const std::vector<ModuleParameter> found = module_parameters(wording.tokens());
    std::vector<std::string> expressions;
    for (const ModuleParameter& parameter : found) expressions.push_back(parameter.value);
    const std::vector<long> values = compiler.values(expressions);
    json result = json::object();
    for (std::size_t i = 0; i < found.size(); ++i) {
        json entry = known.value(found[i].name, json{{"unit", ""}, {"description", ""}});
        entry["default"] = found[i].type == "bool" ? json(values[i] != 0) : json(values[i]);
        result[found[i].name] = std::move(entry);
    }
    return result;
}

json roles_of(const Wording& wording, const json& candidates) {
    json roles = json::object();
    for (const auto& [role, names] : candidates.items())
        for (const std::string name : names)
            if (!roles.contains(role) && wording.defines(name)) roles[role] = name;
    return roles;
}

void add_first_formula(json& manifest, const char* key, const Wording& wording,
                       const json& vocabulary) {
    for (const json& entry : vocabulary.at(key))
        if (!manifest.contains(key) && wording.says(entry.at("text")))
            manifest[key] = entry.at("formula");
}

}  // namespace

std::string tree_manifest(const std::string& name, const std::string& title, const Kit& kit,
                          const TreeCompiler& compiler) {
    const json vocabulary = json::parse(read_text_file(kit.tree_vocabulary()));
    const Wording wording(read_text_file(compiler.source(TreeCompiler::driver)));
    json manifest = {{"name", name},
                     {"title", title},
                     {"base", "linux"},
                     {"description", "Built from a kernel's source tree by xsksim driver build."},
                     {"state_bits", json::object()},
                     {"per_packet_header", false},
                     {"safeguards", json::array()},
                     {"functions", json::object()}};
    manifest["unaligned_accesses"] = true;  // CONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS
    manifest["gaps"] = compiler.gaps();
    manifest["parameters"] = parameters_of(wording, vocabulary.at("parameters"), compiler);
    manifest["roles"] = roles_of(wording, vocabulary.at("roles"));
    for (const char* key : {"full_below_free", "wakes_at_free"})
        add_first_formula(manifest, key, wording, vocabulary);
    for (const char* key : {"function_costs_ns", "function_costs_as", "function_costs_passed_on"})
        manifest[key] = vocabulary.at(key);
    for (const std::string parameter : vocabulary.at("tx_napi_enabled_by"))
        if (manifest["parameters"].contains(parameter)) manifest["tx_napi_enabled_by"] = parameter;
    return manifest.dump(2);
}

}  // namespace xsksim
