// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/module_parameters.hpp"

namespace xsksim {
namespace {

std::string initializer_of(const std::vector<CToken>& tokens, const std::string& name) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].text != name || tokens[i + 1].text != "=") continue;
        std::string text;
        for (i += 2; i < tokens.size() && tokens[i].text != ";" && tokens[i].text != ","; ++i)
            text += tokens[i].text + " ";
        return text;
    }
    return "0";
}

}  // namespace

std::vector<ModuleParameter> module_parameters(const std::vector<CToken>& tokens) {
    std::vector<ModuleParameter> parameters;
    for (const CItem& item : c_items(tokens)) {
        if (item.kind != CItem::Kind::invocation || item.name().rfind("module_param(", 0) != 0 ||
            item.first + 4 >= item.last)
            continue;
        const std::string name = tokens[item.first + 2].text;
        parameters.push_back({name, tokens[item.first + 4].text, initializer_of(tokens, name)});
    }
    return parameters;
}

}  // namespace xsksim
