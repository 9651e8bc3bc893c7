// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/formula.hpp"

#include <muParser.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace xsksim {

struct Formula::Parser {
    mu::Parser parser;
    std::map<std::string, double> variables;  // the parser keeps their addresses
};

Formula::Formula(const std::string& text, const std::set<std::string>& known)
    : text_(text), parser_(std::make_unique<Parser>()) {
    try {
        parser_->parser.DefineOprt("%", std::fmod, mu::prMUL_DIV);
        for (const std::string& name : known)
            parser_->parser.DefineVar(name, &parser_->variables[name]);
        parser_->parser.SetExpr(text);
        for (const auto& [name, address] : parser_->parser.GetUsedVar()) names_.insert(name);
        for (const std::string& name : names_)
            if (!known.contains(name))
                throw std::invalid_argument("an expression of known names, but there is no \"" +
                                            name + "\"");
        parser_->parser.Eval();
    } catch (const mu::Parser::exception_type& error) {
        throw std::invalid_argument("an expression: " + error.GetMsg());
    }
}

Formula::~Formula() = default;
Formula::Formula(Formula&&) noexcept = default;
Formula& Formula::operator=(Formula&&) noexcept = default;

double Formula::value(const std::map<std::string, double>& values) const {
    for (const std::string& name : names_) {
        const auto found = values.find(name);
        parser_->variables[name] =
            found == values.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
    }
    return parser_->parser.Eval();
}

bool Formula::holds(const std::map<std::string, double>& values) const {
    const double result = value(values);
    return !std::isnan(result) && result != 0;
}

}  // namespace xsksim
